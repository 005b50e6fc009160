import type { CustomerId, MessageId } from '../kernel/ids';
import { applyFaultEffect, type EffectPorts } from './fault-effects';
import { messageStatus } from './message-status';
import type { MessageStore, StatusOfShop, StatusSeen } from './ports';
import { announceSecondTry } from './second-try';

export interface DeliveryPorts extends EffectPorts {
  readonly messages: EffectPorts['messages'] & Pick<MessageStore, 'applyStatuses' | 'byId'>;
}

export type DeliveryOutcome =
  | { readonly kind: 'unknown_message' }
  | {
      readonly kind: 'moved' | 'unmoved';
      readonly messageId: MessageId;
      readonly customerId: CustomerId;
    };

/**
 * Applies statuses of the vendor in the order in which they stand, in the caller's transaction;
 * answers one outcome for each. Only forward, whatever the order of arrival; a message whose answer
 * was lost is found by our own id, which the vendor echoes. A failure has the effects of a refusal
 * at once; where its reason passes, one more try is announced.
 */
export async function recordDeliveries(
  input: { readonly statuses: readonly StatusOfShop[]; readonly now: Date },
  ports: DeliveryPorts,
): Promise<readonly DeliveryOutcome[]> {
  const { statuses, now } = input;
  const applied = await ports.messages.applyStatuses(statuses);
  const seen = statuses.map(({ shopId, status }, place): Applied => {
    const found = applied[place];
    return { shopId, status, outcome: found ? outcomeOf(found) : { kind: 'unknown_message' } };
  });
  const moves = seen.flatMap(moveOf);
  await ports.events.append(
    ...moves.map(({ shopId, status, id }) =>
      messageStatus({ id, shopId }, status.state, status.code, now),
    ),
  );
  for (const move of moves) await applyFailure(move, now, ports);
  return seen.map(({ outcome }) => outcome);
}

interface Applied extends StatusOfShop {
  readonly outcome: DeliveryOutcome;
}

interface Move extends StatusOfShop {
  readonly id: MessageId;
}

const outcomeOf = (found: {
  readonly id: MessageId;
  readonly customerId: CustomerId;
  readonly moved: boolean;
}): DeliveryOutcome => ({
  kind: found.moved ? 'moved' : 'unmoved',
  messageId: found.id,
  customerId: found.customerId,
});

const moveOf = ({ shopId, status, outcome }: Applied): readonly Move[] =>
  outcome.kind === 'moved' ? [{ shopId, status, id: outcome.messageId }] : [];

async function applyFailure(
  { shopId, id, status }: Move,
  now: Date,
  ports: DeliveryPorts,
): Promise<void> {
  const code = failureOf(status);
  const message = code === null ? null : await ports.messages.byId(shopId, id);
  if (code === null || !message) return;
  await applyFaultEffect({ message, code, now }, ports);
  const afterMs = ports.faults.secondTryAfterMs(code);
  if (afterMs !== null) await announceSecondTry({ message, afterMs, now }, ports.events);
}

const failureOf = ({ state, code }: StatusSeen): string | null =>
  state === 'failed' ? code : null;
