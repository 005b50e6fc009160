-- A claim used to move a step's place in two indexes. A lease stands in no index, so that a claim is
-- written beside the row alone (a heap-only update); the index is on what is due. Code of the version
-- before runs on it meanwhile: it leaves the steps of this one to the workers of this one.
ALTER TABLE "recovery_step" ADD COLUMN "leased_until" TIMESTAMPTZ(3),
ALTER COLUMN "claimable_at" DROP NOT NULL;

DROP INDEX "recovery_step_due";
DROP INDEX "recovery_step_due_of_shop";
CREATE INDEX "recovery_step_due" ON "recovery_step" ("due_at") WHERE "state" = 'pending';
CREATE INDEX "recovery_step_due_of_shop" ON "recovery_step" ("shop_id", "due_at")
  WHERE "state" = 'pending';

-- A step is written three times: planned, claimed, decided. The second time finds room beside the
-- first, where no index has to be told.
ALTER TABLE "recovery_step" SET (fillfactor = 50);
