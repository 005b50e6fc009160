import type { FaultEffect } from '#core/messaging/index';
import type { Retry } from '#core/kernel/vendor-fault';

/** What one error code means: whether to try again, what else it touches, and how to say it. */
export interface FaultRule {
  readonly retry: Retry;
  /** Milliseconds before the first new try; 0 unless `retry` is `after`. */
  readonly afterMs: number;
  readonly effect: FaultEffect;
  readonly title: string;
  readonly advice: string;
}

type Verdict = Pick<FaultRule, 'retry' | 'afterMs' | 'effect'>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const never = (effect: FaultEffect): Verdict => ({ retry: 'never', afterMs: 0, effect });
const after = (afterMs: number, effect: FaultEffect): Verdict => ({
  retry: 'after',
  afterMs,
  effect,
});

export const FAIL = never('fail');
export const UNREACHABLE = never('unreachable');
export const OPTED_OUT = never('opted_out');
/** The account can't send anything until the merchant acts, and this message is refused for good. */
export const BLOCKED = never('pause_number');
export const TEMPLATE_PAUSED = never('pause_campaign');
export const TEMPLATE_OFF = never('stop_template');
export const TRANSIENT = after(30 * SECOND, 'retry');
export const THROTTLED = after(5 * SECOND, 'slow_down');
/** Application limits are counted over a moving hour, so a quarter of it frees some room. */
export const QUOTA = after(15 * MINUTE, 'slow_down');
/** One message per 6 s for one recipient; 10 s leaves room for clocks that differ. */
export const RECIPIENT_BUSY = after(10 * SECOND, 'delay_recipient');
/** Meta: not before 24 hours. The plan for new tries grants such a wait once. */
export const NEXT_DAY = after(24 * HOUR, 'unwanted');
/** The number's marketing is held for an hour at least; the message waits, while it is useful. */
export const SPAM = after(HOUR, 'hold_marketing');
export const BILLING = after(15 * MINUTE, 'billing');
export const TOKEN = after(15 * MINUTE, 'token');
/** The vendor may or may not have taken the message: only its status webhook can tell. */
export const UNKNOWN: Verdict = { retry: 'unknown', afterMs: 0, effect: 'retry' };

export const rule = (verdict: Verdict, title: string, advice: string): FaultRule => ({
  ...verdict,
  title,
  advice,
});
