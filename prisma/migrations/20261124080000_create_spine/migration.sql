-- CreateTable
CREATE TABLE "tracked_link" (
    "token" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "recovery_id" TEXT NOT NULL,
    "sequence_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "cart_id" TEXT NOT NULL,
    "discount_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tracked_link_pkey" PRIMARY KEY ("token")
);

-- CreateTable
CREATE TABLE "touch" (
    "id" BIGSERIAL NOT NULL,
    "shop_id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "robot" BOOLEAN NOT NULL,
    "client" TEXT NOT NULL,

    CONSTRAINT "touch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attribution" (
    "shop_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "recovery_id" TEXT NOT NULL,
    "sequence_id" TEXT NOT NULL,
    "proof" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "attributed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attribution_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "attribution_entry" (
    "id" BIGSERIAL NOT NULL,
    "shop_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "source_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attribution_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product" (
    "shop_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "handle" TEXT,
    "status" TEXT NOT NULL,
    "image_url" TEXT,
    "variants" JSONB NOT NULL,
    "variant_ids" TEXT[],
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "product_pkey" PRIMARY KEY ("shop_id","external_id")
);

-- CreateTable
CREATE TABLE "shop" (
    "id" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "country_code" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "display_name" TEXT,
    "first_name" TEXT,
    "locale" TEXT,
    "country_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "customer_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "customer_identity" (
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,

    CONSTRAINT "customer_identity_pkey" PRIMARY KEY ("shop_id","kind","value")
);

-- CreateTable
CREATE TABLE "customer_merge" (
    "shop_id" TEXT NOT NULL,
    "from_id" TEXT NOT NULL,
    "into_id" TEXT NOT NULL,
    "merged_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_merge_pkey" PRIMARY KEY ("shop_id","from_id")
);

-- CreateTable
CREATE TABLE "cart" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "cart_token" TEXT,
    "customer_id" TEXT,
    "phone" TEXT,
    "phone_problem" TEXT,
    "email" TEXT,
    "country_code" TEXT,
    "locale" TEXT,
    "line_items" JSONB NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "recovery_url" TEXT,
    "discount_codes" TEXT[],
    "state" TEXT NOT NULL,
    "last_activity_at" TIMESTAMPTZ(3) NOT NULL,
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,
    "abandoned_at" TIMESTAMPTZ(3),

    CONSTRAINT "cart_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "customer_id" TEXT,
    "phone" TEXT,
    "email" TEXT,
    "checkout_token" TEXT,
    "cart_token" TEXT,
    "click_token" TEXT,
    "discount_codes" TEXT[],
    "total_minor" BIGINT NOT NULL,
    "current_total_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "payment" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "refund" (
    "shop_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "order_external_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "refunded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("shop_id","external_id")
);

-- CreateTable
CREATE TABLE "consent_record" (
    "id" BIGSERIAL NOT NULL,
    "shop_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "proof" JSONB NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "consent_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "domain_event" (
    "id" BIGSERIAL NOT NULL,
    "shop_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "payload" JSONB NOT NULL,
    "dispatched_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retry_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "domain_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assignment" (
    "shop_id" TEXT NOT NULL,
    "experiment_key" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "arm" TEXT NOT NULL,
    "assigned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("shop_id","experiment_key","customer_id")
);

-- CreateTable
CREATE TABLE "conversion" (
    "shop_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "recovery_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "arm" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "converted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "conversion_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "unread_count" INTEGER NOT NULL DEFAULT 0,
    "last_inbound_at" TIMESTAMPTZ(3),
    "last_outbound_at" TIMESTAMPTZ(3),
    "last_message_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "receipt" (
    "id" BIGSERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "delivery_id" TEXT,
    "body_hash" TEXT NOT NULL,
    "shop_id" TEXT,
    "topic" TEXT NOT NULL,
    "triggered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "body" BYTEA NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'received',
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claimable_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "forget_body" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "privacy_request" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "result" JSONB,

    CONSTRAINT "privacy_request_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "channel" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "phone_number_id" TEXT NOT NULL,
    "waba_id" TEXT NOT NULL,
    "display_phone" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "state_reason" TEXT,
    "quality" TEXT NOT NULL,
    "messages_per_second" INTEGER NOT NULL,
    "access_token" TEXT NOT NULL,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "template" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "approved_category" TEXT,
    "state" TEXT NOT NULL,
    "state_reason" TEXT,
    "paused_until" TIMESTAMPTZ(3),
    "vendor_id" TEXT,
    "content" JSONB NOT NULL,

    CONSTRAINT "template_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "conversation_id" TEXT,
    "key" TEXT,
    "recipient_kind" TEXT,
    "recipient" TEXT,
    "body" JSONB NOT NULL,
    "category" TEXT NOT NULL,
    "recovery_id" TEXT,
    "step_id" TEXT,
    "link_token" TEXT,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "vendor_id" TEXT,
    "failure_code" TEXT,
    "in_reply_to" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3),
    "attempted_at" TIMESTAMPTZ(3),
    "deadline_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "message_status" (
    "id" BIGSERIAL NOT NULL,
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "code" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "moved" BOOLEAN NOT NULL,

    CONSTRAINT "message_status_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product_image" (
    "hash" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "product_image_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "sequence" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "steps" JSONB NOT NULL,
    "priority" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sequence_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "recovery" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "customer_id" TEXT,
    "cart_id" TEXT NOT NULL,
    "sequence_id" TEXT,
    "steps" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "recovery_cart" (
    "shop_id" TEXT NOT NULL,
    "cart_id" TEXT NOT NULL,
    "recovery_id" TEXT NOT NULL,

    CONSTRAINT "recovery_cart_pkey" PRIMARY KEY ("shop_id","cart_id")
);

-- CreateTable
CREATE TABLE "recovery_step" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "recovery_id" TEXT NOT NULL,
    "step_index" INTEGER NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "claimable_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "message_id" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_step_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "is_online" BOOLEAN NOT NULL,
    "scope" TEXT,
    "expires" TIMESTAMPTZ(3),
    "access_token" TEXT,
    "refresh_token" TEXT,
    "refresh_token_expires" TIMESTAMPTZ(3),
    "online_user" JSONB,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tracked_link_shop_id_customer_id_idx" ON "tracked_link"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "tracked_link_shop_id_recovery_id_idx" ON "tracked_link"("shop_id", "recovery_id");

-- CreateIndex
CREATE INDEX "tracked_link_shop_id_cart_id_idx" ON "tracked_link"("shop_id", "cart_id");

-- CreateIndex
CREATE INDEX "touch_shop_id_token_occurred_at_idx" ON "touch"("shop_id", "token", "occurred_at");

-- CreateIndex
CREATE INDEX "touch_shop_id_occurred_at_idx" ON "touch"("shop_id", "occurred_at");

-- CreateIndex
CREATE INDEX "attribution_shop_id_recovery_id_idx" ON "attribution"("shop_id", "recovery_id");

-- CreateIndex
CREATE INDEX "attribution_shop_id_attributed_at_idx" ON "attribution"("shop_id", "attributed_at");

-- CreateIndex
CREATE INDEX "attribution_entry_shop_id_occurred_at_idx" ON "attribution_entry"("shop_id", "occurred_at");

-- CreateIndex
CREATE UNIQUE INDEX "attribution_entry_shop_id_order_id_source_key_key" ON "attribution_entry"("shop_id", "order_id", "source_key");

-- CreateIndex
CREATE INDEX "product_variant_ids_idx" ON "product" USING GIN ("variant_ids");

-- CreateIndex
CREATE UNIQUE INDEX "shop_domain_key" ON "shop"("domain");

-- CreateIndex
CREATE INDEX "customer_identity_shop_id_customer_id_idx" ON "customer_identity"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "customer_merge_shop_id_into_id_idx" ON "customer_merge"("shop_id", "into_id");

-- CreateIndex
CREATE INDEX "cart_shop_id_customer_id_last_activity_at_idx" ON "cart"("shop_id", "customer_id", "last_activity_at");

-- CreateIndex
CREATE UNIQUE INDEX "cart_shop_id_external_id_key" ON "cart"("shop_id", "external_id");

-- CreateIndex
CREATE INDEX "orders_shop_id_customer_id_placed_at_idx" ON "orders"("shop_id", "customer_id", "placed_at");

-- CreateIndex
CREATE INDEX "orders_shop_id_placed_at_idx" ON "orders"("shop_id", "placed_at");

-- CreateIndex
CREATE UNIQUE INDEX "orders_shop_id_external_id_key" ON "orders"("shop_id", "external_id");

-- CreateIndex
CREATE INDEX "refund_shop_id_order_external_id_idx" ON "refund"("shop_id", "order_external_id");

-- CreateIndex
CREATE INDEX "consent_record_shop_id_customer_id_occurred_at_idx" ON "consent_record"("shop_id", "customer_id", "occurred_at");

-- CreateIndex
CREATE UNIQUE INDEX "consent_record_shop_id_key_key" ON "consent_record"("shop_id", "key");

-- CreateIndex
CREATE INDEX "domain_event_shop_id_subject_id_id_idx" ON "domain_event"("shop_id", "subject_id", "id");

-- CreateIndex
CREATE INDEX "domain_event_shop_id_type_occurred_at_idx" ON "domain_event"("shop_id", "type", "occurred_at");

-- CreateIndex
CREATE INDEX "assignment_shop_id_customer_id_idx" ON "assignment"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "conversion_shop_id_customer_id_idx" ON "conversion"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "conversation_shop_id_customer_id_idx" ON "conversation"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "conversation_shop_id_last_message_at_idx" ON "conversation"("shop_id", "last_message_at");

-- CreateIndex
CREATE UNIQUE INDEX "conversation_shop_id_channel_id_customer_id_key" ON "conversation"("shop_id", "channel_id", "customer_id");

-- CreateIndex
CREATE INDEX "receipt_shop_id_received_at_idx" ON "receipt"("shop_id", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "receipt_source_external_id_key" ON "receipt"("source", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "privacy_request_shop_id_kind_external_id_key" ON "privacy_request"("shop_id", "kind", "external_id");

-- CreateIndex
CREATE INDEX "channel_phone_number_id_idx" ON "channel"("phone_number_id");

-- CreateIndex
CREATE INDEX "channel_waba_id_idx" ON "channel"("waba_id");

-- CreateIndex
CREATE INDEX "template_shop_id_vendor_id_idx" ON "template"("shop_id", "vendor_id");

-- CreateIndex
CREATE UNIQUE INDEX "template_shop_id_name_language_key" ON "template"("shop_id", "name", "language");

-- CreateIndex
CREATE INDEX "message_shop_id_customer_id_created_at_idx" ON "message"("shop_id", "customer_id", "created_at");

-- CreateIndex
CREATE INDEX "message_shop_id_conversation_id_created_at_idx" ON "message"("shop_id", "conversation_id", "created_at");

-- CreateIndex
CREATE INDEX "message_shop_id_created_at_idx" ON "message"("shop_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_shop_id_key_key" ON "message"("shop_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "message_shop_id_vendor_id_key" ON "message"("shop_id", "vendor_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_status_shop_id_message_id_state_occurred_at_key" ON "message_status"("shop_id", "message_id", "state", "occurred_at");

-- CreateIndex
CREATE INDEX "product_image_created_at_idx" ON "product_image"("created_at");

-- CreateIndex
CREATE INDEX "recovery_shop_id_customer_id_started_at_idx" ON "recovery"("shop_id", "customer_id", "started_at");

-- CreateIndex
CREATE INDEX "recovery_shop_id_started_at_idx" ON "recovery"("shop_id", "started_at");

-- CreateIndex
CREATE INDEX "recovery_cart_shop_id_recovery_id_idx" ON "recovery_cart"("shop_id", "recovery_id");

-- CreateIndex
CREATE UNIQUE INDEX "recovery_step_shop_id_recovery_id_step_index_key" ON "recovery_step"("shop_id", "recovery_id", "step_index");

-- CreateIndex
CREATE INDEX "session_shop_idx" ON "session"("shop");

-- AddForeignKey
ALTER TABLE "tracked_link" ADD CONSTRAINT "tracked_link_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tracked_link" ADD CONSTRAINT "tracked_link_shop_id_customer_id_fkey" FOREIGN KEY ("shop_id", "customer_id") REFERENCES "customer"("shop_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "touch" ADD CONSTRAINT "touch_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "touch" ADD CONSTRAINT "touch_token_fkey" FOREIGN KEY ("token") REFERENCES "tracked_link"("token") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "attribution" ADD CONSTRAINT "attribution_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attribution_entry" ADD CONSTRAINT "attribution_entry_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attribution_entry" ADD CONSTRAINT "attribution_entry_shop_id_order_id_fkey" FOREIGN KEY ("shop_id", "order_id") REFERENCES "attribution"("shop_id", "order_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "product" ADD CONSTRAINT "product_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_identity" ADD CONSTRAINT "customer_identity_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_identity" ADD CONSTRAINT "customer_identity_shop_id_customer_id_fkey" FOREIGN KEY ("shop_id", "customer_id") REFERENCES "customer"("shop_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_merge" ADD CONSTRAINT "customer_merge_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cart" ADD CONSTRAINT "cart_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cart" ADD CONSTRAINT "cart_shop_id_customer_id_fkey" FOREIGN KEY ("shop_id", "customer_id") REFERENCES "customer"("shop_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_shop_id_customer_id_fkey" FOREIGN KEY ("shop_id", "customer_id") REFERENCES "customer"("shop_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent_record" ADD CONSTRAINT "consent_record_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent_record" ADD CONSTRAINT "consent_record_shop_id_customer_id_fkey" FOREIGN KEY ("shop_id", "customer_id") REFERENCES "customer"("shop_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "domain_event" ADD CONSTRAINT "domain_event_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_shop_id_customer_id_fkey" FOREIGN KEY ("shop_id", "customer_id") REFERENCES "customer"("shop_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "conversion" ADD CONSTRAINT "conversion_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversion" ADD CONSTRAINT "conversion_shop_id_customer_id_fkey" FOREIGN KEY ("shop_id", "customer_id") REFERENCES "customer"("shop_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_shop_id_channel_id_fkey" FOREIGN KEY ("shop_id", "channel_id") REFERENCES "channel"("shop_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_shop_id_customer_id_fkey" FOREIGN KEY ("shop_id", "customer_id") REFERENCES "customer"("shop_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel" ADD CONSTRAINT "channel_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "template" ADD CONSTRAINT "template_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_channel_id_fkey" FOREIGN KEY ("shop_id", "channel_id") REFERENCES "channel"("shop_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_customer_id_fkey" FOREIGN KEY ("shop_id", "customer_id") REFERENCES "customer"("shop_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_conversation_id_fkey" FOREIGN KEY ("shop_id", "conversation_id") REFERENCES "conversation"("shop_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "message_status" ADD CONSTRAINT "message_status_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_status" ADD CONSTRAINT "message_status_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message"("shop_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "sequence" ADD CONSTRAINT "sequence_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery" ADD CONSTRAINT "recovery_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery" ADD CONSTRAINT "recovery_shop_id_customer_id_fkey" FOREIGN KEY ("shop_id", "customer_id") REFERENCES "customer"("shop_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "recovery_cart" ADD CONSTRAINT "recovery_cart_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_cart" ADD CONSTRAINT "recovery_cart_shop_id_cart_id_fkey" FOREIGN KEY ("shop_id", "cart_id") REFERENCES "cart"("shop_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "recovery_cart" ADD CONSTRAINT "recovery_cart_shop_id_recovery_id_fkey" FOREIGN KEY ("shop_id", "recovery_id") REFERENCES "recovery"("shop_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "recovery_step" ADD CONSTRAINT "recovery_step_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_step" ADD CONSTRAINT "recovery_step_shop_id_recovery_id_fkey" FOREIGN KEY ("shop_id", "recovery_id") REFERENCES "recovery"("shop_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- Written by hand: what the schema language can't say.

-- Closed lists and shapes.
ALTER TABLE "shop"
  ADD CONSTRAINT "shop_platform" CHECK ("platform" IN ('shopify', 'woocommerce')),
  ADD CONSTRAINT "shop_state" CHECK ("state" IN ('installed', 'uninstalled')),
  ADD CONSTRAINT "shop_currency" CHECK ("currency" ~ '^[A-Z]{3}$');
ALTER TABLE "customer_identity"
  ADD CONSTRAINT "customer_identity_kind"
    CHECK ("kind" IN ('phone', 'whatsapp_user', 'external_customer', 'email')),
  ADD CONSTRAINT "customer_identity_value" CHECK ("value" <> '');
ALTER TABLE "customer_merge"
  ADD CONSTRAINT "customer_merge_two" CHECK ("from_id" <> "into_id");
ALTER TABLE "cart"
  ADD CONSTRAINT "cart_state" CHECK ("state" IN ('open', 'abandoned', 'emptied', 'ordered')),
  ADD CONSTRAINT "cart_currency" CHECK ("currency" ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "cart_line_items" CHECK (jsonb_typeof("line_items") = 'array');
ALTER TABLE "orders"
  ADD CONSTRAINT "orders_payment" CHECK ("payment" IN
    ('pending', 'authorized', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'voided')),
  ADD CONSTRAINT "orders_currency" CHECK ("currency" ~ '^[A-Z]{3}$');
ALTER TABLE "refund"
  ADD CONSTRAINT "refund_currency" CHECK ("currency" ~ '^[A-Z]{3}$');
ALTER TABLE "product"
  ADD CONSTRAINT "product_status" CHECK ("status" IN ('active', 'draft', 'archived'));
ALTER TABLE "consent_record"
  ADD CONSTRAINT "consent_record_state" CHECK ("state" IN ('granted', 'withdrawn')),
  ADD CONSTRAINT "consent_record_source" CHECK ("source" IN
    ('checkout_checkbox', 'shopify_customer', 'whatsapp_keyword', 'whatsapp_preferences', 'merchant',
     'import'));
ALTER TABLE "assignment"
  ADD CONSTRAINT "assignment_arm" CHECK ("arm" IN ('holdout', 'treatment'));
ALTER TABLE "conversion"
  ADD CONSTRAINT "conversion_arm" CHECK ("arm" IN ('holdout', 'treatment')),
  ADD CONSTRAINT "conversion_currency" CHECK ("currency" ~ '^[A-Z]{3}$');
ALTER TABLE "channel"
  ADD CONSTRAINT "channel_state" CHECK ("state" IN ('connected', 'paused', 'disconnected')),
  ADD CONSTRAINT "channel_quality" CHECK ("quality" IN ('GREEN', 'YELLOW', 'RED', 'UNKNOWN')),
  ADD CONSTRAINT "channel_rate" CHECK ("messages_per_second" > 0);
ALTER TABLE "template"
  ADD CONSTRAINT "template_category" CHECK ("category" IN ('MARKETING', 'UTILITY')),
  ADD CONSTRAINT "template_approved_category"
    CHECK ("approved_category" IN ('MARKETING', 'UTILITY')),
  ADD CONSTRAINT "template_state" CHECK ("state" IN
    ('draft', 'pending', 'approved', 'rejected', 'paused', 'disabled', 'deleted'));
ALTER TABLE "message"
  ADD CONSTRAINT "message_direction" CHECK ("direction" IN ('in', 'out')),
  ADD CONSTRAINT "message_key" CHECK (("direction" = 'out') = ("key" IS NOT NULL)),
  ADD CONSTRAINT "message_recipient_kind" CHECK ("recipient_kind" IN ('phone', 'whatsapp_user')),
  ADD CONSTRAINT "message_category" CHECK ("category" IN ('marketing', 'service')),
  ADD CONSTRAINT "message_state" CHECK (
    ("direction" = 'in' AND "state" = 'received') OR
    ("direction" = 'out' AND "state" IN
      ('queued', 'sending', 'unknown', 'sent', 'delivered', 'read', 'failed', 'cancelled'))),
  ADD CONSTRAINT "message_queued_has_time"
    CHECK ("state" <> 'queued' OR "next_attempt_at" IS NOT NULL),
  ADD CONSTRAINT "message_awaiting_has_limit"
    CHECK ("state" NOT IN ('sending', 'unknown') OR "deadline_at" IS NOT NULL);
ALTER TABLE "message_status"
  ADD CONSTRAINT "message_status_state" CHECK ("state" IN ('sent', 'delivered', 'read', 'failed'));
ALTER TABLE "conversation"
  ADD CONSTRAINT "conversation_state" CHECK ("state" IN ('open', 'closed')),
  ADD CONSTRAINT "conversation_unread" CHECK ("unread_count" >= 0);
ALTER TABLE "sequence"
  ADD CONSTRAINT "sequence_state" CHECK ("state" IN ('active', 'paused', 'archived'));
ALTER TABLE "recovery"
  ADD CONSTRAINT "recovery_state" CHECK ("state" IN
    ('active', 'held_out', 'declined', 'stopped', 'completed', 'recovered')),
  ADD CONSTRAINT "recovery_person" CHECK ("state" = 'declined' OR "customer_id" IS NOT NULL);
ALTER TABLE "recovery_step"
  ADD CONSTRAINT "recovery_step_state" CHECK ("state" IN
    ('pending', 'queued', 'skipped', 'would_have_sent', 'cancelled'));
ALTER TABLE "attribution"
  ADD CONSTRAINT "attribution_proof" CHECK ("proof" IN
    ('click_token', 'checkout_token', 'discount_code', 'person_click'));
ALTER TABLE "attribution_entry"
  ADD CONSTRAINT "attribution_entry_kind" CHECK ("kind" IN
    ('credit', 'refund', 'cancellation', 'edit')),
  ADD CONSTRAINT "attribution_entry_currency" CHECK ("currency" ~ '^[A-Z]{3}$');
ALTER TABLE "privacy_request"
  ADD CONSTRAINT "privacy_request_kind"
    CHECK ("kind" IN ('export', 'erase_customer', 'erase_shop'));
ALTER TABLE "receipt"
  ADD CONSTRAINT "receipt_source" CHECK ("source" IN
    ('shopify', 'whatsapp', 'woocommerce', 'reconciliation')),
  ADD CONSTRAINT "receipt_state" CHECK ("state" IN
    ('received', 'processed', 'ignored', 'unreadable', 'failed'));

-- Hot paths. Each partial index holds only the rows that still wait for something.
CREATE INDEX "cart_idle" ON "cart" ("shop_id", "last_activity_at")
  WHERE "state" = 'open' AND "line_items" <> '[]'::jsonb;
CREATE INDEX "cart_abandoned" ON "cart" ("shop_id", "abandoned_at") WHERE "abandoned_at" IS NOT NULL;
CREATE INDEX "orders_checkout_token" ON "orders" ("shop_id", "checkout_token")
  WHERE "checkout_token" IS NOT NULL;
CREATE INDEX "orders_cart_token" ON "orders" ("shop_id", "cart_token")
  WHERE "cart_token" IS NOT NULL;
CREATE INDEX "orders_phone" ON "orders" ("shop_id", "phone", "placed_at") WHERE "phone" IS NOT NULL;
CREATE INDEX "orders_email" ON "orders" ("shop_id", "email", "placed_at") WHERE "email" IS NOT NULL;
-- A number that one store has given up may be connected by another one.
CREATE UNIQUE INDEX "channel_number_in_use" ON "channel" ("phone_number_id")
  WHERE "state" <> 'disconnected';
CREATE INDEX "message_due" ON "message" ("next_attempt_at", "id") WHERE "state" = 'queued';
CREATE INDEX "message_awaiting" ON "message" ("deadline_at") WHERE "state" IN ('sending', 'unknown');
CREATE INDEX "message_recovery" ON "message" ("shop_id", "recovery_id", "created_at")
  WHERE "recovery_id" IS NOT NULL;
CREATE UNIQUE INDEX "recovery_one_running" ON "recovery" ("shop_id", "customer_id")
  WHERE "state" IN ('active', 'held_out');
-- The first finds the shops that have due steps, the second takes a shop's steps in turn.
CREATE INDEX "recovery_step_due" ON "recovery_step" ("claimable_at", "shop_id")
  WHERE "state" = 'pending';
CREATE INDEX "recovery_step_due_of_shop" ON "recovery_step" ("shop_id", "claimable_at")
  WHERE "state" = 'pending';
-- Shopify compares discount codes without regard to case.
CREATE INDEX "tracked_link_discount" ON "tracked_link" ("shop_id", upper("discount_code"))
  WHERE "discount_code" IS NOT NULL;
CREATE INDEX "receipt_unread" ON "receipt" ("claimable_at", "id") WHERE "state" = 'received';
CREATE INDEX "receipt_unread_of_shop" ON "receipt" ("shop_id") WHERE "state" = 'received';
CREATE INDEX "receipt_closed" ON "receipt" ("closed_at") WHERE "state" IN ('processed', 'ignored');
CREATE INDEX "domain_event_undispatched" ON "domain_event" ("id") WHERE "dispatched_at" IS NULL;
