-- The list of shoppers walks along the newest carts of a shop, as it does along messages and orders.
CREATE INDEX "cart_shop_id_last_activity_at_idx" ON "cart"("shop_id", "last_activity_at");

-- The list of conversations: unread ones first, then the latest. It replaces the index of the latest.
CREATE INDEX "conversation_list" ON "conversation"
  ("shop_id", ("unread_count" > 0), "last_message_at", "id");
DROP INDEX "conversation_shop_id_last_message_at_idx";
