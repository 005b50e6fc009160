-- CreateTable
CREATE TABLE "merchant_sign_in" (
    "ticket_hash" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "ticket_until" TIMESTAMPTZ(3) NOT NULL,
    "session_hash" TEXT,
    "session_until" TIMESTAMPTZ(3),

    CONSTRAINT "merchant_sign_in_pkey" PRIMARY KEY ("ticket_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "merchant_sign_in_request_hash_key" ON "merchant_sign_in"("request_hash");

-- CreateIndex
CREATE UNIQUE INDEX "merchant_sign_in_session_hash_key" ON "merchant_sign_in"("session_hash");

-- CreateIndex
CREATE INDEX "merchant_sign_in_shop_id_idx" ON "merchant_sign_in"("shop_id");

-- AddForeignKey
ALTER TABLE "merchant_sign_in" ADD CONSTRAINT "merchant_sign_in_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A session has an end.
ALTER TABLE "merchant_sign_in" ADD CONSTRAINT "merchant_sign_in_session" CHECK (
  ("session_hash" IS NULL) = ("session_until" IS NULL));
