import { checkoutPayload, orderPayload } from './payloads';
import { refundPayload } from './small-payloads';
import { viewOf } from './checkout-desk';
import { announceCustomer } from './customers';
import { spread, lineTotal } from './pricing';
import { takeFromShelf } from './shelf';
import type { Checkout, Customer, Order, Refund } from './state';
import type { ShopWorld } from './world';

export type PaymentMethod = 'card' | 'card_declined' | 'cash_on_delivery';
export type PayOutcome =
  | { ok: true; order: Order }
  | { ok: false; reason: 'declined' | 'empty' | 'no_contact' | 'already_paid' };

const GATEWAYS = { card: 'bogus', cash_on_delivery: 'Cash on Delivery (COD)' } as const;

/** The shopper pays; a declined card leaves the checkout open and makes no order. */
export async function pay(
  world: ShopWorld,
  checkout: Checkout,
  method: PaymentMethod,
): Promise<PayOutcome> {
  const obstacle = obstacleTo(checkout);
  if (obstacle !== null) return { ok: false, reason: obstacle };
  if (method === 'card_declined') return { ok: false, reason: 'declined' };
  const now = await world.clock.now();
  const order = placeOrder(world, checkout, method, now);
  await announceOrder(world, order, 'orders/create', now);
  if (method === 'card') await announceOrder(world, order, 'orders/paid', now);
  if (checkout.announced) {
    await world.herald.tell('checkouts/update', checkoutPayload(viewOf(world, checkout, now)), now);
  }
  const customer = customerOf(world, order);
  if (customer !== null) await announceCustomer(world, customer);
  world.changed();
  return { ok: true, order };
}

function obstacleTo(checkout: Checkout): 'already_paid' | 'empty' | 'no_contact' | null {
  if (checkout.completedAt !== null) return 'already_paid';
  if (checkout.lines.length === 0) return 'empty';
  const { email, phone } = checkout.contact;
  return email === null && phone === null ? 'no_contact' : null;
}

function placeOrder(
  world: ShopWorld,
  checkout: Checkout,
  method: keyof typeof GATEWAYS,
  now: Date,
): Order {
  const view = viewOf(world, checkout, now);
  checkout.completedAt = now;
  checkout.updatedAt = now;
  view.discount?.usedBy.push(checkout.customerId);
  const order: Order = {
    id: world.state.ids.next(),
    number: 1001 + world.state.orders.size,
    token: world.token(),
    checkout,
    lines: checkout.lines.map((line) => ({ ...line })),
    subtotal: view.price.lines,
    discount: view.price.discount,
    total: view.price.total,
    gateway: GATEWAYS[method],
    financialStatus: method === 'card' ? 'paid' : 'pending',
    createdAt: now,
    updatedAt: now,
    cancelledAt: null,
    refunds: [],
    sourceName: checkout.draftOrderId === null ? 'web' : 'shopify_draft_order',
    shipping: null,
    tags: [],
    note: null,
  };
  world.state.orders.set(order.id, order);
  takeFromShelf(world.state, order.lines);
  closeSource(world, checkout, order);
  return order;
}

function closeSource(world: ShopWorld, checkout: Checkout, order: Order): void {
  const cart = world.state.carts.get(checkout.cartToken);
  if (cart !== undefined) cart.lines = [];
  const draft =
    checkout.draftOrderId === null ? undefined : world.state.drafts.get(checkout.draftOrderId);
  if (draft !== undefined) draft.orderId = order.id;
}

function customerOf(world: ShopWorld, order: Order): Customer | null {
  return world.state.customers.get(order.checkout.customerId ?? -1) ?? null;
}

export async function announceOrder(
  world: ShopWorld,
  order: Order,
  topic: string,
  now: Date,
): Promise<void> {
  const { draftOrderId, token, discountCode } = order.checkout;
  const isInvoice = draftOrderId !== null && token !== '';
  const code = isInvoice ? null : discountCode;
  await world.herald.tell(topic, orderPayload(order, customerOf(world, order), code), now);
}

/** Cash on delivery is collected later. */
export async function markPaid(world: ShopWorld, order: Order): Promise<void> {
  const now = await world.clock.now();
  order.financialStatus = 'paid';
  order.updatedAt = now;
  await announceOrder(world, order, 'orders/updated', now);
  await announceOrder(world, order, 'orders/paid', now);
}

export async function cancelOrder(world: ShopWorld, order: Order): Promise<void> {
  const now = await world.clock.now();
  const left = order.total - order.refunds.reduce((sum, refund) => sum + refund.amount, 0);
  if (order.financialStatus !== 'pending' && left > 0) await refundOrder(world, order, left);
  order.cancelledAt = now;
  order.updatedAt = now;
  order.financialStatus = order.financialStatus === 'pending' ? 'voided' : 'refunded';
  await announceOrder(world, order, 'orders/cancelled', now);
  await announceOrder(world, order, 'orders/updated', now);
}

/** Gives money back, in minor units; false when it is more than what is left. */
export async function refundOrder(
  world: ShopWorld,
  order: Order,
  amount: number,
): Promise<boolean> {
  const left = order.total - order.refunds.reduce((sum, refund) => sum + refund.amount, 0);
  if (!Number.isInteger(amount) || amount < 1 || amount > left) return false;
  const now = await world.clock.now();
  const refund: Refund = {
    id: world.state.ids.next(),
    amount,
    createdAt: now,
    lines: amount === order.total ? wholeLines(order) : [],
  };
  order.refunds.push(refund);
  order.updatedAt = now;
  order.financialStatus = amount === left ? 'refunded' : 'partially_refunded';
  await world.herald.tell('refunds/create', refundPayload(order, refund), now);
  await announceOrder(world, order, 'orders/updated', now);
  world.changed();
  return true;
}

function wholeLines(order: Order): Refund['lines'] {
  const parts = spread(order.lines, order.discount);
  return order.lines.map((line, index) => ({
    key: line.key,
    quantity: line.quantity,
    subtotal: lineTotal(line) - (parts[index] ?? 0),
  }));
}
