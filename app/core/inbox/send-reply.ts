import type { CustomerStore } from '#core/commerce/index';
import { recipientOf } from '#core/messaging/index';
import type {
  ChannelStore,
  MessageBody,
  MessageStore,
  MessagingEvent,
  OutboundMessage,
} from '#core/messaging/index';
import type { EventLog } from '../kernel/event-envelope';
import type { ConversationId, MessageId, NewId, ShopId } from '../kernel/ids';
import type { Conversation, ConversationStore } from './ports';

const WINDOW_MS = 24 * 60 * 60 * 1000;
/** WhatsApp's limit for a text message, characters. */
const LONGEST_TEXT = 4_096;

/** Why an answer can't be sent, in words for the person who wrote it. */
export const REPLY_REFUSALS = {
  conversation_unknown: 'This conversation does not exist.',
  window_closed:
    'More than 24 hours have passed since the shopper’s last message. WhatsApp then takes approved templates only.',
  channel_not_ready: 'The WhatsApp number is not connected or is paused.',
  nobody_to_write_to: 'There is no number to write to.',
  empty: 'The message is empty.',
  too_long: 'WhatsApp takes at most 4,096 characters in one message.',
} as const;
export type ReplyRefusal = keyof typeof REPLY_REFUSALS;

export type SendReplyOutcome =
  | { readonly kind: 'queued'; readonly messageId: MessageId }
  | { readonly kind: 'refused'; readonly reason: ReplyRefusal }
  /** Its key had been sent. */
  | { readonly kind: 'repeated' };

export interface SendReplyInput {
  readonly shopId: ShopId;
  readonly conversationId: ConversationId;
  readonly body: Extract<MessageBody, { kind: 'text' | 'image' | 'interactive' }>;
  /** Sends it once however often it is asked; without one each asking is a message. */
  readonly key?: string;
  readonly now: Date;
  readonly newId: NewId;
}

export interface SendReplyPorts {
  readonly conversations: ConversationStore;
  readonly customers: Pick<CustomerStore, 'byId'>;
  readonly channels: Pick<ChannelStore, 'byId'>;
  readonly messages: Pick<MessageStore, 'enqueue'>;
  readonly events: EventLog<MessagingEvent>;
}

/** The instant at which free-form answers stop being possible; null when none are possible. */
export const windowClosesAt = (conversation: Pick<Conversation, 'lastInboundAt'>): Date | null =>
  conversation.lastInboundAt && new Date(conversation.lastInboundAt.getTime() + WINDOW_MS);

/** Queues an answer to a shopper, inside the 24 hours after the shopper's last message. */
export async function sendReply(
  input: SendReplyInput,
  ports: SendReplyPorts,
): Promise<SendReplyOutcome> {
  const { shopId, now } = input;
  const allowed = textRefusal(input.body) ?? (await readPlace(input, ports));
  if (typeof allowed === 'string') return { kind: 'refused', reason: allowed };
  const message = outbound(input, allowed.conversation, allowed.to);
  if (!(await ports.messages.enqueue(message))) return { kind: 'repeated' };
  await ports.conversations.recordOutbound(shopId, allowed.conversation.id, now);
  await ports.events.append({
    type: 'message.queued',
    shopId,
    subjectId: message.id,
    occurredAt: now,
    payload: { messageId: message.id },
  });
  return { kind: 'queued', messageId: message.id };
}

function textRefusal(body: SendReplyInput['body']): ReplyRefusal | null {
  if (body.kind !== 'text') return null;
  if (body.text.trim() === '') return 'empty';
  return body.text.length > LONGEST_TEXT ? 'too_long' : null;
}

interface Place {
  readonly conversation: Conversation;
  readonly to: OutboundMessage['to'];
}

async function readPlace(
  { shopId, conversationId, now }: SendReplyInput,
  ports: SendReplyPorts,
): Promise<Place | ReplyRefusal> {
  const conversation = await ports.conversations.byId(shopId, conversationId);
  if (!conversation) return 'conversation_unknown';
  const closes = windowClosesAt(conversation);
  if (!closes || closes <= now) return 'window_closed';
  const channel = await ports.channels.byId(shopId, conversation.channelId);
  if (channel?.state !== 'connected') return 'channel_not_ready';
  const customer = await ports.customers.byId(shopId, conversation.customerId);
  const to = customer && recipientOf(customer);
  return to ? { conversation, to } : 'nobody_to_write_to';
}

function outbound(
  { shopId, body, key, now, newId }: SendReplyInput,
  conversation: Conversation,
  to: OutboundMessage['to'],
): OutboundMessage {
  const id: MessageId = newId();
  return {
    id,
    shopId,
    channelId: conversation.channelId,
    customerId: conversation.customerId,
    conversationId: conversation.id,
    key: key ?? `reply:${id}`,
    to,
    body,
    category: 'service',
    recoveryId: null,
    stepId: null,
    linkToken: null,
    state: 'queued',
    attempts: 0,
    vendorId: null,
    failureCode: null,
    createdAt: now,
    sentAt: null,
  };
}
