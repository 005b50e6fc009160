-- A step may be tried once more, a day after the vendor kept its message back; and a template keeps
-- the vendor's rating. Code of the version before runs on it unchanged.
DROP INDEX "recovery_step_shop_id_recovery_id_step_index_key";

ALTER TABLE "recovery_step" ADD COLUMN "attempt" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN "retry_from" TIMESTAMPTZ(3);

ALTER TABLE "template" ADD COLUMN "quality" TEXT NOT NULL DEFAULT 'UNKNOWN';

CREATE UNIQUE INDEX "recovery_step_shop_id_recovery_id_step_index_attempt_key" ON "recovery_step"("shop_id", "recovery_id", "step_index", "attempt");

-- Written by hand: what the schema language can't say.
ALTER TABLE "recovery_step"
  ADD CONSTRAINT "recovery_step_attempt" CHECK ("attempt" IN (1, 2)),
  ADD CONSTRAINT "recovery_step_retry" CHECK (("attempt" = 2) = ("retry_from" IS NOT NULL));
ALTER TABLE "template"
  ADD CONSTRAINT "template_quality" CHECK ("quality" IN ('GREEN', 'YELLOW', 'RED', 'UNKNOWN'));
