-- A message that waits says why. What WhatsApp counts for a number and for a business portfolio is
-- counted here, once for all workers and machines.
ALTER TABLE "message" ADD COLUMN "wait_reason" TEXT;
CREATE INDEX "message_waiting" ON "message" ("shop_id", "channel_id", "wait_reason")
  WHERE "state" = 'queued' AND "wait_reason" IS NOT NULL;

CREATE TABLE "portfolio" (
    "id" TEXT NOT NULL,
    "daily_limit" INTEGER,
    "used" INTEGER NOT NULL DEFAULT 0,
    "place_at" TIMESTAMPTZ(3),
    "place_customer" TEXT,

    CONSTRAINT "portfolio_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "portfolio_limit" CHECK ("daily_limit" > 0)
);

CREATE TABLE "portfolio_recipient" (
    "portfolio_id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "portfolio_recipient_pkey" PRIMARY KEY ("portfolio_id", "shop_id", "customer_id"),
    CONSTRAINT "portfolio_recipient_portfolio_id_fkey" FOREIGN KEY ("portfolio_id")
      REFERENCES "portfolio"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "portfolio_recipient_shop_id_fkey" FOREIGN KEY ("shop_id")
      REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "portfolio_recipient_portfolio_id_counted_at_customer_id_idx"
  ON "portfolio_recipient"("portfolio_id", "counted_at", "customer_id");
CREATE INDEX "portfolio_recipient_shop_id_idx" ON "portfolio_recipient"("shop_id");

ALTER TABLE "channel"
  ADD COLUMN "portfolio_id" TEXT,
  ADD COLUMN "hold_cause" TEXT,
  ADD COLUMN "hold_until" TIMESTAMPTZ(3),
  ADD COLUMN "hold_level" INTEGER NOT NULL DEFAULT 0,
  ADD CONSTRAINT "channel_portfolio_id_fkey" FOREIGN KEY ("portfolio_id")
    REFERENCES "portfolio"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  ADD CONSTRAINT "channel_hold" CHECK (
    "hold_cause" IN ('vendor_limit', 'complaints')
    AND ("hold_cause" IS NULL) = ("hold_until" IS NULL));
CREATE INDEX "channel_portfolio_id_idx" ON "channel"("portfolio_id");

-- Slots of the next second or so: after a crash a number simply starts anew.
CREATE UNLOGGED TABLE "number_pace" (
    "phone_number_id" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(6) NOT NULL,
    "slowed_to" DOUBLE PRECISION,
    "slowed_at" TIMESTAMPTZ(6),

    CONSTRAINT "number_pace_pkey" PRIMARY KEY ("phone_number_id")
);
