import type { EventLog } from '../kernel/event-envelope';
import type { NewId } from '../kernel/ids';
import type { CommerceEvent } from './events';
import { firstKnown } from '../kernel/first-known';
import { identifyContact } from './identify-customer';
import { isFurther, isPaid } from './order';
import type { Order, OrderSeen, RefundSeen } from './order';
import type { CartStore, CustomerStore, OrderStore, OrderWrite } from './ports';
import { readContact } from './read-contact';
import type { Shop } from './shop';

export interface RecordOrderPorts {
  readonly orders: OrderStore;
  readonly carts: CartStore;
  readonly customers: CustomerStore;
  readonly events: EventLog<CommerceEvent>;
}

export interface RecordOrderInput {
  readonly shop: Shop;
  readonly order: OrderSeen;
  readonly newId: NewId;
  readonly now: Date;
}

export type RecordOrderOutcome =
  | {
      readonly kind: 'recorded';
      readonly order: Order;
      /** Whether it is a purchase that we did not know of. */
      readonly isPurchase: boolean;
    }
  | { readonly kind: 'older' };

/**
 * Keeps the newest state of an order and says what changed: placed, paid, refunded, cancelled, edited.
 * Reads, merges and writes under the order's lock, in the caller's transaction: "placed" and "paid"
 * come within a second, with one time stamp, and two workers may read them at once.
 */
export async function recordOrder(
  input: RecordOrderInput,
  ports: RecordOrderPorts,
): Promise<RecordOrderOutcome> {
  const { shop, order, now } = input;
  const before = await ports.orders.lockByExternalId(shop.id, order.externalId);
  const newRefunds: RefundSeen[] = [];
  for (const refund of order.refunds) {
    const result = await ports.orders.addRefund(shop.id, refund);
    if (before && result?.added) newRefunds.push(refund);
  }
  const after = await ports.orders.upsertNewest(await nextOrder(input, before, ports));
  for (const refund of newRefunds)
    await announceChange(after, 'refund', `refund:${refund.externalId}`, now, ports);
  if (before && before.sourceUpdatedAt > order.updatedAt) return { kind: 'older' };
  await markCart(after, now, ports);
  await announce(before, after, now, ports);
  return { kind: 'recorded', order: after, isPurchase: isPurchase(before, after) };
}

/** A refund on its own; kept until its order is known. */
export async function recordRefund(
  input: { shop: Shop; refund: RefundSeen; now: Date },
  ports: Pick<RecordOrderPorts, 'orders' | 'events'>,
): Promise<'recorded' | 'repeated' | 'order_unknown'> {
  const result = await ports.orders.addRefund(input.shop.id, input.refund);
  if (!result) return 'order_unknown';
  if (!result.added) return 'repeated';
  const key = `refund:${input.refund.externalId}`;
  await announceChange(result.order, 'refund', key, input.now, ports);
  return 'recorded';
}

async function nextOrder(
  { shop, order, newId, now }: RecordOrderInput,
  known: Order | null,
  ports: RecordOrderPorts,
): Promise<OrderWrite> {
  const contact = readContact(order.contact, shop.countryCode);
  const at = { shopId: shop.id, newId, now };
  const person = await identifyContact(order.contact, contact, at, ports);
  return {
    id: known?.id ?? newId(),
    shopId: shop.id,
    externalId: order.externalId,
    name: order.name,
    customerId: firstKnown(person, known?.customerId),
    phone: firstKnown(contact.phone, known?.phone),
    email: firstKnown(contact.email, known?.email),
    ...tokens(known, order),
    discountCodes: order.discountCodes,
    total: order.total,
    ...newestWorth(known, order),
    ...milestones(known, order, now),
    sourceUpdatedAt: order.updatedAt,
  };
}

const tokens = (known: Order | null, seen: OrderSeen) => ({
  checkoutToken: firstKnown(seen.checkoutToken, known?.checkoutToken),
  cartToken: firstKnown(seen.cartToken, known?.cartToken),
  clickToken: firstKnown(seen.clickToken, known?.clickToken),
});

/** What has happened once stays happened. */
const milestones = (known: Order | null, seen: OrderSeen, now: Date) => ({
  placedAt: known?.placedAt ?? seen.placedAt,
  paidAt: firstKnown(known?.paidAt, isPaid(seen) ? now : null),
  cancelledAt: firstKnown(seen.cancelledAt, known?.cancelledAt),
});

function newestWorth(
  known: Order | null,
  seen: OrderSeen,
): Pick<Order, 'currentTotal' | 'payment'> {
  const sameStamp = known?.sourceUpdatedAt.getTime() === seen.updatedAt.getTime();
  return known && sameStamp && isFurther(known.payment, seen.payment)
    ? { currentTotal: known.currentTotal, payment: known.payment }
    : { currentTotal: seen.currentTotal, payment: seen.payment };
}

async function markCart(order: Order, now: Date, ports: RecordOrderPorts): Promise<void> {
  const tokens = [order.checkoutToken, order.cartToken].filter((token) => token !== null);
  if (tokens.length === 0) return;
  for (const { id, state } of await ports.carts.withExternalIds(order.shopId, tokens)) {
    if (state !== 'ordered') await ports.carts.setState(order.shopId, id, 'ordered', now);
  }
}

async function announce(
  before: Order | null,
  after: Order,
  now: Date,
  ports: Pick<RecordOrderPorts, 'events'>,
): Promise<void> {
  const about = { shopId: after.shopId, subjectId: after.id, occurredAt: now };
  const told: CommerceEvent[] = [];
  if (isPurchase(before, after)) {
    told.push({ ...about, type: 'order.placed', payload: { customerId: after.customerId } });
  }
  if (isPaid(after) && !(before && isPaid(before))) {
    told.push({ ...about, type: 'order.paid', payload: {} });
  }
  await ports.events.append(...told);
  await announceChanges(before, after, now, ports);
}

/** An order that is void or cancelled when we first hear of it was never a purchase to us. */
const isPurchase = (before: Order | null, after: Order): boolean =>
  before === null && after.cancelledAt === null && after.payment !== 'voided';

async function announceChanges(
  before: Order | null,
  after: Order,
  now: Date,
  ports: Pick<RecordOrderPorts, 'events'>,
): Promise<void> {
  if (after.cancelledAt && !before?.cancelledAt) {
    await announceChange(after, 'cancellation', 'cancellation', now, ports);
  }
  if (before && before.currentTotal.minor !== after.currentTotal.minor) {
    const key = `edit:${after.sourceUpdatedAt.toISOString()}`;
    await announceChange(after, 'edit', key, now, ports);
  }
}

async function announceChange(
  order: Order,
  reason: 'refund' | 'cancellation' | 'edit',
  sourceKey: string,
  now: Date,
  ports: Pick<RecordOrderPorts, 'events'>,
): Promise<void> {
  await ports.events.append({
    type: 'order.changed',
    shopId: order.shopId,
    subjectId: order.id,
    occurredAt: now,
    payload: { reason, sourceKey },
  });
}
