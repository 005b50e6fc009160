-- Due messages are found shop by shop, so that none waits behind another's rush.
CREATE INDEX "message_due_by_shop" ON "message" ("shop_id", "next_attempt_at", "id")
  WHERE "state" = 'queued';
