-- Signs of life of worker processes, and how far repeated sweeps have come.
CREATE TABLE "worker_heartbeat" (
    "id" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_heartbeat_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "sweep_mark" (
    "shop_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "reached_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sweep_mark_pkey" PRIMARY KEY ("shop_id", "name")
);

CREATE INDEX "worker_heartbeat_seen_at_idx" ON "worker_heartbeat"("seen_at");

ALTER TABLE "sweep_mark" ADD CONSTRAINT "sweep_mark_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A polled checkout names its storefront cart only.
CREATE INDEX "cart_cart_token" ON "cart" ("shop_id", "cart_token") WHERE "cart_token" IS NOT NULL;
