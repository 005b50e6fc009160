-- Events are claimed shop by shop, so that one shop's backlog holds up no other's.
DROP INDEX "domain_event_undispatched";
CREATE INDEX "domain_event_undispatched" ON "domain_event" ("shop_id", "id")
  WHERE "dispatched_at" IS NULL;
