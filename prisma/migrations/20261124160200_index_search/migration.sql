-- The search for shoppers looks for a part of a name, an address or a number within one store. Both
-- extensions come with PostgreSQL and are trusted: the owner of a database may create them.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";
CREATE EXTENSION IF NOT EXISTS "btree_gin";
CREATE INDEX "customer_name" ON "customer" USING gin ("shop_id", lower("display_name") gin_trgm_ops);
CREATE INDEX "customer_identity_contact" ON "customer_identity"
  USING gin ("shop_id", "value" gin_trgm_ops) WHERE "kind" IN ('phone', 'email');
