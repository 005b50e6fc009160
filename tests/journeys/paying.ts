import { expect } from 'vitest';
import { CART_MINOR, leaveCart } from '../../sandbox/woocommerce/shopper-desk';
import type { Item } from '../../sandbox/woocommerce/state';
import { ledger, linkTokenOf, sentTo } from '../support/ledger';
import { outside } from '../support/outside';
import { startPayingShop, type PayingShop } from '../support/paying-shop';
import { DAY, PHONE_BROWSER } from './acts';

export interface PaymentRow {
  readonly state: string;
  readonly reason: string | null;
  readonly refunded: number | null;
  readonly disputed: boolean;
}

/** A WooCommerce store whose carts are paid by links, and what its shoppers do. */
export async function startPaying(options: Parameters<typeof startPayingShop>[0] = {}) {
  const shop = await startPayingShop(options);
  const of = paying(shop);
  await of.world.advance(0);
  return { shop, of };
}

/** Stripe tells that a session was paid. */
export const stripePaid = (shop: PayingShop, session: string): Promise<number> =>
  shop.stripeTells('checkout.session.completed', session);

export type Paying = Awaited<ReturnType<typeof startPaying>>;

/** What a shopper with a payment link does, and what becomes of it. */
function paying(shop: PayingShop) {
  const world = outside(shop.rehearsal);
  const book = ledger(shop.rehearsal);
  const browser = { redirect: 'manual', headers: { 'user-agent': PHONE_BROWSER } } as const;
  const see = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${shop.rehearsal.url}${path}`, {
      ...browser,
      headers: { ...browser.headers, ...headers },
    });
  const send = (token: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(`${shop.rehearsal.url}/p/${token}`, {
      ...browser,
      method: 'POST',
      body: new URLSearchParams(fields),
    });
  const press = (token: string, provider = 'stripe', total = CART_MINOR): Promise<Response> =>
    send(token, { provider, total: `${total} EUR` });
  const leave = async (phone: string): Promise<Item> => {
    const shopper = { phone, consents: true };
    const cart = leaveCart(shop.site.state, shop.site.home, shopper, await world.now());
    expect((await shop.site.tell('cart', { cart })).status).toBe(200);
    return cart;
  };
  const remind = async (phone: string) => {
    const cart = await leave(phone);
    await world.advance(2 * DAY);
    const token = linkTokenOf(sentTo(await world.messages(), phone)[0]);
    expect((await see(`/r/${token}`)).headers.get('location')).toBe(`/p/${token}`);
    return { cart, token };
  };
  /** From the reminder to the provider's page; answers its session. */
  const begin = async (phone: string, provider = 'stripe') => {
    const { cart, token } = await remind(phone);
    const session = sessionIn(await press(token, provider));
    return { cart, token, session };
  };
  return { world, book, see, send, press, leave, remind, begin, ...storeBooks(shop, book) };
}

function storeBooks(shop: PayingShop, book: ReturnType<typeof ledger>) {
  const ordersOf = (cart: Item): Item[] =>
    shop.site.state.orders.filter(({ meta_data: meta }) =>
      (meta as Item[]).some(({ key, value }) => key === '_ripresa_cart' && value === cart.token),
    );
  return {
    ordersOf,
    paymentsOf: (cart: Item) =>
      book.rows<PaymentRow>(
        `SELECT payment.state, payment.reason, payment.refunded_minor AS refunded,
           payment.is_disputed AS disputed
         FROM payment JOIN cart ON cart.shop_id = payment.shop_id AND cart.id = payment.cart_id
         WHERE cart.external_id = $1 ORDER BY payment.opened_at`,
        [cart.token],
      ),
    creditOf: (cart: Item) => book.credit(`#${String(ordersOf(cart)[0]?.number)}`),
  };
}

/** The provider's name of the page that a press led to. */
export function sessionIn(answer: Response): string {
  expect(answer.status).toBe(303);
  const url = new URL(answer.headers.get('location') ?? '');
  return url.searchParams.get('token') ?? url.pathname.split('/').at(-1) ?? '';
}
