-- A list of the store's own that is being read, whose purchases nobody sees before they are committed.
CREATE TABLE "list_in_hand" (
    "shop_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "held_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "list_in_hand_pkey" PRIMARY KEY ("shop_id","id"),
    CONSTRAINT "list_in_hand_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id")
        ON DELETE CASCADE ON UPDATE CASCADE
);
