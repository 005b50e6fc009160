-- CreateTable
CREATE TABLE "woocommerce_site" (
    "shop_id" TEXT NOT NULL,
    "site_id" TEXT NOT NULL,
    "home" TEXT NOT NULL,
    "rest" TEXT NOT NULL,
    "signing_key" TEXT,
    "previous_signing_key" TEXT,
    "previous_key_until" TIMESTAMPTZ(3),
    "consumer_key" TEXT,
    "consumer_secret" TEXT,
    "connected_at" TIMESTAMPTZ(3) NOT NULL,
    "disconnected_at" TIMESTAMPTZ(3),

    CONSTRAINT "woocommerce_site_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "woocommerce_code" (
    "hash" TEXT NOT NULL,
    "home" TEXT NOT NULL,
    "rest" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "woocommerce_code_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "woocommerce_site_site_id_key" ON "woocommerce_site"("site_id");

-- CreateIndex
CREATE INDEX "woocommerce_code_expires_at_idx" ON "woocommerce_code"("expires_at");

-- AddForeignKey
ALTER TABLE "woocommerce_site" ADD CONSTRAINT "woocommerce_site_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A site that is connected has all that a call needs; one that is not has nothing left to steal.
ALTER TABLE "woocommerce_site" ADD CONSTRAINT "woocommerce_site_secrets" CHECK (
  CASE WHEN "disconnected_at" IS NULL
    THEN "signing_key" IS NOT NULL AND "consumer_key" IS NOT NULL AND "consumer_secret" IS NOT NULL
    ELSE coalesce("signing_key", "previous_signing_key", "consumer_key", "consumer_secret") IS NULL
  END);

-- A shopper may decide on the account page of a store, too.
ALTER TABLE "consent_record"
  DROP CONSTRAINT "consent_record_source",
  ADD CONSTRAINT "consent_record_source" CHECK ("source" IN
    ('checkout_checkbox', 'account_page', 'shopify_customer', 'whatsapp_keyword',
     'whatsapp_preferences', 'merchant', 'import'));
