import type { RecoveryId, ShopId } from '#core/kernel/ids';
import type { FirstStep, RecoveryStep, RecoveryStore } from '#core/recovery/index';
import type { Sql } from './client';
import { iso } from './instants';
import { listWrite } from './list-writes';
import { prepared } from './prepared';
import { completeAndClaim, nextDueAt } from './step-claims';
import { toStep, type StepRow } from './step-rows';

type StepMethods = Pick<
  RecoveryStore,
  | 'steps'
  | 'stepById'
  | 'addRetry'
  | 'completeAndClaim'
  | 'nextDueAt'
  | 'reschedule'
  | 'decide'
  | 'cancelPending'
>;

const RESCHEDULE = listWrite(
  `UPDATE recovery_step s SET due_at = x.due_at
   FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS x (shop_id, id, due_at)
   WHERE s.shop_id = x.shop_id AND s.id = x.id AND s.state = 'pending'`,
);

const DECIDE = listWrite(
  `UPDATE recovery_step s SET state = x.state, reason = x.reason, message_id = x.message_id,
     decided_at = x.at
   FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
     AS x (shop_id, id, state, reason, message_id, at)
   WHERE s.shop_id = x.shop_id AND s.id = x.id AND s.state = 'pending'`,
);

export const recoverySteps = (sql: Sql): StepMethods => ({
  steps: (shopId, id) => steps(sql, shopId, id),
  async stepById(shopId, id) {
    const [row] = await sql.query<StepRow>(
      'SELECT * FROM recovery_step WHERE shop_id = $1 AND id = $2',
      [shopId, id],
    );
    return row ? toStep(row) : null;
  },
  addRetry: async (step) => (await insertSteps(sql, [step])) > 0,
  completeAndClaim: (...asked) => completeAndClaim(sql, ...asked),
  nextDueAt: () => nextDueAt(sql),
  async reschedule(shopId, id, dueAt) {
    await sql.query(RESCHEDULE, [[shopId], [id], [iso(dueAt)]]);
  },
  async decide(shopId, id, { state, reason, messageId }, at) {
    await sql.query(DECIDE, [[shopId], [id], [state], [reason], [messageId], [iso(at)]]);
  },
  async cancelPending(shopId, id, reason, at) {
    const rows = await sql.query<{ id: string }>(
      `UPDATE recovery_step SET state = 'cancelled', reason = $3, decided_at = $4
       WHERE shop_id = $1 AND recovery_id = $2 AND state = 'pending' RETURNING id`,
      [shopId, id, reason, at],
    );
    return rows.length;
  },
});

const INSERT = listWrite(
  prepared(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::int[],
         $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[], $10::text[],
         $11::timestamptz[]) WITH ORDINALITY
         AS x (shop_id, id, recovery_id, step_index, attempt, retry_from, due_at, state, reason,
           message_id, decided_at, place)),
     made AS (
       INSERT INTO recovery_step (shop_id, id, recovery_id, step_index, attempt, retry_from, due_at,
         state, reason, message_id, decided_at)
       SELECT shop_id, id, recovery_id, step_index, attempt, retry_from, due_at, state, reason,
         message_id, decided_at FROM given ORDER BY place
       ON CONFLICT (shop_id, recovery_id, step_index, attempt) DO NOTHING RETURNING shop_id, id)
     SELECT place::int FROM given JOIN made USING (shop_id, id)`,
  ),
);

/** Answers how many were inserted; a step that has this try already is left as it is. */
export async function insertSteps(
  sql: Sql,
  steps: readonly (FirstStep | RecoveryStep)[],
): Promise<number> {
  if (steps.length === 0) return 0;
  const retries = steps.map((step) => ('retryFrom' in step ? step.retryFrom : null));
  const rows = await sql.query(INSERT, [
    steps.map((step) => step.shopId),
    steps.map((step) => step.id),
    steps.map((step) => step.recoveryId),
    steps.map((step) => step.index),
    retries.map((from) => (from === null ? 1 : 2)),
    retries.map(iso),
    steps.map((step) => iso(step.dueAt)),
    steps.map((step) => step.state),
    steps.map((step) => step.reason),
    steps.map((step) => step.messageId),
    steps.map((step) => iso(step.decidedAt)),
  ]);
  return rows.length;
}

async function steps(sql: Sql, shopId: ShopId, id: RecoveryId): Promise<readonly RecoveryStep[]> {
  const rows = await sql.query<StepRow>(
    'SELECT * FROM recovery_step WHERE shop_id = $1 AND recovery_id = $2 ORDER BY step_index, attempt',
    [shopId, id],
  );
  return rows.map(toStep);
}
