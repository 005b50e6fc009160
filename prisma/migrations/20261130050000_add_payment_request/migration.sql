-- What an agent asks for in a conversation has a link, too; a sum has no cart.
ALTER TABLE "payment_link" ALTER COLUMN "cart_id" DROP NOT NULL,
ADD COLUMN     "amount_minor" BIGINT,
ADD COLUMN     "currency" TEXT,
ADD COLUMN     "message_id" TEXT,
ADD COLUMN     "opened_at" TIMESTAMPTZ(3),
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "withdrawn_at" TIMESTAMPTZ(3);

ALTER TABLE "payment" ALTER COLUMN "cart_id" DROP NOT NULL,
ADD COLUMN     "accepted_at" TIMESTAMPTZ(3);

ALTER TABLE "orders" ADD COLUMN     "is_requested" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "payment_link_shop_id_message_id_idx" ON "payment_link"("shop_id", "message_id");

-- AddForeignKey
ALTER TABLE "payment_link" ADD CONSTRAINT "payment_link_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message"("shop_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "payment_link"
  ADD CONSTRAINT "payment_link_bill" CHECK (CASE WHEN "cart_id" IS NULL
    THEN "amount_minor" > 0 AND "currency" IS NOT NULL AND "reason" IS NOT NULL
      AND "message_id" IS NOT NULL
    ELSE "amount_minor" IS NULL AND "currency" IS NULL AND "reason" IS NULL END);

-- A sum has one page at a time, as a cart has.
CREATE UNIQUE INDEX "payment_open_sum" ON "payment"("shop_id", "link_id")
  WHERE "state" = 'open' AND "cart_id" IS NULL;
