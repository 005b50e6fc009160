import type { InboundBody, MessageStore } from '#core/messaging/index';
import type { EventLog } from '../kernel/event-envelope';
import type {
  ChannelId,
  ConversationId,
  CustomerId,
  MessageId,
  NewId,
  ShopId,
} from '../kernel/ids';
import type { InboxEvent } from './events';
import { momentInSecond } from '../kernel/moment-in-second';
import type { ConversationStore } from './ports';

export interface ReceiveReplyInput {
  readonly shopId: ShopId;
  readonly channelId: ChannelId;
  readonly customerId: CustomerId;
  /** The vendor's message id: a message told twice is kept once. */
  readonly vendorId: string;
  readonly body: InboundBody;
  readonly inReplyTo: string | null;
  /** When the shopper sent it, on our clock; the service window counts from it. */
  readonly at: Date;
  readonly now: Date;
  readonly newId: NewId;
}

export interface ReceiveReplyPorts {
  readonly conversations: ConversationStore;
  readonly messages: Pick<MessageStore, 'recordInbound'>;
  readonly events: EventLog<InboxEvent>;
}

export type ReceiveReplyOutcome =
  | {
      readonly kind: 'received';
      readonly conversationId: ConversationId;
      readonly messageId: MessageId;
    }
  | { readonly kind: 'repeated' };

/**
 * Puts a shopper's message into the conversation and opens the service window. A reaction is kept
 * but is no reply: it neither asks for an answer nor stops a recovery, and nothing says that it
 * opens the window.
 */
export async function receiveReply(
  input: ReceiveReplyInput,
  ports: ReceiveReplyPorts,
): Promise<ReceiveReplyOutcome> {
  const { shopId, channelId, customerId, newId } = input;
  const conversation = await ports.conversations.openFor(
    shopId,
    channelId,
    customerId,
    newId(),
    input.at,
  );
  const messageId: MessageId = newId();
  const isNew = await ports.messages.recordInbound({
    id: messageId,
    shopId,
    channelId,
    customerId,
    conversationId: conversation.id,
    vendorId: input.vendorId,
    body: input.body,
    inReplyTo: input.inReplyTo,
    receivedAt: momentInSecond(input.at, input.now),
  });
  if (!isNew) return { kind: 'repeated' };
  if (input.body.kind !== 'reaction') {
    await ports.conversations.recordInbound(shopId, conversation.id, input.at);
    await ports.events.append({
      type: 'reply.received',
      shopId,
      subjectId: conversation.id,
      occurredAt: input.now,
      payload: { customerId, conversationId: conversation.id, messageId },
    });
  }
  return { kind: 'received', conversationId: conversation.id, messageId };
}
