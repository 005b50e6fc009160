import type { CartState } from '#core/commerce/index';
import type { PaymentState } from './payment';

/** How a request stands, as its agent sees it. */
export type RequestStanding =
  'sent' | 'opened' | 'pending' | 'paid' | 'held' | 'bought' | 'withdrawn' | 'expired';

export interface RequestFacts {
  readonly openedAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly expiresAt: Date;
  /** Of the try that came furthest; null before the first. */
  readonly payment: PaymentState | null;
  /** Null where a sum is asked for. */
  readonly cart: CartState | null;
}

const MONEY: Readonly<Partial<Record<PaymentState, RequestStanding>>> = {
  ...{ paid: 'paid', ordered: 'paid', held: 'held', pending: 'pending' },
};

/** What of a request's facts counts: money first, then whether it can still be paid. */
export function requestStanding(facts: RequestFacts, now: Date): RequestStanding {
  const { payment, cart, withdrawnAt, expiresAt, openedAt } = facts;
  const money = payment && MONEY[payment];
  if (money) return money;
  if (cart === 'ordered') return 'bought';
  if (withdrawnAt) return 'withdrawn';
  if (expiresAt <= now) return 'expired';
  return openedAt ? 'opened' : 'sent';
}

/** Whether an agent can still take it back. */
export const isWithdrawable = (standing: RequestStanding): boolean =>
  standing === 'sent' || standing === 'opened';
