import type { EventLog } from '../kernel/event-envelope';
import type { CustomerId, NewId } from '../kernel/ids';
import type { Cart, CartState, CheckoutSeen } from './cart';
import type { ContactSeen } from './customer';
import type { CommerceEvent } from './events';
import { firstKnown } from '../kernel/first-known';
import { identifyContact } from './identify-customer';
import type { CartStore, CartWrite, CustomerStore } from './ports';
import { readContact } from './read-contact';
import type { ContactRead } from './read-contact';
import type { Shop } from './shop';

export interface RecordCartPorts {
  readonly carts: CartStore;
  readonly customers: CustomerStore;
  readonly events: EventLog<CommerceEvent>;
}

export interface RecordCartInput {
  readonly shop: Shop;
  readonly checkout: CheckoutSeen;
  /** When the shopper did what this tells, on our clock. */
  readonly activityAt: Date;
  readonly newId: NewId;
  readonly now: Date;
}

export type RecordCartOutcome =
  | { readonly kind: 'recorded'; readonly cart: CartWrite; readonly contact: ContactRead }
  | { readonly kind: 'older' };

/**
 * Keeps the newest state of a checkout. Contact details stick: an update that leaves the phone out
 * doesn't lose it. Only a change that the shopper made counts as activity.
 */
export async function recordCart(
  input: RecordCartInput,
  ports: RecordCartPorts,
): Promise<RecordCartOutcome> {
  const { shop, checkout, now, newId } = input;
  const known = await findKnown(input, ports.carts);
  if (known && isOlder(known, checkout)) return { kind: 'older' };
  const contact = readContact(checkout.contact, shop.countryCode);
  const seen = {
    ...checkout.contact,
    locale: firstKnown(checkout.locale, checkout.contact.locale),
  };
  const at = { shopId: shop.id, newId, now };
  const person = await identifyContact(seen, contact, at, ports);
  const cart = nextCart(input, known, contact, firstKnown(person, known?.customerId));
  if (!(await ports.carts.upsertNewest(cart))) return { kind: 'older' };
  if (cart.state === 'emptied' && known && known.state !== 'emptied') {
    await announceEmptied(cart, now, ports.events);
  }
  return { kind: 'recorded', cart, contact };
}

const announceEmptied = (
  { shopId, id, customerId }: CartWrite,
  occurredAt: Date,
  events: EventLog<CommerceEvent>,
): Promise<void> =>
  events.append({
    type: 'cart.emptied',
    shopId,
    subjectId: id,
    occurredAt,
    payload: { customerId },
  });

/**
 * A platform's list names a checkout by its cart only (Shopify's API has no checkout token), its
 * webhooks by both; whichever is heard of first, it is one cart, and the checkout token stays.
 */
const namedByCart = ({ externalId, cartToken }: CheckoutSeen): boolean => externalId === cartToken;

async function findKnown(
  { shop, checkout }: RecordCartInput,
  ports: CartStore,
): Promise<Cart | null> {
  const { externalId, cartToken } = checkout;
  const tokens = cartToken === null ? [externalId] : [externalId, cartToken];
  const carts = await ports.withExternalIds(shop.id, tokens);
  const called = (name: string): Cart | null =>
    carts.find((cart) => cart.externalId === name) ?? null;
  const known = called(externalId);
  if (known || cartToken === null) return known;
  if (namedByCart(checkout)) return ports.byCartToken(shop.id, cartToken);
  const listed = called(cartToken);
  if (listed) await ports.rename(shop.id, listed.id, externalId);
  return listed && { ...listed, externalId };
}

/** At the same age a webhook says more than a list. */
const isOlder = (known: Cart, checkout: CheckoutSeen): boolean =>
  namedByCart(checkout)
    ? known.sourceUpdatedAt >= checkout.updatedAt
    : known.sourceUpdatedAt > checkout.updatedAt;

function nextCart(
  { shop, checkout, activityAt, newId }: RecordCartInput,
  known: Cart | null,
  contact: ContactRead,
  customerId: CustomerId | null,
): CartWrite {
  const active = known === null || changedByShopper(known, checkout, contact);
  return {
    id: known?.id ?? newId(),
    shopId: shop.id,
    externalId: namedByCart(checkout) && known ? known.externalId : checkout.externalId,
    customerId,
    ...stickyContact(known, contact, checkout.contact),
    ...sticky(known, checkout),
    lineItems: checkout.lineItems,
    total: checkout.total,
    discountCodes: checkout.discountCodes,
    state: nextState(firstKnown(known?.state), checkout, active),
    lastActivityAt: active ? later(known, activityAt) : known.lastActivityAt,
    sourceUpdatedAt: checkout.updatedAt,
  };
}

const sticky = (known: Cart | null, checkout: CheckoutSeen) => ({
  cartToken: firstKnown(checkout.cartToken, known?.cartToken),
  locale: firstKnown(checkout.locale, known?.locale),
  recoveryUrl: firstKnown(checkout.recoveryUrl, known?.recoveryUrl),
});

const stickyContact = (known: Cart | null, contact: ContactRead, seen: ContactSeen) => ({
  phone: firstKnown(contact.phone, known?.phone),
  phoneProblem: seen.phoneRaw === null ? firstKnown(known?.phoneProblem) : contact.phoneProblem,
  email: firstKnown(contact.email, known?.email),
  countryCode: firstKnown(contact.countryCode, known?.countryCode),
});

/** A bought cart never opens again; an abandoned one does when the shopper is back at it. */
function nextState(known: CartState | null, checkout: CheckoutSeen, active: boolean): CartState {
  if (known === 'ordered' || checkout.completedAt) return 'ordered';
  if (checkout.lineItems.length === 0) return 'emptied';
  if (active || known === null || known === 'emptied') return 'open';
  return known;
}

function changedByShopper(known: Cart, checkout: CheckoutSeen, contact: ContactRead): boolean {
  return (
    fingerprint(known) !== fingerprint(checkout) ||
    (contact.phone !== null && contact.phone !== known.phone) ||
    (contact.email !== null && contact.email !== known.email)
  );
}

const fingerprint = (cart: Pick<Cart, 'lineItems' | 'total' | 'discountCodes'>): string =>
  JSON.stringify([
    cart.lineItems.map((item) => [item.variantId, item.title, item.quantity, item.unitPrice.minor]),
    cart.total.minor,
    cart.total.currency,
    cart.discountCodes,
  ]);

const later = (known: Cart | null, activityAt: Date): Date =>
  known && known.lastActivityAt > activityAt ? known.lastActivityAt : activityAt;
