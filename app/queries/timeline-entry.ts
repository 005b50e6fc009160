import type { Money } from '#core/kernel/money';
import type { ExplainFault } from '#core/messaging/index';

export type EntryKind =
  'cart' | 'recovery' | 'message' | 'click' | 'reply' | 'consent' | 'order' | 'credit';

/** One line of a shopper's timeline. */
export interface TimelineEntry {
  readonly at: Date;
  readonly kind: EntryKind;
  /** good: it went on; bad: nothing was or will be sent, or it failed; wait: it comes later. */
  readonly tone: 'plain' | 'good' | 'wait' | 'bad';
  readonly title: string;
  readonly detail: string | null;
}

/** How the merchant reads amounts and instants, and the vendor's codes. */
export interface TimelineWords {
  readonly money: (amount: Money) => string;
  /** In the store's zone. */
  readonly dateTime: (at: Date) => string;
  readonly explainFault: ExplainFault;
}

export const entry = (
  at: Date,
  kind: EntryKind,
  tone: TimelineEntry['tone'],
  title: string,
  detail: string | null = null,
): TimelineEntry => ({ at, kind, tone, title, detail });
