import type { Buyer, Cart, Customer, OrderSeen, PlacedOrder } from '#core/commerce/index';
import type { Sale, Sold } from '#core/commerce/index';
import { isVendorFault } from '../kernel/vendor-fault';
import type { HoldReason } from './payment';
import { firstCheckOfMoney } from './look-again';
import { hasLeft } from './part-with-store';
import type { PaymentProviderId } from './payment-session';
import { payerOf } from './payer-of';
import { customerOf } from './settle-ports';
import type { SettlePorts, Subject } from './settle-ports';

export const PROVIDER_NAMES = { stripe: 'Stripe', paypal: 'PayPal' } as const satisfies Record<
  PaymentProviderId,
  string
>;

/**
 * Has the store make the order of a payment, once, and marks both done. A refusal that stays is the
 * merchant's to look at; other failures are the caller's to try again.
 */
export async function placeOrder(subject: Subject, ports: SettlePorts): Promise<void> {
  const { payment, shop } = subject;
  if (hasLeft(shop)) return hold(subject, 'store_left', null, ports);
  const { cart, customer } = await ports.transact(async ({ carts, customers }) => {
    const cart = payment.cartId === null ? null : await carts.byId(shop.id, payment.cartId);
    const payer = payerOf(subject.link, cart);
    return { cart, customer: payer && (await customers.byId(shop.id, payer)) };
  });
  const sales = ports.salesOf(shop);
  const sold = soldOf(subject, cart);
  if (!sales || !sold) return hold(subject, 'order_refused', null, ports);
  const sale = saleOf(subject, sold, buyerOf(cart, customer));
  const placed = await placedOrRefused(() => sales.placeOrder(shop.domain, sale));
  if (!placed) return hold(subject, 'order_refused', null, ports);
  if (placed.kind === 'differs') return hold(subject, 'order_differs', placed.order, ports);
  return finish(subject, placed.order, ports);
}

async function placedOrRefused(place: () => Promise<PlacedOrder>): Promise<PlacedOrder | null> {
  try {
    return await place();
  } catch (error) {
    if (isVendorFault(error) && error.details.retry === 'never') return null;
    throw error;
  }
}

/** Null for a cart that is not kept any more. */
function soldOf({ payment, link }: Subject, cart: Cart | null): Sold | null {
  if (link.billed.kind === 'sum') return link.billed;
  const { quote } = payment;
  const { clickToken } = link;
  return cart && { kind: 'cart', cartExternalId: cart.externalId, clickToken, quote };
}

function saleOf({ payment, link }: Subject, sold: Sold, buyer: Buyer): Sale {
  const { id, provider, quote, delivery, reference, openedAt, acceptedAt, paid } = payment;
  const isAccepted = acceptedAt !== null;
  return {
    ...{ key: id, since: openedAt, sold, buyer, isRequested: link.request !== null, isAccepted },
    shipTo: delivery?.address ?? null,
    paid: {
      amount: isAccepted && paid ? paid : quote.total,
      provider,
      providerName: PROVIDER_NAMES[provider],
      reference: reference ?? '',
    },
  };
}

/** A sum has no cart that tells how to reach who paid it. */
const buyerOf = (cart: Cart | null, customer: Customer | null): Buyer => ({
  ...(customer ? namesOf(customer) : { firstName: null, lastName: null }),
  email: cart ? cart.email : identityOf(customer, 'email'),
  phone: cart ? cart.phone : identityOf(customer, 'phone'),
  country: cart?.countryCode ?? customer?.countryCode ?? null,
});

const identityOf = (customer: Customer | null, kind: 'email' | 'phone'): string | null =>
  customer?.identities.find((one) => one.kind === kind)?.value ?? null;

function namesOf({ firstName, displayName }: Customer): Pick<Buyer, 'firstName' | 'lastName'> {
  const first = `${firstName ?? ''} `;
  const isFirst = firstName !== null && displayName?.startsWith(first) === true;
  return isFirst
    ? { firstName, lastName: displayName.slice(first.length) }
    : { firstName: firstName ?? displayName, lastName: null };
}

function finish(subject: Subject, order: OrderSeen, { transact, now }: SettlePorts): Promise<void> {
  const at = now();
  const { payment, shop } = subject;
  return transact(async (stores) => {
    // First of all: it takes the shop's turn, which comes before every lock.
    await stores.recordOrder(shop, order);
    const held = await stores.payments.lock(shop.id, payment.id);
    if (held?.state !== 'paid') return;
    const made = { orderExternalId: order.externalId, delivery: null } as const;
    const change = { state: 'ordered', ...made, attempts: 0 } as const;
    await stores.payments.change(shop.id, held.id, change, firstCheckOfMoney(at));
    const customerId = await customerOf(subject, stores);
    await stores.events.append({
      ...{ type: 'payment.ordered', shopId: shop.id, subjectId: held.id, occurredAt: at },
      payload: { paymentId: held.id, customerId, orderExternalId: order.externalId },
    });
  });
}

function hold(
  subject: Subject,
  reason: HoldReason,
  order: OrderSeen | null,
  { transact, now }: SettlePorts,
): Promise<void> {
  const at = now();
  const { payment, shop } = subject;
  return transact(async (stores) => {
    if (order) await stores.recordOrder(shop, order);
    const held = await stores.payments.lock(shop.id, payment.id);
    if (held?.state !== 'paid') return;
    const change = { state: 'held', reason, orderExternalId: order?.externalId ?? null } as const;
    await stores.payments.change(shop.id, held.id, change, firstCheckOfMoney(at));
    const customerId = await customerOf(subject, stores);
    await stores.events.append({
      ...{ type: 'payment.held', shopId: shop.id, subjectId: held.id, occurredAt: at },
      payload: { paymentId: held.id, customerId, reason },
    });
  });
}
