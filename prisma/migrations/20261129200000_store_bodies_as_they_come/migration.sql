-- A PostgreSQL that was built without lz4 would compress each body with pglz, which takes longer than
-- writing it. There bodies are stored as they come, beside their rows, which are then small to update.
DO $$
BEGIN
  ALTER TABLE "receipt" ALTER COLUMN "body" SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
  ALTER TABLE "receipt" ALTER COLUMN "body" SET STORAGE EXTERNAL;
END $$;
