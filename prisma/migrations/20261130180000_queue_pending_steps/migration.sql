-- What is pending was found by two indexes over the steps that are. But a row that leaves a partial
-- index is written into every other index of its table, which was most of what deciding or cancelling
-- a step cost. Pending steps have a table beside them now, and a decision stays within its page. Only
-- triggers write that table, so that it can't differ from the steps, also by the version before, which
-- may still run.
CREATE TABLE "pending_step" (
    "shop_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "recovery_id" TEXT NOT NULL,
    "step_index" INTEGER NOT NULL,
    "retry_from" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "leased_until" TIMESTAMPTZ(3),

    CONSTRAINT "pending_step_pkey" PRIMARY KEY ("shop_id","id")
);
-- A claim finds room beside the row; a page's rows are claimed at about the same time.
ALTER TABLE "pending_step" SET (fillfactor = 45);
CREATE INDEX "pending_step_due_at_idx" ON "pending_step"("due_at");
CREATE INDEX "pending_step_shop_id_due_at_idx" ON "pending_step"("shop_id", "due_at");

-- Rows are probed one by one: a plan is kept, and made while the tables may be empty.
CREATE FUNCTION follow_steps() RETURNS TRIGGER LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM pending_step p USING after a
    WHERE p.shop_id = a.shop_id AND p.id = a.id AND a.state <> 'pending';
  END IF;
  -- Whatever a pending step is given, a worker that has it has it no more.
  INSERT INTO pending_step (shop_id, id, recovery_id, step_index, retry_from, due_at)
  SELECT shop_id, id, recovery_id, step_index, retry_from, due_at FROM after
  WHERE state = 'pending'
  ON CONFLICT (shop_id, id) DO UPDATE SET due_at = excluded.due_at, leased_until = NULL;
  RETURN NULL;
END $$;
CREATE FUNCTION follow_deleted_steps() RETURNS TRIGGER LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    -- Not truncated: it may be so already, by the very statement.
    DELETE FROM pending_step;
  ELSE
    DELETE FROM pending_step p USING before b WHERE p.shop_id = b.shop_id AND p.id = b.id;
  END IF;
  RETURN NULL;
END $$;

LOCK TABLE "recovery_step" IN SHARE ROW EXCLUSIVE MODE;
CREATE TRIGGER follow_new_steps AFTER INSERT ON recovery_step
  REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION follow_steps();
CREATE TRIGGER follow_steps AFTER UPDATE ON recovery_step
  REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION follow_steps();
CREATE TRIGGER follow_deleted_steps AFTER DELETE ON recovery_step
  REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION follow_deleted_steps();
CREATE TRIGGER follow_truncated_steps AFTER TRUNCATE ON recovery_step
  FOR EACH STATEMENT EXECUTE FUNCTION follow_deleted_steps();
INSERT INTO "pending_step"
SELECT "shop_id", "id", "recovery_id", "step_index", "retry_from", "due_at", "leased_until"
FROM "recovery_step" WHERE "state" = 'pending';

DROP INDEX "recovery_step_due";
DROP INDEX "recovery_step_due_of_shop";
