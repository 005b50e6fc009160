import { fieldsOf, json, redirect, textField, type Answer, type Exchange } from '../http/exchange';
import { addToCart, setQuantity } from '../shopify/cart-desk';
import { CATALOG } from '../shopify/catalog';
import { applyDiscount, captureContact, openCheckout, viewOf } from '../shopify/checkout-desk';
import { pay, type PaymentMethod } from '../shopify/order-desk';
import type { Checkout } from '../shopify/state';
import type { ShopWorld } from '../shopify/world';
import { cartOf, cartOrNew, cookieFor } from './cart-cookie';
import { checkoutPage, thankYouPage, type Notice } from './checkout-page';
import { readContact } from './contact-form';
import { openDraft, openPermalink, recover } from './entrances';
import { cartPage, gridPage, messagePage, productPage } from './shop-pages';

const BASE = '/sandbox/store';

type Step = (world: ShopWorld, exchange: Exchange, part: string) => Promise<Answer> | Answer;

const STEPS: [method: string, pattern: RegExp, step: Step][] = [
  ['GET', /^\/?$/, (world, exchange) => gridPage(cartOf(world, exchange))],
  ['GET', /^\/products\/([\w-]+)$/, showProduct],
  ['GET', /^\/cart$/, (world, exchange) => cartPage(cartOf(world, exchange))],
  ['POST', /^\/cart\/add$/, add],
  ['POST', /^\/cart\/quantity$/, changeQuantity],
  ['GET', /^\/cart\/([\d:,]+)$/, openPermalink],
  ['POST', /^\/checkout$/, checkOut],
  ['GET', /^\/checkouts\/(\w+)$/, showCheckout],
  ['POST', /^\/checkouts\/(\w+)\/contact$/, saveContact],
  ['POST', /^\/checkouts\/(\w+)\/discount$/, saveDiscount],
  ['POST', /^\/checkouts\/(\w+)\/pay$/, payNow],
  ['GET', /^\/checkouts\/(\w+)\/recover$/, recover],
  ['GET', /^\/invoices\/(\w+)$/, openDraft],
  ['GET', /^\/orders\/(\w+)$/, thankYou],
];

/** The demo shop's own pages. */
export async function storefront(world: ShopWorld, exchange: Exchange): Promise<Answer> {
  const path = exchange.url.pathname.slice(BASE.length);
  for (const [method, pattern, step] of STEPS) {
    const match = exchange.method === method ? pattern.exec(path) : null;
    if (match !== null) return step(world, exchange, match[1] ?? '');
  }
  return messagePage('Page not found', 'There is nothing at this address.', 404);
}

function showProduct(world: ShopWorld, exchange: Exchange, handle: string): Answer {
  const product = CATALOG.find((candidate) => candidate.handle === handle);
  return product === undefined
    ? messagePage('Product not found', 'We do not have this one.', 404)
    : productPage(product, cartOf(world, exchange));
}

async function add(world: ShopWorld, exchange: Exchange): Promise<Answer> {
  const fields = fieldsOf(exchange);
  const cart = cartOrNew(world, exchange);
  const quantity = Number(textField(fields, 'quantity') || 1);
  await addToCart(world, cart, Number(textField(fields, 'variant')), quantity);
  return redirect(`${BASE}/cart`, cookieFor(cart));
}

async function changeQuantity(world: ShopWorld, exchange: Exchange): Promise<Answer> {
  const fields = fieldsOf(exchange);
  const cart = cartOf(world, exchange);
  if (cart !== null) {
    await setQuantity(
      world,
      cart,
      textField(fields, 'line'),
      Number(textField(fields, 'quantity')),
    );
  }
  return redirect(`${BASE}/cart`);
}

async function checkOut(world: ShopWorld, exchange: Exchange): Promise<Answer> {
  const cart = cartOf(world, exchange);
  if (cart === null || cart.lines.length === 0) return redirect(`${BASE}/cart`);
  const checkout = await openCheckout(world, cart);
  return redirect(`${BASE}/checkouts/${checkout.token}`);
}

function withCheckout(
  world: ShopWorld,
  token: string,
  go: (checkout: Checkout) => Promise<Answer>,
): Promise<Answer> | Answer {
  const checkout = world.state.checkouts.get(token);
  if (checkout === undefined) {
    return messagePage('Checkout not found', 'This checkout has expired.', 404);
  }
  if (checkout.completedAt === null) return go(checkout);
  const order = [...world.state.orders.values()].find((item) => item.checkout === checkout);
  return redirect(`${BASE}/orders/${order?.token ?? ''}`);
}

function showCheckout(
  world: ShopWorld,
  exchange: Exchange,
  token: string,
): Promise<Answer> | Answer {
  return withCheckout(world, token, async (checkout) => {
    if (checkout.lines.length === 0) return redirect(`${BASE}/cart`);
    const notice = exchange.url.searchParams.get('notice') as Notice;
    const view = viewOf(world, checkout, await world.clock.now());
    return checkoutPage(view, cartOf(world, exchange), notice);
  });
}

function saveContact(
  world: ShopWorld,
  exchange: Exchange,
  token: string,
): Promise<Answer> | Answer {
  return withCheckout(world, token, async (checkout) => {
    const { contact, accepts } = readContact(fieldsOf(exchange));
    await captureContact(world, checkout, contact, accepts);
    return json(200, { saved: true });
  });
}

function saveDiscount(
  world: ShopWorld,
  exchange: Exchange,
  token: string,
): Promise<Answer> | Answer {
  return withCheckout(world, token, async (checkout) => {
    const code = textField(fieldsOf(exchange), 'code');
    const isValid = await applyDiscount(world, checkout, code);
    return redirect(`${BASE}/checkouts/${token}${isValid ? '' : '?notice=bad_code'}`);
  });
}

function payNow(world: ShopWorld, exchange: Exchange, token: string): Promise<Answer> | Answer {
  return withCheckout(world, token, async (checkout) => {
    const fields = fieldsOf(exchange);
    const { contact, accepts } = readContact(fields);
    await captureContact(world, checkout, contact, accepts);
    const outcome = await pay(world, checkout, methodOf(textField(fields, 'payment')));
    if (outcome.ok) return redirect(`${BASE}/orders/${outcome.order.token}`);
    if (outcome.reason === 'empty') return redirect(`${BASE}/cart`);
    return redirect(`${BASE}/checkouts/${token}?notice=${outcome.reason}`);
  });
}

function methodOf(text: string): PaymentMethod {
  return text === 'card_declined' || text === 'cash_on_delivery' ? text : 'card';
}

function thankYou(world: ShopWorld, _exchange: Exchange, token: string): Answer {
  const order = [...world.state.orders.values()].find((candidate) => candidate.token === token);
  return order === undefined
    ? messagePage('Order not found', 'There is no such order.', 404)
    : thankYouPage(order);
}
