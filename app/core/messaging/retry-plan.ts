export interface RetryQuestion {
  /** Tries so far, this one included; at least 1. */
  readonly attempts: number;
  readonly createdAt: Date;
  readonly now: Date;
  /** What the vendor asks for, milliseconds. */
  readonly afterMs: number;
  /** Chance in [0, 1), so that many messages don't come back at once. */
  readonly jitter: number;
}

export type RetryPlan =
  | { readonly kind: 'retry'; readonly at: Date }
  /** The wait is longer than a message lives: it fails, and another may be written after the wait. */
  | { readonly kind: 'second_try'; readonly afterMs: number }
  | { readonly kind: 'give_up' };

export const MOST_ATTEMPTS = 5;
const HOUR_MS = 3_600_000;
export const RETRY_WINDOW_MS = 24 * HOUR_MS;

/**
 * When a message may be tried again: back-off that doubles, at most an hour unless the vendor asks
 * for more, with up to half of it as jitter; five tries, and none later than a day after the
 * message was made. A vendor that asks for a day or more ends the message: what it says would be
 * old by then.
 */
export function planRetry(question: RetryQuestion): RetryPlan {
  const { attempts, createdAt, now, afterMs, jitter } = question;
  const age = now.getTime() - createdAt.getTime();
  if (attempts >= MOST_ATTEMPTS) return { kind: 'give_up' };
  if (afterMs >= RETRY_WINDOW_MS) return { kind: 'second_try', afterMs };
  const growth = 2 ** (Math.max(1, attempts) - 1);
  const delay = Math.max(afterMs, Math.min(afterMs * growth, HOUR_MS));
  const spread = jitter * Math.min(delay / 2, HOUR_MS);
  if (age + delay + spread > RETRY_WINDOW_MS) return { kind: 'give_up' };
  return { kind: 'retry', at: new Date(now.getTime() + Math.round(delay + spread)) };
}
