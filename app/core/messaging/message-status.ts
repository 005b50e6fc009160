import type { DeliveryState } from './delivery-status';
import type { MessagingEvent } from './events';
import type { OutboundMessage } from './message';

/** The event of a message's new state; `code` is a vendor's code or a reason for not sending. */
export const messageStatus = (
  message: Pick<OutboundMessage, 'id' | 'shopId'>,
  state: DeliveryState,
  code: string | null,
  at: Date,
): MessagingEvent => ({
  type: 'message.status',
  shopId: message.shopId,
  subjectId: message.id,
  occurredAt: at,
  payload: { messageId: message.id, state, code },
});
