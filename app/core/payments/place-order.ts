import type { Buyer, Cart, Customer, OrderSeen, PlacedOrder, Sale } from '#core/commerce/index';
import { isVendorFault } from '../kernel/vendor-fault';
import type { HoldReason, Payment } from './payment';
import { firstCheckOfMoney } from './look-again';
import { hasLeft } from './part-with-store';
import type { PaymentProviderId } from './payment-session';
import type { SettlePorts, SettleStores, Subject } from './settle-ports';

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
    const cart = await carts.byId(shop.id, payment.cartId);
    const customer = cart?.customerId ? await customers.byId(shop.id, cart.customerId) : null;
    return { cart, customer };
  });
  const sales = ports.salesOf(shop);
  if (!sales || !cart) return hold(subject, 'order_refused', null, ports);
  const placed = await placedOrRefused(() =>
    sales.placeOrder(shop.domain, saleOf(subject, cart, customer)),
  );
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

function saleOf({ payment, link }: Subject, cart: Cart, customer: Customer | null): Sale {
  const { id, provider, quote, reference, openedAt } = payment;
  return {
    key: id,
    since: openedAt,
    cartExternalId: cart.externalId,
    clickToken: link.clickToken,
    buyer: buyerOf(cart, customer),
    quote,
    paid: {
      amount: quote.total,
      provider,
      providerName: PROVIDER_NAMES[provider],
      reference: reference ?? '',
    },
  };
}

const buyerOf = ({ email, phone, countryCode }: Cart, customer: Customer | null): Buyer => ({
  ...(customer ? namesOf(customer) : { firstName: null, lastName: null }),
  ...{ email, phone, country: countryCode ?? customer?.countryCode ?? null },
});

function namesOf({ firstName, displayName }: Customer): Pick<Buyer, 'firstName' | 'lastName'> {
  const first = `${firstName ?? ''} `;
  const isFirst = firstName !== null && displayName?.startsWith(first) === true;
  return isFirst
    ? { firstName, lastName: displayName.slice(first.length) }
    : { firstName: firstName ?? displayName, lastName: null };
}

function finish(
  { payment, shop }: Subject,
  order: OrderSeen,
  { transact, recordOrder, now }: SettlePorts,
): Promise<void> {
  const at = now();
  return transact(async (stores) => {
    // First of all: it takes the shop's turn, which comes before every lock.
    await recordOrder(shop, order);
    const held = await stores.payments.lock(shop.id, payment.id);
    if (held?.state !== 'paid') return;
    const change = { state: 'ordered', orderExternalId: order.externalId, attempts: 0 } as const;
    await stores.payments.change(shop.id, held.id, change, firstCheckOfMoney(at));
    const customerId = await customerOf(held, stores);
    await stores.events.append({
      ...{ type: 'payment.ordered', shopId: shop.id, subjectId: held.id, occurredAt: at },
      payload: { paymentId: held.id, customerId, orderExternalId: order.externalId },
    });
  });
}

function hold(
  { payment, shop }: Subject,
  reason: HoldReason,
  order: OrderSeen | null,
  { transact, recordOrder, now }: SettlePorts,
): Promise<void> {
  const at = now();
  return transact(async (stores) => {
    if (order) await recordOrder(shop, order);
    const held = await stores.payments.lock(shop.id, payment.id);
    if (held?.state !== 'paid') return;
    const change = { state: 'held', reason, orderExternalId: order?.externalId ?? null } as const;
    await stores.payments.change(shop.id, held.id, change, firstCheckOfMoney(at));
    const customerId = await customerOf(held, stores);
    await stores.events.append({
      ...{ type: 'payment.held', shopId: shop.id, subjectId: held.id, occurredAt: at },
      payload: { paymentId: held.id, customerId, reason },
    });
  });
}

const customerOf = async ({ shopId, cartId }: Payment, { carts }: SettleStores) =>
  (await carts.byId(shopId, cartId))?.customerId ?? null;
