import type { Money } from '../kernel/money';
import type { SessionSeen } from './payment-session';

/** Why a payment waits for the merchant instead of becoming an order. */
export type HeldReason = 'amount_differs' | 'currency_differs' | 'paid_in_part' | 'amount_unknown';

export type PaymentVerdict =
  | { readonly kind: 'waiting' }
  /** The shopper agreed: it is taken once it is known that the sum still holds. */
  | { readonly kind: 'takeable' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'over'; readonly why: 'failed' | 'expired' }
  | { readonly kind: 'settled'; readonly reference: string; readonly paidAt: Date }
  | { readonly kind: 'held'; readonly reason: HeldReason };

/**
 * What a session means for the sum that was asked for. Money that is not exactly that sum is held
 * for the merchant, never guessed: one cent more or less is somebody's mistake.
 */
export function judgePayment(asked: Money, seen: SessionSeen): PaymentVerdict {
  switch (seen.state) {
    case 'open':
      return { kind: 'waiting' };
    case 'approved':
      return { kind: 'takeable' };
    case 'pending':
      return { kind: 'pending' };
    case 'failed':
    case 'expired':
      return { kind: 'over', why: seen.state };
    case 'paid':
      return judgePaid(asked, seen);
  }
}

function judgePaid(asked: Money, { paid, reference, paidAt }: SessionSeen): PaymentVerdict {
  if (!paid || reference === null || !paidAt) return held('amount_unknown');
  if (paid.currency !== asked.currency) return held('currency_differs');
  if (paid.minor === asked.minor) return { kind: 'settled', reference, paidAt };
  return held(paid.minor < asked.minor ? 'paid_in_part' : 'amount_differs');
}

const held = (reason: HeldReason): PaymentVerdict => ({ kind: 'held', reason });
