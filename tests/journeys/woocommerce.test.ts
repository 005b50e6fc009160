import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leaveCart, placeOrder, CART_MINOR } from '../../sandbox/woocommerce/shopper-desk';
import type { Payment } from '../../sandbox/woocommerce/shopper-desk';
import type { Item } from '../../sandbox/woocommerce/state';
import { ledger, linkTokenOf, sentTo } from '../support/ledger';
import { outside } from '../support/outside';
import type { Outside } from '../support/outside';
import { connect, connectWhatsApp, startWooCommerceShop } from '../support/woocommerce-shop';
import type { WooCommerceShop } from '../support/woocommerce-shop';
import { eraseLeftStores } from '../../workers/sweeps/erase-left-stores';
import { DAY, PHONE_BROWSER } from './acts';

let shop: WooCommerceShop;
let world: Outside;
let book: ReturnType<typeof ledger>;

beforeAll(async () => {
  shop = await startWooCommerceShop();
  world = outside(shop.rehearsal);
  book = ledger(shop.rehearsal);
  expect((await connect(shop)).status).toBe(200);
  await connectWhatsApp(shop);
  await world.advance(0);
});
afterAll(() => shop.close());

async function tell(topic: string, body: Item): Promise<void> {
  const answer = await shop.site.tell(topic, body);
  expect(answer.status).toBe(200);
  await world.advance(0);
}

/** A shopper types a phone, ticks the box for WhatsApp and goes away. */
async function leave(phone: string, consents = true): Promise<Item> {
  const shopper = { phone, consents };
  const cart = leaveCart(shop.site.state, shop.site.home, shopper, await world.now());
  await tell('cart', { cart });
  return cart;
}

async function buy(cart: Item, payment: Payment, click: string | null = null): Promise<Item> {
  const order = placeOrder(shop.site.state, cart, payment, await world.now(), click);
  await tell('order', { order, refunds: [] });
  return order;
}

const arrived = async (phone: string) => sentTo(await world.messages(), phone);

describe('a WooCommerce store', () => {
  test('wins a cart back: reminder, click, order, credit, and silence afterwards', async () => {
    const phone = '+393481000001';
    const cart = await leave(phone);
    await world.advance(2 * DAY);
    expect(await arrived(phone)).toHaveLength(1);
    const token = linkTokenOf((await arrived(phone)).at(-1));
    const click = await fetch(`${shop.rehearsal.url}/r/${token}`, {
      redirect: 'manual',
      headers: { 'user-agent': PHONE_BROWSER },
    });
    expect(click.status).toBe(302);
    const back = new URL(click.headers.get('location') ?? '');
    expect(`${back.origin}${back.pathname}`).toBe(`${shop.site.home}/`);
    expect(back.searchParams.get('ripresa_restore')).toMatch(/^[0-9a-f]{64}$/);
    const clicked = back.searchParams.get('rp_click');
    await buy(cart, 'card', clicked);
    const name = `#${String(shop.site.state.orders.at(-1)?.number)}`;
    expect(await book.credit(name)).toEqual({ minor: CART_MINOR, proof: 'click_token' });
    expect((await book.cart(String(cart.token)))?.state).toBe('ordered');
    await world.advance(10 * DAY);
    expect(await arrived(phone)).toHaveLength(1);
  });

  test('does not write to a shopper who took the tick back, and keeps the reason', async () => {
    const phone = '+393481000002';
    const cart = await leave(phone);
    const at = new Date((await world.now()).getTime() + 1000).toISOString();
    const consent = { ...(cart.consent as Item), given: false, at };
    await tell('cart', { cart: { ...cart, sequence: 2, consent } });
    await world.advance(3 * DAY);
    expect(await arrived(phone)).toEqual([]);
    const reasons = await book.rows(
      `SELECT DISTINCT payload->>'reason' AS reason FROM domain_event WHERE type = 'recovery.declined'`,
    );
    expect(reasons).toEqual([{ reason: 'opted_out' }]);
    const [proof] = await book.rows<{ proof: Record<string, string> }>(
      `SELECT proof FROM consent_record WHERE source = 'checkout_checkbox' AND state = 'withdrawn'`,
    );
    expect(proof?.proof).toMatchObject({ page: `${shop.site.home}/checkout/`, checkout: 'blocks' });
  });

  test.each<[Payment, string]>([
    ['cash_on_delivery', '+393481000003'],
    ['bank_transfer', '+393481000004'],
  ])(
    'is not reminded after an order by %s, which earns nothing until it is paid',
    async (payment, phone) => {
      const cart = await leave(phone);
      await buy(cart, payment);
      await world.advance(5 * DAY);
      expect(await arrived(phone)).toEqual([]);
      const name = `#${String(shop.site.state.orders.at(-1)?.number)}`;
      expect((await book.credit(name))?.minor ?? null).toBeNull();
    },
  );

  test('reminds of a cart whose card was refused: that was no order', async () => {
    const phone = '+393481000005';
    const cart = await leave(phone);
    await buy(cart, 'card_declined');
    await world.advance(2 * DAY);
    expect(await arrived(phone)).toHaveLength(1);
    expect(await book.rows(`SELECT 1 FROM orders WHERE phone = $1`, [phone])).toEqual([]);
  });

  test('takes the cart’s highest sequence for the newest, whatever comes first', async () => {
    const cart = await leave('+393481000006', false);
    const newest = { ...cart, sequence: 3, total: '10.00' };
    await tell('cart', { cart: newest });
    await tell('cart', { cart: { ...cart, sequence: 2, total: '20.00' } });
    const [row] = await book.rows('SELECT total_minor FROM cart WHERE external_id = $1', [
      cart.token,
    ]);
    expect(row).toEqual({ total_minor: 1_000 });
  });

  test('that disconnects is told so, and its keys are gone', async () => {
    await tell('disconnected', { disconnected: { reason: 'merchant' } });
    const [row] = await book.rows<{ state: string; key: string | null }>(
      `SELECT shop.state, site.signing_key AS key FROM woocommerce_site site
       JOIN shop ON shop.id = site.shop_id WHERE shop.domain = $1`,
      [shop.domain],
    );
    expect(row).toEqual({ state: 'uninstalled', key: null });
    expect(shop.site.state.keys).not.toBeNull();
    expect((await connect(shop)).status).toBe(200);
    expect((await shop.rehearsal.services.stores.shops.byDomain(shop.domain))?.state).toBe(
      'installed',
    );
  });

  test('that left is erased a month later, and not while it is connected', async () => {
    const { services } = shop.rehearsal;
    const left = (days: number) =>
      book.rows(
        `UPDATE woocommerce_site SET disconnected_at = $1 WHERE disconnected_at IS NOT NULL RETURNING 1`,
        [new Date(services.clock.now().getTime() - days * 24 * 60 * 60_000)],
      );
    expect(await left(31)).toHaveLength(0);
    expect(await eraseLeftStores(services)).toBe(0);
    await tell('disconnected', { disconnected: { reason: 'uninstalled' } });
    expect(await left(29)).toHaveLength(1);
    expect(await eraseLeftStores(services)).toBe(0);
    await left(31);
    expect(await eraseLeftStores(services)).toBe(1);
    expect(await services.stores.shops.byDomain(shop.domain)).toBeNull();
    expect(await book.rows(`SELECT kind FROM privacy_request WHERE kind = 'erase_shop'`)).toEqual([
      { kind: 'erase_shop' },
    ]);
  });
});
