import { mayHaveGoneOut } from '#core/messaging/index';
import type { MessageOfRecovery, MessageStore } from '#core/messaging/index';
import { allDone } from '../kernel/all-done';
import type { EventLog } from '../kernel/event-envelope';
import type { RecoveryId } from '../kernel/ids';
import type { RecoveryEvent } from './events';
import type { NonSendReason } from './non-send-reason';
import type { EndedRecovery, RecoveryStand, RecoveryStore } from './ports';
import { isRunning } from './recovery';
import type { Recovery } from './recovery';

export interface EndRecoveryPorts {
  readonly recoveries: Pick<RecoveryStore, 'steps' | 'end' | 'endAll' | 'cancelPending'>;
  readonly messages: Pick<MessageStore, 'ofRecoveries' | 'cancelAll'>;
  readonly events: EventLog<RecoveryEvent>;
}

/**
 * Ends recoveries of one shop early: nothing more is sent, also no message that is queued already,
 * and each open step says why. A purchase after a message makes it `recovered`, whether or not the
 * sale is credited to the message; without one, as for a held-out person, it is merely stopped. A
 * recovery that is over already can only become `recovered`. The caller holds their locks.
 */
export async function endEarly(
  recoveries: readonly RecoveryStand[],
  reason: NonSendReason,
  now: Date,
  ports: EndRecoveryPorts,
): Promise<readonly EndedRecovery[]> {
  const shopId = recoveries[0]?.shopId;
  if (shopId === undefined) return [];
  const ids = recoveries.map(({ id }) => id);
  const messages = await ports.messages.ofRecoveries(shopId, ids);
  const ended = endsOf(recoveries, reason, messages);
  if (ended.length === 0) return [];
  const over = new Set<RecoveryId | null>(ended.map(({ id }) => id));
  const queued = messages.filter((one) => one.state === 'queued' && over.has(one.recoveryId));
  if (queued.length > 0) {
    await ports.messages.cancelAll(
      shopId,
      queued.map(({ id }) => id),
      reason,
      now,
    );
  }
  await ports.recoveries.endAll(shopId, ended, reason, now);
  const told = { type: 'recovery.stopped', shopId, occurredAt: now, payload: { reason } } as const;
  await ports.events.append(...ended.map(({ id }) => ({ ...told, subjectId: id })));
  return ended;
}

function endsOf(
  recoveries: readonly RecoveryStand[],
  reason: NonSendReason,
  messages: readonly MessageOfRecovery[],
): readonly EndedRecovery[] {
  const gone = messages.filter(({ state }) => mayHaveGoneOut(state));
  const wrote = new Set(gone.map(({ recoveryId }) => recoveryId));
  return recoveries.flatMap((recovery) => {
    const state = reason === 'purchased' && wrote.has(recovery.id) ? 'recovered' : 'stopped';
    return state === 'recovered' || isRunning(recovery) ? [{ id: recovery.id, state }] : [];
  });
}

/**
 * Ends a recovery whose last step is decided; does nothing while one is pending. One that was over
 * before a message's one more try ends anew, without being told twice.
 */
export async function completeIfDone(
  recovery: Recovery,
  now: Date,
  ports: Pick<EndRecoveryPorts, 'recoveries' | 'events'>,
): Promise<boolean> {
  const { shopId, id } = recovery;
  const steps = await ports.recoveries.steps(shopId, id);
  if (steps.some((step) => step.state === 'pending')) return false;
  const ended = ports.recoveries.end(shopId, id, 'completed', null, now);
  await allDone([
    ended,
    ...(isRunning(recovery) ? [tellCompleted(recovery, now, ports.events)] : []),
  ]);
  return true;
}

const tellCompleted = (
  { shopId, id }: Recovery,
  occurredAt: Date,
  events: EventLog<RecoveryEvent>,
): Promise<void> =>
  events.append({
    type: 'recovery.completed',
    shopId,
    subjectId: id,
    occurredAt,
    payload: {},
  });
