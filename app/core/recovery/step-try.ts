import type { RecoveryId } from '../kernel/ids';
import type { RecoveryStore } from './ports';
import { isRunning } from './recovery';
import type { Recovery, RecoveryStep } from './recovery';
import type { StepFacts } from './step-facts';

/** Which try of which step. */
export type StepTry = Pick<RecoveryStep, 'index' | 'retryFrom'>;

/** The send ledger's keys of a step: of its first try, and of its one more. */
export function stepKeys(recoveryId: RecoveryId, index: number): readonly [string, string] {
  const first = `recovery:${recoveryId}:${index}`;
  return [first, `${first}:again`];
}

/** The send ledger's key of a try: one try, one message. */
export const stepKey = (recoveryId: RecoveryId, { index, retryFrom }: StepTry): string =>
  stepKeys(recoveryId, index)[retryFrom === null ? 0 : 1];

/**
 * A recovery that has said all it had to say still has the one more try of its last message, unless
 * the person has a newer recovery, which says it better.
 */
export async function recoveryState(
  recovery: Recovery,
  { retryFrom }: StepTry,
  recoveries: Pick<RecoveryStore, 'runningOf'>,
): Promise<StepFacts['recovery']> {
  if (isRunning(recovery)) return { running: true, heldOut: recovery.state === 'held_out' };
  const { shopId, customerId, state } = recovery;
  if (retryFrom === null || state !== 'completed' || !customerId) {
    return { running: false, reason: recovery.reason ?? 'sequence_paused' };
  }
  const newer = await recoveries.runningOf(shopId, customerId);
  return newer ? { running: false, reason: 'merged' } : { running: true, heldOut: false };
}

/** A later step overtakes once it has written, also when its own message is to be tried again. */
export async function retryFact(
  { id, shopId }: Recovery,
  { index, retryFrom }: StepTry,
  recoveries: Pick<RecoveryStore, 'steps'>,
): Promise<StepFacts['retry']> {
  if (retryFrom === null) return null;
  const rows = await recoveries.steps(shopId, id);
  const overtaken = rows.some((row) => row.index > index && row.state === 'queued');
  return { from: retryFrom, overtaken };
}
