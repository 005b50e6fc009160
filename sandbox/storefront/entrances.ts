import { redirect, type Answer, type Exchange } from '../http/exchange';
import { fillFromPermalink, newLine, openCart, parsePermalink } from '../shopify/cart-desk';
import { applyDiscount, captureContact, openCheckout } from '../shopify/checkout-desk';
import type { Cart, Checkout } from '../shopify/state';
import type { ShopWorld } from '../shopify/world';
import { cookieFor, entranceOf } from './cart-cookie';
import { messagePage } from './shop-pages';

const BASE = '/sandbox/store';

function toCheckout(checkout: Checkout, cart: Cart): Answer {
  return redirect(`${BASE}/checkouts/${checkout.token}`, cookieFor(cart));
}

/** A cart permalink opens a new checkout with the named products. */
export async function openPermalink(
  world: ShopWorld,
  exchange: Exchange,
  items: string,
): Promise<Answer> {
  const link = parsePermalink(items, exchange.url.searchParams);
  if (link === null) return messagePage('Cart not found', 'This link is not complete.', 404);
  const cart = openCart(world, entranceOf(exchange));
  fillFromPermalink(world, cart, link);
  if (cart.lines.length === 0) {
    return messagePage('Sold out', 'The products of this link are no longer sold.', 404);
  }
  return toCheckout(await openCheckout(world, cart), cart);
}

/** The recovery link of an abandoned checkout restores its cart in any browser. */
export async function recover(
  world: ShopWorld,
  exchange: Exchange,
  token: string,
): Promise<Answer> {
  const checkout = world.state.checkouts.get(token);
  const query = exchange.url.searchParams;
  if (checkout === undefined || query.get('key') !== checkout.recoveryKey) {
    return messagePage('Cart not found', 'This link is not valid any more.', 404);
  }
  if (checkout.completedAt !== null) return redirect(`${BASE}/checkouts/${token}`);
  const entrance = entranceOf(exchange);
  checkout.landingSite = entrance.landingSite;
  checkout.referringSite = entrance.referringSite;
  const cart = world.state.carts.get(checkout.cartToken) ?? openCart(world, entrance);
  cart.lines = checkout.lines.map((line) => ({ ...line }));
  cart.checkoutToken = checkout.token;
  const code = query.get('discount');
  if (code !== null) await applyDiscount(world, checkout, code);
  return toCheckout(checkout, cart);
}

/** The invoice link of a draft order opens a checkout with its products and contact. */
export async function openDraft(
  world: ShopWorld,
  exchange: Exchange,
  token: string,
): Promise<Answer> {
  const draft = [...world.state.drafts.values()].find((candidate) => candidate.token === token);
  if (draft === undefined) return messagePage('Invoice not found', 'There is none here.', 404);
  const paid = world.state.orders.get(draft.orderId ?? -1);
  if (paid !== undefined) return redirect(`${BASE}/orders/${paid.token}`);
  const cart = openCart(world, entranceOf(exchange));
  cart.attributes = draft.attributes;
  cart.lines = draft.lines.flatMap((line) => newLine(world, line.variantId, line.quantity) ?? []);
  const checkout = await openCheckout(world, cart);
  checkout.draftOrderId = draft.id;
  await captureContact(world, checkout, { email: draft.email, phone: draft.phone }, false);
  return toCheckout(checkout, cart);
}
