import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CART_MINOR, leaveCart } from '../../sandbox/woocommerce/shopper-desk';
import type { Item } from '../../sandbox/woocommerce/state';
import { ledger, linkTokenOf, sentTo } from '../support/ledger';
import { outside } from '../support/outside';
import type { Outside } from '../support/outside';
import { startPayingShop } from '../support/paying-shop';
import type { PayingShop } from '../support/paying-shop';
import { DAY, PHONE_BROWSER } from './acts';

let shop: PayingShop;
let world: Outside;
let book: ReturnType<typeof ledger>;

beforeAll(async () => {
  shop = await startPayingShop();
  world = outside(shop.rehearsal);
  book = ledger(shop.rehearsal);
  await world.advance(0);
});
afterAll(() => shop.close());

/** A cart is left, and a reminder arrives; answers the cart and the link's token. */
async function remind(phone: string): Promise<{ readonly cart: Item; readonly token: string }> {
  const shopper = { phone, consents: true };
  const cart = leaveCart(shop.site.state, shop.site.home, shopper, await world.now());
  expect((await shop.site.tell('cart', { cart })).status).toBe(200);
  await world.advance(2 * DAY);
  const [message] = sentTo(await world.messages(), phone);
  return { cart, token: linkTokenOf(message) };
}

const browser = { redirect: 'manual', headers: { 'user-agent': PHONE_BROWSER } } as const;
const at = (path: string): string => `${shop.rehearsal.url}${path}`;
const see = (path: string): Promise<Response> => fetch(at(path), browser);
const press = (token: string, provider: string, total = CART_MINOR): Promise<Response> =>
  fetch(at(`/p/${token}`), {
    ...browser,
    method: 'POST',
    body: new URLSearchParams({ provider, total: `${total} EUR` }),
  });
const sessionIn = (answer: Response): string =>
  new URL(answer.headers.get('location') ?? '').pathname.split('/').at(-1) ?? '';
const ordersOf = (cart: Item): Item[] =>
  shop.site.state.orders.filter(({ meta_data: meta }) =>
    (meta as Item[]).some(({ key, value }) => key === '_ripresa_cart' && value === cart.token),
  );
const paymentOf = (cart: Item) =>
  book.rows<{ state: string; reason: string | null; refunded_minor: number | null }>(
    `SELECT payment.state, payment.reason, payment.refunded_minor FROM payment
     JOIN cart ON cart.shop_id = payment.shop_id AND cart.id = payment.cart_id
     WHERE cart.external_id = $1 ORDER BY payment.opened_at`,
    [cart.token],
  );

describe('a cart that is paid by a link', () => {
  test('becomes one order in the store, paid and credited to the message that led to it', async () => {
    const phone = '+393482000001';
    const { cart, token } = await remind(phone);
    const click = await see(`/r/${token}`);
    expect(click.headers.get('location')).toBe(`/p/${token}`);
    const page = await see(`/p/${token}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('€99.80');
    const pressed = await press(token, 'stripe');
    expect(pressed.status).toBe(303);
    const session = sessionIn(pressed);
    shop.stripe.shopper.pays(session);
    expect(await shop.stripeTells('checkout.session.completed', session)).toBe(200);
    await world.advance(0);
    const orders = ordersOf(cart);
    expect(orders).toHaveLength(1);
    expect(orders[0]).toMatchObject({ status: 'processing', payment_method: 'ripresa_stripe' });
    expect(String(orders[0]?.transaction_id)).toMatch(/^pi_/);
    expect(await paymentOf(cart)).toMatchObject([{ state: 'ordered', reason: null }]);
    const name = `#${String(orders[0]?.number)}`;
    expect(await book.credit(name)).toEqual({ minor: CART_MINOR, proof: 'click_token' });
    expect((await book.cart(String(cart.token)))?.state).toBe('ordered');
    expect(await (await see(`/p/${token}`)).text()).toContain('your payment has arrived');
    await world.advance(5 * DAY);
    expect(sentTo(await world.messages(), phone)).toHaveLength(1);
  });
});
