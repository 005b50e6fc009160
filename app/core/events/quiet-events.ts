import type { DomainEvent } from './index';

/**
 * Events that nothing follows from: they are there for the screens. The log writes them as done, so
 * that nobody takes them up; the table of reactions does not compile with a reaction to one.
 */
export const QUIET_EVENTS = [
  'customer.merged',
  'shop.installed',
  'message.queued',
  'message.status',
  'template.changed',
  'template.rated',
  'channel.changed',
  'recovery.started',
  'recovery.held_out',
  'recovery.cart_adopted',
  'recovery.declined',
  'recovery.stopped',
  'recovery.completed',
  'recovery.step_waiting',
  'recovery.step_skipped',
  'recovery.step_would_have_sent',
  'link.clicked',
  'payment.opened',
  'payment.received',
  'payment.held',
  'payment.refunded',
  'payment.disputed',
  'revenue.attributed',
  'revenue.adjusted',
] as const satisfies readonly DomainEvent['type'][];

export type QuietEventType = (typeof QUIET_EVENTS)[number];
