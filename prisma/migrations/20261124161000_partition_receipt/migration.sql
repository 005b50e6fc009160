-- Written by hand: Prisma's language knows no partitions. A day of receipts is a table of its own, so
-- that a day that is over goes as a table and not row by row. What makes a receipt unique moves into
-- a slim table beside it: within a partitioned table a key holds for a single day only.
CREATE TABLE "receipt_key" (
    "hash" UUID NOT NULL,
    "received_on" DATE NOT NULL,

    CONSTRAINT "receipt_key_pkey" PRIMARY KEY ("hash")
);
CREATE INDEX "receipt_key_received_on_idx" ON "receipt_key" USING BRIN ("received_on");

ALTER TABLE "receipt" RENAME TO "receipt_before";
ALTER TABLE "receipt_before" RENAME CONSTRAINT "receipt_pkey" TO "receipt_before_pkey";
DROP INDEX "receipt_source_external_id_key", "receipt_shop_id_received_at_idx", "receipt_unread",
  "receipt_unread_of_shop", "receipt_closed";

CREATE TABLE "receipt" (
    "id" BIGINT NOT NULL DEFAULT nextval('receipt_id_seq'),
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

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("id", "received_at"),
    CONSTRAINT "receipt_source" CHECK ("source" IN
      ('shopify', 'whatsapp', 'woocommerce', 'reconciliation')),
    CONSTRAINT "receipt_state" CHECK ("state" IN
      ('received', 'processed', 'ignored', 'unreadable', 'failed'))
) PARTITION BY RANGE ("received_at");
ALTER SEQUENCE "receipt_id_seq" OWNED BY "receipt"."id";

-- Compressing a webhook's JSON with the default method takes longer than writing it.
DO $$
BEGIN
  ALTER TABLE "receipt" ALTER COLUMN "body" SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
  NULL;
END $$;

CREATE INDEX "receipt_shop_id_received_at_idx" ON "receipt"("shop_id", "received_at");
CREATE INDEX "receipt_unread" ON "receipt" ("claimable_at", "id")
  WHERE "state" = 'received' AND "topic" <> 'statuses';
CREATE INDEX "receipt_unread_statuses" ON "receipt" ("claimable_at", "id")
  WHERE "state" = 'received' AND "topic" = 'statuses';
CREATE INDEX "receipt_unread_of_shop" ON "receipt" ("shop_id") WHERE "state" = 'received';
-- No foreign key: every webhook would lock its shop's row, and every day that comes or goes the shops.
-- The statement that writes receipts reads their shops, and erasing a shop deletes what it has.

-- Takes what comes at a time for which no day was made, so that no webhook is ever refused for it.
CREATE TABLE "receipt_rest" PARTITION OF "receipt" DEFAULT;

-- The days of the receipts that are there, and the next ones; the workers make those that follow.
DO $$
DECLARE day DATE;
BEGIN
  FOR day IN
    SELECT DISTINCT ("received_at" AT TIME ZONE 'UTC')::date FROM "receipt_before"
    UNION SELECT (now() AT TIME ZONE 'UTC')::date + n FROM generate_series(0, 3) n
  LOOP
    EXECUTE format(
      'CREATE TABLE %I PARTITION OF "receipt" FOR VALUES FROM (%L) TO (%L)',
      'receipt_' || to_char(day, 'YYYYMMDD'), day || 'T00:00:00Z', day + 1 || 'T00:00:00Z');
  END LOOP;
END $$;

INSERT INTO "receipt" SELECT * FROM "receipt_before";
INSERT INTO "receipt_key"
  SELECT substring(encode(sha256(convert_to("source" || ' ' || "external_id", 'UTF8')), 'hex')
                   FROM 1 FOR 32)::uuid, ("received_at" AT TIME ZONE 'UTC')::date
  FROM "receipt_before";
DROP TABLE "receipt_before";
