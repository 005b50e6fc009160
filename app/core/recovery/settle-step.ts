import type { EventLog } from '../kernel/event-envelope';
import { completeIfDone, endEarly } from './end-recovery';
import type { EndRecoveryPorts } from './end-recovery';
import type { RecoveryEvent } from './events';
import type { StepDecision, WaitWhy } from './next-step';
import type { NonSendReason } from './non-send-reason';
import type { RecoveryStore } from './ports';
import { isRunning } from './recovery';
import type { Recovery, RecoveryStep } from './recovery';

export interface SettleStepInput {
  readonly recovery: Recovery;
  readonly row: RecoveryStep;
  readonly decision: Exclude<StepDecision, { kind: 'send' }>;
  readonly now: Date;
}

export interface SettleStepPorts extends EndRecoveryPorts {
  readonly recoveries: EndRecoveryPorts['recoveries'] &
    Pick<RecoveryStore, 'decide' | 'reschedule'>;
  readonly events: EventLog<RecoveryEvent>;
}

export type SettledStep =
  | { readonly kind: 'would_have_sent' }
  | { readonly kind: 'waiting'; readonly until: Date; readonly why: WaitWhy }
  | { readonly kind: 'skipped'; readonly reason: NonSendReason }
  | { readonly kind: 'stopped'; readonly reason: NonSendReason };

/** Writes down a decision that sends nothing, and says so. The caller holds the recovery's lock. */
export async function settleStep(
  input: SettleStepInput,
  ports: SettleStepPorts,
): Promise<SettledStep> {
  const { decision } = input;
  switch (decision.kind) {
    case 'wait':
      return wait(input, decision, ports);
    case 'skip':
      return skip(input, decision.reason, ports);
    case 'would_have_sent':
      return wouldHaveSent(input, ports);
    case 'stop':
      return stop(input, decision.reason, ports);
  }
}

async function wait(
  { recovery, row, now }: SettleStepInput,
  { until, why }: { until: Date; why: WaitWhy },
  ports: SettleStepPorts,
): Promise<SettledStep> {
  await ports.recoveries.reschedule(recovery.shopId, row.id, until);
  // Waiting for receipts takes seconds and comes often: it is nothing to tell a merchant.
  if (why !== 'unread_receipts') {
    await ports.events.append({
      type: 'recovery.step_waiting',
      shopId: recovery.shopId,
      subjectId: recovery.id,
      occurredAt: now,
      payload: { index: row.index, until: until.toISOString(), why },
    });
  }
  return { kind: 'waiting', until, why };
}

async function skip(
  { recovery, row, now }: SettleStepInput,
  reason: NonSendReason,
  ports: SettleStepPorts,
): Promise<SettledStep> {
  const decision = { state: 'skipped', reason, messageId: null } as const;
  await ports.recoveries.decide(recovery.shopId, row.id, decision, now);
  await ports.events.append({
    type: 'recovery.step_skipped',
    shopId: recovery.shopId,
    subjectId: recovery.id,
    occurredAt: now,
    payload: { index: row.index, reason },
  });
  await completeIfDone(recovery, now, ports);
  return { kind: 'skipped', reason };
}

async function wouldHaveSent(
  { recovery, row, now }: SettleStepInput,
  ports: SettleStepPorts,
): Promise<SettledStep> {
  const decision = { state: 'would_have_sent', reason: 'holdout', messageId: null } as const;
  await ports.recoveries.decide(recovery.shopId, row.id, decision, now);
  await ports.events.append({
    type: 'recovery.step_would_have_sent',
    shopId: recovery.shopId,
    subjectId: recovery.id,
    occurredAt: now,
    payload: { index: row.index, recoveryId: recovery.id },
  });
  await completeIfDone(recovery, now, ports);
  return { kind: 'would_have_sent' };
}

/** A recovery that had ended already only has its left-over steps closed. */
async function stop(
  input: SettleStepInput,
  reason: NonSendReason,
  ports: SettleStepPorts,
): Promise<SettledStep> {
  const { recovery, row, now } = input;
  // The one more try after the last step: the recovery is not told to end, so the step says why.
  if (recovery.state === 'completed' && row.retryFrom) return skip(input, reason, ports);
  if (isRunning(recovery)) await endEarly([recovery], reason, now, ports);
  else await ports.recoveries.cancelPending(recovery.shopId, recovery.id, reason, now);
  return { kind: 'stopped', reason };
}
