import type { EventEnvelope } from '../kernel/event-envelope';
import type { ChannelId, CustomerId, MessageId } from '../kernel/ids';
import type { Quality } from './channel';
import type { DeliveryState } from './delivery-status';

export type MessagingEvent =
  | EventEnvelope<'message.queued', { messageId: MessageId }>
  | EventEnvelope<
      'message.status',
      { messageId: MessageId; state: DeliveryState; code: string | null }
    >
  /** It failed for a reason that passes: one more try is allowed, not before the instant. */
  | EventEnvelope<'message.try_again', { messageId: MessageId; notBefore: string }>
  | EventEnvelope<'template.changed', { name: string; language: string; state: string }>
  | EventEnvelope<'template.rated', { name: string; language: string; quality: Quality }>
  | EventEnvelope<'channel.changed', { channelId: ChannelId; state: string; reason: string | null }>
  | EventEnvelope<'customer.unreachable', { customerId: CustomerId; code: string }>
  /** The vendor says that the person switched marketing messages off. */
  | EventEnvelope<'customer.opted_out', { customerId: CustomerId; messageId: MessageId }>;
