import type { EventEnvelope } from '../kernel/event-envelope';
import type { ConversationId, CustomerId, MessageId } from '../kernel/ids';

/** `subjectId` is the conversation. */
export type InboxEvent = EventEnvelope<
  'reply.received',
  { customerId: CustomerId; conversationId: ConversationId; messageId: MessageId }
>;
