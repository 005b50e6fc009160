import type { MessageStore } from '#core/messaging/index';
import type { EventLog } from '../kernel/event-envelope';
import type { MessageId, NewId, RecoveryStepId, ShopId } from '../kernel/ids';
import type { RecoveryEvent } from './events';
import type { RecoveryStore } from './ports';
import { isRunning } from './recovery';
import type { Recovery, RecoveryStep } from './recovery';

export interface RetryStepInput {
  readonly shopId: ShopId;
  /** The message that the vendor kept back or could not deliver. */
  readonly messageId: MessageId;
  /** The earliest instant that the vendor allows for one more try. */
  readonly notBefore: Date;
  readonly now: Date;
  readonly newId: NewId;
}

export interface RetryStepPorts {
  readonly messages: Pick<MessageStore, 'byId'>;
  readonly recoveries: Pick<RecoveryStore, 'lock' | 'stepById' | 'addRetry'>;
  readonly events: EventLog<RecoveryEvent>;
}

export type RetryStepOutcome =
  | { readonly kind: 'planned'; readonly stepId: RecoveryStepId; readonly at: Date }
  /** It was a second try, or its second try is planned already: there is never a third. */
  | { readonly kind: 'had_its_try' }
  /** No step wrote the message, or its recovery was ended by something that still holds. */
  | { readonly kind: 'not_wanted' };

/**
 * Plans the one more try of a step whose message failed at the vendor for a reason that passes. The
 * try is a step of its own: at its time all facts are read again and the message is written anew,
 * under its own key. Runs in the caller's transaction; telling it twice plans one try.
 */
export async function retryStep(
  input: RetryStepInput,
  ports: RetryStepPorts,
): Promise<RetryStepOutcome> {
  const { shopId, messageId } = input;
  const message = await ports.messages.byId(shopId, messageId);
  if (!message?.recoveryId || !message.stepId) return { kind: 'not_wanted' };
  const recovery = await ports.recoveries.lock(shopId, message.recoveryId);
  const row = await ports.recoveries.stepById(shopId, message.stepId);
  if (!recovery || !row || !isOpen(recovery)) return { kind: 'not_wanted' };
  if (row.retryFrom) return { kind: 'had_its_try' };
  return plan(input, row, ports);
}

/** A completed recovery has said everything, but what it said last did not arrive. */
const isOpen = (recovery: Recovery): boolean =>
  isRunning(recovery) || recovery.state === 'completed';

async function plan(
  { shopId, notBefore, now, newId }: RetryStepInput,
  { recoveryId, index }: RecoveryStep,
  ports: RetryStepPorts,
): Promise<RetryStepOutcome> {
  const id: RecoveryStepId = newId();
  const added = await ports.recoveries.addRetry({
    id,
    shopId,
    recoveryId,
    index,
    retryFrom: notBefore,
    dueAt: notBefore,
    state: 'pending',
    reason: null,
    messageId: null,
    decidedAt: null,
  });
  if (!added) return { kind: 'had_its_try' };
  await ports.events.append({
    type: 'recovery.step_waiting',
    shopId,
    subjectId: recoveryId,
    occurredAt: now,
    payload: { index, until: notBefore.toISOString(), why: 'kept_back' },
  });
  return { kind: 'planned', stepId: id, at: notBefore };
}
