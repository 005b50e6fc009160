import type { RecoveryId, ShopId } from '#core/kernel/ids';
import type { FirstStep, RecoveryStep, RecoveryStore } from '#core/recovery/index';
import type { Sql } from './client';
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

export const recoverySteps = (sql: Sql): StepMethods => ({
  steps: (shopId, id) => steps(sql, shopId, id),
  async stepById(shopId, id) {
    const [row] = await sql.query<StepRow>(
      'SELECT * FROM recovery_step WHERE shop_id = $1 AND id = $2',
      [shopId, id],
    );
    return row ? toStep(row) : null;
  },
  addRetry: async (step) => (await insertStep(sql, step)) > 0,
  completeAndClaim: (...asked) => completeAndClaim(sql, ...asked),
  nextDueAt: () => nextDueAt(sql),
  async reschedule(shopId, id, dueAt) {
    await sql.query(
      `UPDATE recovery_step SET due_at = $3, leased_until = NULL
       WHERE shop_id = $1 AND id = $2 AND state = 'pending'`,
      [shopId, id, dueAt],
    );
  },
  async decide(shopId, id, decision, at) {
    await sql.query(
      `UPDATE recovery_step SET state = $3, reason = $4, message_id = $5, decided_at = $6
       WHERE shop_id = $1 AND id = $2 AND state = 'pending'`,
      [shopId, id, decision.state, decision.reason, decision.messageId, at],
    );
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

export async function insertSteps(sql: Sql, steps: readonly FirstStep[]): Promise<void> {
  for (const step of steps) await insertStep(sql, { ...step, retryFrom: null });
}

/** Answers 0 when the step has this try already. */
async function insertStep(sql: Sql, step: RecoveryStep): Promise<number> {
  const rows = await sql.query<{ id: string }>(
    `INSERT INTO recovery_step (shop_id, id, recovery_id, step_index, attempt, retry_from, due_at,
       state, reason, message_id, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (shop_id, recovery_id, step_index, attempt) DO NOTHING RETURNING id`,
    [
      step.shopId,
      step.id,
      step.recoveryId,
      step.index,
      step.retryFrom === null ? 1 : 2,
      step.retryFrom,
      step.dueAt,
      step.state,
      step.reason,
      step.messageId,
      step.decidedAt,
    ],
  );
  return rows.length;
}

async function steps(sql: Sql, shopId: ShopId, id: RecoveryId): Promise<readonly RecoveryStep[]> {
  const rows = await sql.query<StepRow>(
    'SELECT * FROM recovery_step WHERE shop_id = $1 AND recovery_id = $2 ORDER BY step_index, attempt',
    [shopId, id],
  );
  return rows.map(toStep);
}
