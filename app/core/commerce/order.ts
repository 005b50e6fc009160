import type { CustomerId, OrderId, ShopId } from '../kernel/ids';
import { add } from '../kernel/money';
import type { Money } from '../kernel/money';
import type { ContactSeen } from './customer';

export type PaymentState =
  | 'pending'
  | 'authorized'
  | 'partially_paid'
  | 'paid'
  | 'partially_refunded'
  | 'refunded'
  | 'voided';

/** Money that really went back to the shopper, in the shop's currency. */
export interface RefundSeen {
  readonly externalId: string;
  readonly orderExternalId: string;
  readonly amount: Money;
  readonly at: Date;
}

export interface OrderSeen {
  readonly externalId: string;
  readonly name: string;
  readonly checkoutToken: string | null;
  readonly cartToken: string | null;
  /** Our click token, when the order's landing page or attributes carry it. */
  readonly clickToken: string | null;
  readonly contact: ContactSeen;
  /** Shop currency; before returns. */
  readonly total: Money;
  /** Shop currency; after edits and returns. */
  readonly currentTotal: Money;
  readonly payment: PaymentState;
  readonly discountCodes: readonly string[];
  readonly refunds: readonly RefundSeen[];
  readonly placedAt: Date;
  readonly updatedAt: Date;
  readonly cancelledAt: Date | null;
  /** The checkout's marketing checkbox, where the platform tells it with the order. */
  readonly acceptsMarketing: boolean | null;
  /** A draft order is placed when it is completed; such orders can't come from a reminder's cart. */
  readonly fromDraft: boolean;
  /** Made for a payment that an agent asked for in a conversation; left out where none can be. */
  readonly isRequested?: boolean;
}

export interface Order {
  readonly id: OrderId;
  readonly shopId: ShopId;
  readonly externalId: string;
  readonly name: string;
  readonly customerId: CustomerId | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly checkoutToken: string | null;
  readonly cartToken: string | null;
  readonly clickToken: string | null;
  readonly discountCodes: readonly string[];
  /** Before returns; while a paid order waits for the rest that an edit added, what had been paid. */
  readonly total: Money;
  readonly currentTotal: Money;
  /** Sum of all refunds known, shop currency. */
  readonly refunded: Money;
  readonly payment: PaymentState;
  readonly placedAt: Date;
  readonly paidAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly sourceUpdatedAt: Date;
  /** Made for a payment that an agent asked for in a conversation. */
  readonly isRequested: boolean;
}

const PAID: ReadonlySet<PaymentState> = new Set(['paid', 'partially_refunded', 'refunded']);

/**
 * Whether the order's money has arrived (a later refund doesn't change that it had). "Partially paid"
 * is a deposit before the order was paid; afterwards it is a paid order that an edit made dearer:
 * Shopify tells no state of its own for that.
 */
export const isPaid = (order: Pick<Order, 'payment' | 'paidAt'>): boolean =>
  PAID.has(order.payment) || (order.payment === 'partially_paid' && order.paidAt !== null);

type Worth = Pick<
  Order,
  'payment' | 'paidAt' | 'cancelledAt' | 'total' | 'currentTotal' | 'refunded'
>;

/** The way that an order's payment goes; an order that came further does not go back by itself. */
const PROGRESS: readonly PaymentState[] = [
  'pending',
  'authorized',
  'voided',
  'partially_paid',
  'paid',
  'partially_refunded',
  'refunded',
];

/**
 * Whether of two tellings with one time stamp the first is the later one. Platforms stamp whole
 * seconds, and a card pays within the second in which the order is placed, so the stamp alone would
 * let "placed" overwrite "paid".
 */
export const isFurther = (left: PaymentState, right: PaymentState): boolean =>
  PROGRESS.indexOf(left) > PROGRESS.indexOf(right);

/**
 * What an order may be credited for, in the shop's currency: nothing until it is paid or once it is
 * cancelled, otherwise what the merchant kept.
 */
export function creditable(order: Worth): Money {
  const { currency } = order.total;
  if (!isPaid(order) || order.cancelledAt) return { minor: 0, currency };
  const kept = order.total.minor - order.refunded.minor;
  return { minor: Math.max(0, Math.min(kept, order.currentTotal.minor)), currency };
}

/**
 * The total to keep of an order that was paid and is told as partially paid: what had certainly been
 * paid by then, which is what it was creditable for and what went back. The total that is told can't
 * be taken: Shopify's `total_price` is before returns, not before edits, so it may hold items that
 * nobody paid yet, and the payments of an order are not told with it.
 */
export const paidBefore = (known: Worth): Money => add(creditable(known), known.refunded);
