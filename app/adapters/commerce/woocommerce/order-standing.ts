import type { PaymentState } from '#core/commerce/index';

/** The parts of an order that say where it stands. */
export interface OrderParts {
  readonly status: string;
  readonly method: string | null;
  /** Whether WooCommerce has noted a payment. */
  readonly hasPaidDate: boolean;
  readonly isRefundedInPart: boolean;
}

export type OrderStanding =
  | { readonly kind: 'order'; readonly payment: PaymentState; readonly isCancelled: boolean }
  | { readonly kind: 'no_order'; readonly reason: string };

/** Gateways whose money comes with the parcel: "processing" is a promise, "completed" is money. */
const PAID_ON_DELIVERY: ReadonlySet<string> = new Set(['cod']);

/** The block checkout keeps one such order a visitor, and WordPress its own drafts. */
const DRAFTS: ReadonlySet<string> = new Set(['checkout-draft', 'auto-draft', 'draft', 'new']);

const CANCELLED: ReadonlySet<string> = new Set(['cancelled', 'trash']);

/**
 * Where a WooCommerce order stands. Waiting for a bank transfer, a cheque, the courier or an
 * asynchronous payment is an order without money; a card that was refused is no order; what counts
 * as paid is a noted payment, whatever own states a store has.
 */
export function orderStanding(parts: OrderParts): OrderStanding {
  const status = parts.status.replace(/^wc-/, '');
  if (DRAFTS.has(status)) return { kind: 'no_order', reason: 'a draft of the checkout' };
  const paid = isPaid(status, parts);
  if (CANCELLED.has(status)) return order(paid ? 'paid' : 'pending', true);
  if (status === 'refunded') return order('refunded');
  if (status === 'failed') return failed(paid);
  return order(paid ? keptPayment(parts) : 'pending');
}

/** Money that was noted and did not stay; without any, nobody bought. */
const failed = (paid: boolean): OrderStanding =>
  paid ? order('voided') : { kind: 'no_order', reason: 'a payment that failed' };

const keptPayment = ({ isRefundedInPart }: OrderParts): PaymentState =>
  isRefundedInPart ? 'partially_refunded' : 'paid';

const order = (payment: PaymentState, isCancelled = false): OrderStanding => ({
  kind: 'order',
  payment,
  isCancelled,
});

const isPaid = (status: string, { method, hasPaidDate }: OrderParts): boolean =>
  hasPaidDate && (status === 'completed' || !PAID_ON_DELIVERY.has(method ?? ''));
