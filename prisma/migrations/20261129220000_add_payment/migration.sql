-- CreateTable
CREATE TABLE "payment_account" (
    "shop_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "live" BOOLEAN NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "webhook_secret" TEXT,
    "state" TEXT NOT NULL,
    "state_reason" TEXT,
    "connected_at" TIMESTAMPTZ(3) NOT NULL,
    "last_event_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_account_pkey" PRIMARY KEY ("shop_id","provider")
);

-- CreateTable
CREATE TABLE "payment_link" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "cart_id" TEXT NOT NULL,
    "click_token" TEXT,
    "discount_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_link_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "link_id" TEXT NOT NULL,
    "cart_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "session_id" TEXT,
    "url" TEXT,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "quote" JSON NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "reference" TEXT,
    "paid_minor" BIGINT,
    "paid_currency" TEXT,
    "paid_at" TIMESTAMPTZ(3),
    "refunded_minor" BIGINT,
    "is_disputed" BOOLEAN NOT NULL DEFAULT false,
    "order_external_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "look_at" TIMESTAMPTZ(3),
    "leased_until" TIMESTAMPTZ(3),
    "has_news" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payment_account_id_key" ON "payment_account"("id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_link_token_hash_key" ON "payment_link"("token_hash");

-- CreateIndex
CREATE INDEX "payment_link_shop_id_cart_id_idx" ON "payment_link"("shop_id", "cart_id");

-- CreateIndex
CREATE INDEX "payment_shop_id_link_id_idx" ON "payment"("shop_id", "link_id");

-- CreateIndex
CREATE INDEX "payment_shop_id_cart_id_idx" ON "payment"("shop_id", "cart_id");

-- CreateIndex
CREATE INDEX "payment_shop_id_provider_reference_idx" ON "payment"("shop_id", "provider", "reference");

-- CreateIndex
CREATE INDEX "payment_shop_id_opened_at_idx" ON "payment"("shop_id", "opened_at");

-- CreateIndex
CREATE UNIQUE INDEX "payment_shop_id_provider_session_id_key" ON "payment"("shop_id", "provider", "session_id");

-- AddForeignKey
ALTER TABLE "payment_account" ADD CONSTRAINT "payment_account_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_link" ADD CONSTRAINT "payment_link_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_shop_id_link_id_fkey" FOREIGN KEY ("shop_id", "link_id") REFERENCES "payment_link"("shop_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- Two taps at once, two messages, two providers: a cart is paid at one page at a time.
CREATE UNIQUE INDEX "payment_open" ON "payment"("shop_id", "cart_id") WHERE "state" = 'open';

-- What the sweep looks for.
CREATE INDEX "payment_look_at" ON "payment"("look_at") WHERE "look_at" IS NOT NULL;

ALTER TABLE "payment_account"
  ADD CONSTRAINT "payment_account_provider" CHECK ("provider" IN ('stripe', 'paypal')),
  ADD CONSTRAINT "payment_account_state" CHECK ("state" IN ('active', 'off', 'refused'));

ALTER TABLE "payment"
  ADD CONSTRAINT "payment_provider" CHECK ("provider" IN ('stripe', 'paypal')),
  ADD CONSTRAINT "payment_state" CHECK ("state" IN
    ('open', 'pending', 'paid', 'ordered', 'held', 'failed', 'expired', 'replaced')),
  -- Money without the provider's name of it can't be found again.
  ADD CONSTRAINT "payment_of_money" CHECK ("state" NOT IN ('paid', 'ordered')
    OR ("reference" IS NOT NULL AND "paid_minor" IS NOT NULL AND "paid_currency" IS NOT NULL));

-- What a provider tells is received like everything else.
ALTER TABLE "receipt"
  DROP CONSTRAINT "receipt_source",
  ADD CONSTRAINT "receipt_source" CHECK ("source" IN
    ('shopify', 'whatsapp', 'woocommerce', 'stripe', 'paypal', 'reconciliation'));
