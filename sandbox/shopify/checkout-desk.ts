import { viewCheckout, type CheckoutView } from './checkout-view';
import { customerFor, setConsent } from './customers';
import { checkoutPayload } from './payloads';
import { usableDiscount } from './pricing';
import { NO_CONTACT, type Cart, type Checkout, type Contact } from './state';
import type { ShopWorld } from './world';

/** Opens the cart's checkout, or goes on with the one it has. */
export async function openCheckout(world: ShopWorld, cart: Cart): Promise<Checkout> {
  const open = openCheckoutOf(world, cart);
  if (open !== null) return open;
  const now = await world.clock.now();
  const checkout: Checkout = {
    id: world.state.ids.next(),
    token: world.token(),
    cartToken: cart.token,
    recoveryKey: world.token(),
    createdAt: now,
    updatedAt: now,
    touchedAt: now,
    completedAt: null,
    lines: cart.lines.map((line) => ({ ...line })),
    discountCode: cart.discountCode,
    attributes: cart.attributes,
    contact: { ...NO_CONTACT },
    acceptsWhatsApp: false,
    customerId: null,
    announced: false,
    urlWithheld: world.faults.take('shopify', (kind) => kind === 'null-recovery-url') !== null,
    landingSite: cart.landingSite,
    referringSite: cart.referringSite,
    draftOrderId: null,
  };
  cart.checkoutToken = checkout.token;
  world.state.checkouts.set(checkout.token, checkout);
  return checkout;
}

function openCheckoutOf(world: ShopWorld, cart: Cart): Checkout | null {
  const checkout =
    cart.checkoutToken === null ? undefined : world.state.checkouts.get(cart.checkoutToken);
  return checkout === undefined || checkout.completedAt !== null ? null : checkout;
}

export function viewOf(world: ShopWorld, checkout: Checkout, now: Date): CheckoutView {
  return viewCheckout(world.state, checkout, world.settings.publicUrl, now);
}

/** Announces what a checkout has become: created at the first contact detail, then updated. */
export async function announceCheckout(world: ShopWorld, checkout: Checkout): Promise<void> {
  const now = await world.clock.now();
  checkout.updatedAt = now;
  const hasContact = checkout.contact.email !== null || checkout.contact.phone !== null;
  if (!checkout.announced && !hasContact) return;
  const topic = checkout.announced ? 'checkouts/update' : 'checkouts/create';
  checkout.announced = true;
  world.changed();
  await world.herald.tell(topic, checkoutPayload(viewOf(world, checkout, now)), now);
}

/** The shopper typed or changed contact details; unchanged details announce nothing. */
export async function captureContact(
  world: ShopWorld,
  checkout: Checkout,
  given: Partial<Contact>,
  acceptsWhatsApp: boolean,
): Promise<void> {
  const before = JSON.stringify([checkout.contact, checkout.acceptsWhatsApp]);
  checkout.contact = { ...checkout.contact, ...given };
  const hadConsent = checkout.acceptsWhatsApp;
  checkout.acceptsWhatsApp = acceptsWhatsApp;
  if (JSON.stringify([checkout.contact, acceptsWhatsApp]) === before) return;
  const now = await world.clock.now();
  checkout.touchedAt = now;
  const { email, phone } = checkout.contact;
  if (email !== null || phone !== null) {
    const customer = customerFor(world.state, checkout, now);
    checkout.customerId = customer.id;
    await announceCheckout(world, checkout);
    if (acceptsWhatsApp !== hadConsent || (acceptsWhatsApp && given.phone !== undefined)) {
      await recordConsent(world, checkout, now);
    }
  }
}

async function recordConsent(world: ShopWorld, checkout: Checkout, now: Date): Promise<void> {
  const customer = world.state.customers.get(checkout.customerId ?? -1);
  if (customer?.phone === undefined || customer.phone === null) return;
  const state = checkout.acceptsWhatsApp ? 'SUBSCRIBED' : 'UNSUBSCRIBED';
  if (customer.consent.state === state) return;
  await setConsent(world, customer, {
    state,
    optInLevel: checkout.acceptsWhatsApp ? 'SINGLE_OPT_IN' : null,
    updatedAt: now,
  });
}

/** Applies a discount code, or takes it away with an empty one; false when it cannot be used. */
export async function applyDiscount(
  world: ShopWorld,
  checkout: Checkout,
  code: string,
): Promise<boolean> {
  const now = await world.clock.now();
  const wanted = code.trim() === '' ? null : code.trim();
  if (wanted !== null && usableDiscount(world.state, wanted, checkout.customerId, now) === null) {
    return false;
  }
  checkout.discountCode = wanted;
  checkout.touchedAt = now;
  if (checkout.announced) await announceCheckout(world, checkout);
  return true;
}

/** A changed cart changes its open checkout too. */
export async function syncCheckoutLines(world: ShopWorld, cart: Cart): Promise<void> {
  world.changed();
  const checkout = openCheckoutOf(world, cart);
  if (checkout === null) return;
  checkout.lines = cart.lines.map((line) => ({ ...line }));
  checkout.touchedAt = await world.clock.now();
  if (checkout.announced) await announceCheckout(world, checkout);
}
