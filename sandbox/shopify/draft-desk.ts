import { customerFor } from './customers';
import { announceOrder } from './order-desk';
import { priceOf, usableDiscount, type Price } from './pricing';
import { onShelf, takeFromShelf } from './shelf';
import type { DraftOrder } from './draft-order';
import type { Checkout, Discount, Line, Order, ShopState, Zone } from './state';
import type { ShopWorld } from './world';

export interface DraftPrice extends Price {
  /** Sending included. */
  whole: number;
  shipping: number;
  /** The discount of a code; Shopify applies the best one where they don't combine. */
  discountOfCode: Discount | null;
  rates: Zone['rates'];
}

/** What a draft costs at one moment. */
export function priceDraft(state: ShopState, draft: DraftOrder, now: Date): DraftPrice {
  const usable = draft.discountCodes
    .map((code) => ({ code, discount: usableDiscount(state, code, null, now) }))
    .flatMap(({ discount }) => (discount === null ? [] : [discount]))
    .map((discount) => ({ discount, price: priceOf(draft.lines, discount) }))
    .sort((left, right) => right.price.discount - left.price.discount);
  const [best] = draft.discount === null ? usable : [];
  const price = best?.price ?? priceOf(draft.lines, draft.discount);
  const shipping = draft.shipping?.price ?? 0;
  return {
    ...price,
    shipping,
    whole: price.total + shipping,
    discountOfCode: best?.discount ?? null,
    rates: ratesFor(state, draft),
  };
}

/** Shopify asks for a whole address before it names a price. */
function ratesFor(state: ShopState, { lines, contact }: DraftOrder): Zone['rates'] {
  const isSent = lines.some((line) => isShipped(state, line));
  if (!isSent || contact.address === null || contact.city === null) return [];
  return state.zones.find(({ countryCode }) => countryCode === contact.country)?.rates ?? [];
}

export function isShipped(state: ShopState, line: Line): boolean {
  return line.custom?.requiresShipping ?? onShelf(state, line.variantId)?.requiresShipping ?? false;
}

/** Makes a draft's order. Nothing is asked of the stock: an agent may sell what is still to come. */
export async function completeDraft(
  world: ShopWorld,
  draft: DraftOrder,
  isPending: boolean,
): Promise<Order> {
  const { state } = world;
  const now = await world.clock.now();
  const price = priceDraft(state, draft, now);
  const checkout = checkoutOf(world, draft, price, now);
  price.discountOfCode?.usedBy.push(checkout.customerId);
  const order: Order = {
    id: state.ids.next(),
    number: 1001 + state.orders.size,
    token: world.token(),
    checkout,
    lines: draft.lines.map((line) => ({ ...line })),
    subtotal: price.lines,
    discount: price.discount,
    total: price.whole,
    gateway: 'manual',
    financialStatus: isPending ? 'pending' : 'paid',
    createdAt: now,
    updatedAt: now,
    cancelledAt: null,
    refunds: [],
    sourceName: 'shopify_draft_order',
    shipping: draft.shipping,
    tags: draft.tags,
    note: draft.note,
  };
  state.orders.set(order.id, order);
  draft.orderId = order.id;
  takeFromShelf(state, order.lines);
  await announceOrder(world, order, 'orders/create', now);
  if (!isPending) await announceOrder(world, order, 'orders/paid', now);
  world.changed();
  return order;
}

/** Such an order has no checkout of its own, nor a cart: their tokens are empty. */
function checkoutOf(world: ShopWorld, draft: DraftOrder, price: DraftPrice, now: Date): Checkout {
  const { email, phone } = draft;
  const checkout: Checkout = {
    id: world.state.ids.next(),
    ...{ token: '', cartToken: '', recoveryKey: '', landingSite: '', referringSite: null },
    ...{ createdAt: now, updatedAt: now, touchedAt: now, completedAt: now },
    lines: draft.lines,
    discountCode: price.discountOfCode?.code ?? null,
    attributes: draft.attributes,
    contact: { ...draft.contact, email, phone },
    ...{ acceptsWhatsApp: false, announced: false, urlWithheld: true, customerId: null },
    draftOrderId: draft.id,
  };
  const isKnown = email !== null || phone !== null;
  if (isKnown) checkout.customerId = customerFor(world.state, checkout, now).id;
  return checkout;
}
