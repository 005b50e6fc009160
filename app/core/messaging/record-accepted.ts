import { allDone } from '../kernel/all-done';
import type { EventLog } from '../kernel/event-envelope';
import type { CustomerId, ShopId } from '../kernel/ids';
import type { MessagingEvent } from './events';
import type { OutboundMessage } from './message';
import { messageStatus } from './message-status';
import type { MessageStore, SendAccepted } from './ports';

/** A message that the vendor took, and when it said so. */
export interface AcceptedMessage {
  readonly message: OutboundMessage;
  readonly answer: SendAccepted;
  readonly at: Date;
}

/** What the vendor's answer told about a recipient: digits without "+", and a user id. */
export interface IdentityLearned {
  readonly shopId: ShopId;
  readonly customerId: CustomerId;
  readonly waId: string | null;
  readonly userId: string | null;
}

/** Adds identities to a person, so that an answer without a phone still finds its customer. */
export type LearnIdentity = (learned: IdentityLearned) => Promise<void>;

export interface AcceptStores {
  readonly messages: Pick<MessageStore, 'accepted'>;
  readonly events: EventLog<MessagingEvent>;
  readonly learnIdentity: LearnIdentity;
}

/**
 * Writes down what the vendor answered to many messages, in the caller's transaction. No two of them
 * may be to the same person.
 */
export async function recordAccepted(
  accepted: readonly AcceptedMessage[],
  stores: AcceptStores,
): Promise<void> {
  const news = await stores.messages.accepted(
    accepted.map(({ message: { shopId, id }, answer, at }) => ({ shopId, id, answer, at })),
  );
  // The vendor's status may overtake its own answer; what it said is then told already.
  await stores.events.append(
    ...accepted
      .filter(({ message }) => news.has(message.id))
      .map(({ message, at }) => messageStatus(message, 'sent', null, at)),
  );
  await allDone(
    accepted.map(({ message: { shopId, customerId }, answer: { waId, userId } }) =>
      stores.learnIdentity({ shopId, customerId, waId, userId }),
    ),
  );
}
