import type { EventLog } from '../kernel/event-envelope';
import type { MessagingEvent } from './events';
import type { OutboundMessage } from './message';

/**
 * Tells that a failed message may be tried once more, from `now` + `afterMs` on, in the caller's
 * transaction. Whoever wrote it decides, with facts read anew and under a key of its own: this one
 * has reached the vendor, and a key is sent once.
 */
export async function announceSecondTry(
  failed: { readonly message: OutboundMessage; readonly afterMs: number; readonly now: Date },
  events: EventLog<MessagingEvent>,
): Promise<void> {
  const { message, afterMs, now } = failed;
  if (!message.stepId) return;
  await events.append({
    type: 'message.try_again',
    shopId: message.shopId,
    subjectId: message.id,
    occurredAt: now,
    payload: {
      messageId: message.id,
      notBefore: new Date(now.getTime() + afterMs).toISOString(),
    },
  });
}
