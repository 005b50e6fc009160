import type { CartStore, OrderStore } from '#core/commerce/index';
import type { PaymentId, ShopId } from '../kernel/ids';
import type { Transact } from '../kernel/transact';
import type { HoldReason, Payment } from './payment';
import type { PaymentStore } from './store-ports';

/** What a merchant can take for enough: how much came is known, and nothing else was bought with it. */
const ACCEPTABLE: ReadonlySet<HoldReason> = new Set<HoldReason>([
  'amount_differs',
  'paid_in_part',
  'order_differs',
  'order_refused',
  'withdrawn',
]);

/** Why held money can't be accepted, in words for the merchant. */
export const ACCEPTANCE_REFUSALS = {
  not_held: 'This payment does not wait any more.',
  not_acceptable: 'This money can only go back: no order would be right for it.',
  gone_back: 'Some of this money went back already.',
  contested: 'The shopper contests this payment at the provider. Settle that first.',
  bought: 'The cart was bought in the store meanwhile. The money can only go back.',
} as const;

type Refusal = keyof typeof ACCEPTANCE_REFUSALS;

export type AcceptPaymentOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly reason: Refusal };

type Held = Pick<Payment, 'state' | 'reason' | 'paid' | 'refunded' | 'isDisputed'> & {
  readonly quote: Pick<Payment['quote'], 'total'>;
};

/** Why a merchant can't accept a payment by what is known of it; null when they can. */
export function acceptanceRefusal(payment: Held): Refusal | null {
  if (payment.state !== 'held') return 'not_held';
  if (!isAcceptable(payment)) return 'not_acceptable';
  if (payment.refunded && payment.refunded.minor > 0) return 'gone_back';
  return payment.isDisputed ? 'contested' : null;
}

const isAcceptable = ({ reason, paid, quote }: Held): boolean =>
  reason !== null && ACCEPTABLE.has(reason) && paid?.currency === quote.total.currency;

interface AcceptStores {
  readonly payments: Pick<PaymentStore, 'byId' | 'lock' | 'change'>;
  readonly carts: Pick<CartStore, 'lock'>;
  readonly orders: Pick<OrderStore, 'purchasedSince'>;
}

export interface AcceptPaymentPorts {
  readonly transact: Transact<AcceptStores>;
}

/**
 * The merchant takes held money for enough: its order is made, as for any other payment, and marked
 * with what was really paid. Asked again it changes nothing.
 */
export async function acceptPayment(
  { shopId, id, now }: { readonly shopId: ShopId; readonly id: PaymentId; readonly now: Date },
  { transact }: AcceptPaymentPorts,
): Promise<AcceptPaymentOutcome> {
  return transact(async (stores) => {
    const known = await stores.payments.byId(shopId, id);
    const wasBought = known !== null && (await isBought(known, stores));
    const held = await stores.payments.lock(shopId, id);
    if (!held) return { kind: 'unknown' };
    if (held.acceptedAt && held.state !== 'held') return { kind: 'accepted' };
    const reason = acceptanceRefusal(held) ?? (wasBought ? 'bought' : null);
    if (reason) return { kind: 'refused', reason };
    await stores.payments.change(shopId, id, { state: 'paid', acceptedAt: now, attempts: 0 }, now);
    return { kind: 'accepted' };
  });
}

/**
 * By an order that names the very cart, which is locked for it; one that the merchant made by hand
 * names none. An order of the payment's own waits for it.
 */
async function isBought(
  { shopId, cartId, orderExternalId }: Payment,
  { carts, orders }: AcceptStores,
): Promise<boolean> {
  const cart = cartId === null ? null : await carts.lock(shopId, cartId);
  if (!cart || orderExternalId !== null) return false;
  const named = { checkoutTokens: [cart.externalId], cartTokens: [], clickTokens: [] };
  const nobody = { discountCodes: [], customerId: null, phone: null, email: null };
  return (await orders.purchasedSince(shopId, { ...named, ...nobody }, new Date(0))) !== null;
}
