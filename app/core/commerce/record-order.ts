import type { EventLog } from '../kernel/event-envelope';
import type { NewId } from '../kernel/ids';
import type { CommerceEvent } from './events';
import { firstKnown } from '../kernel/first-known';
import { identifyContact } from './identify-customer';
import { creditable, isFurther, isPaid, paidBefore } from './order';
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
  input: RecordOrderInput,
  known: Order | null,
  ports: RecordOrderPorts,
): Promise<OrderWrite> {
  const { shop, order, newId, now } = input;
  return {
    id: known?.id ?? newId(),
    shopId: shop.id,
    externalId: order.externalId,
    name: order.name,
    ...(await personOf(input, known, ports)),
    ...tokens(known, order),
    discountCodes: order.discountCodes,
    ...newestWorth(known, order),
    ...milestones(known, order, now),
    isRequested: known?.isRequested === true || order.isRequested === true,
    sourceUpdatedAt: order.updatedAt,
  };
}

async function personOf(
  { shop, order, newId, now }: RecordOrderInput,
  known: Order | null,
  ports: RecordOrderPorts,
): Promise<Pick<Order, 'customerId' | 'phone' | 'email'>> {
  if (known && (await isOfErased(known, ports))) {
    const { customerId, phone, email } = known;
    return { customerId, phone, email };
  }
  const contact = readContact(order.contact, shop.countryCode);
  const at = { shopId: shop.id, newId, now };
  const person = await identifyContact(order.contact, contact, at, ports);
  return {
    customerId: firstKnown(person, known?.customerId),
    phone: firstKnown(contact.phone, known?.phone),
    email: firstKnown(contact.email, known?.email),
  };
}

/** A store may keep an erased person's orders, and tells them again when anything about them changes. */
async function isOfErased(
  { shopId, customerId, phone, email }: Order,
  { customers }: RecordOrderPorts,
): Promise<boolean> {
  if (customerId === null || phone !== null || email !== null) return false;
  const person = await customers.byId(shopId, customerId);
  return person?.identities.length === 0;
}

const tokens = (known: Order | null, seen: OrderSeen) => ({
  checkoutToken: firstKnown(seen.checkoutToken, known?.checkoutToken),
  cartToken: firstKnown(seen.cartToken, known?.cartToken),
  clickToken: firstKnown(seen.clickToken, known?.clickToken),
});

/** What has happened once stays happened. */
const milestones = (known: Order | null, seen: OrderSeen, now: Date) => ({
  placedAt: known?.placedAt ?? seen.placedAt,
  paidAt: firstKnown(known?.paidAt, isPaid({ ...seen, paidAt: null }) ? now : null),
  cancelledAt: firstKnown(seen.cancelledAt, known?.cancelledAt),
});

function newestWorth(
  known: Order | null,
  seen: OrderSeen,
): Pick<Order, 'total' | 'currentTotal' | 'payment'> {
  const sameStamp = known?.sourceUpdatedAt.getTime() === seen.updatedAt.getTime();
  const newest = known && sameStamp && isFurther(known.payment, seen.payment) ? known : seen;
  const { currentTotal, payment } = newest;
  const awaitsRest = known?.paidAt && payment === 'partially_paid';
  return { total: awaitsRest ? paidBefore(known) : newest.total, currentTotal, payment };
}

async function markCart(order: Order, now: Date, { carts }: RecordOrderPorts): Promise<void> {
  for (const { shopId, id, state } of await carts.boughtWith(order.shopId, order)) {
    if (state !== 'ordered') await carts.setState(shopId, id, 'ordered', now);
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
  if (before && isRevalued(before, after)) {
    const key = `edit:${after.sourceUpdatedAt.toISOString()}`;
    await announceChange(after, 'edit', key, now, ports);
  }
}

/**
 * Whether an order's worth changed in a way that nothing else tells: an edit, or a payment that came
 * to nothing. Its refunds, its cancellation and its first payment are announced as such.
 */
const isRevalued = (before: Order, after: Order): boolean =>
  before.currentTotal.minor !== after.currentTotal.minor ||
  (isPaid(before) &&
    creditable({ ...before, refunded: after.refunded, cancelledAt: after.cancelledAt }).minor !==
      creditable(after).minor);

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
