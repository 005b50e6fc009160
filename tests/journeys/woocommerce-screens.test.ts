import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { merchantPages } from '../../app/doors/merchant-pages';
import { CART_MINOR, leaveCart, placeOrder } from '../../sandbox/woocommerce/shopper-desk';
import { ledger, linkTokenOf, sentTo } from '../support/ledger';
import { outside } from '../support/outside';
import type { Outside } from '../support/outside';
import {
  askAsPlugin,
  connect,
  connectWhatsApp,
  startWooCommerceShop,
} from '../support/woocommerce-shop';
import type { WooCommerceShop } from '../support/woocommerce-shop';
import { DAY, PHONE_BROWSER } from './acts';

const PHONE = '+393481000001';
const EARNED = (CART_MINOR / 100).toFixed(2);
const API = '/api/woocommerce';

let shop: WooCommerceShop;
let world: Outside;
let book: ReturnType<typeof ledger>;

beforeAll(async () => {
  shop = await startWooCommerceShop({ pages: merchantPages });
  world = outside(shop.rehearsal);
  book = ledger(shop.rehearsal);
  await connect(shop);
  await connectWhatsApp(shop);
  await world.advance(0);
  await winACart();
});
afterAll(() => shop.close());

async function winACart(): Promise<void> {
  const { state, home } = shop.site;
  const shopper = { phone: PHONE, consents: true };
  const cart = leaveCart(state, home, shopper, await world.now());
  await shop.site.tell('cart', { cart });
  await world.advance(2 * DAY);
  const token = linkTokenOf(sentTo(await world.messages(), PHONE).at(-1));
  const click = await fetch(`${shop.rehearsal.url}/r/${token}`, {
    redirect: 'manual',
    headers: { 'user-agent': PHONE_BROWSER },
  });
  const clicked = new URL(click.headers.get('location') ?? '').searchParams.get('rp_click');
  await world.advance(0);
  const order = placeOrder(state, cart, 'card', await world.now(), clicked);
  await shop.site.tell('order', { order, refunds: [] });
  await world.advance(0);
}

const sequenceOf = async (platform: 'woocommerce' | 'shopify'): Promise<string> => {
  const [row] = await book.rows<{ id: string }>(
    `SELECT sequence.id FROM sequence JOIN shop ON shop.id = shop_id WHERE platform = $1`,
    [platform],
  );
  return row?.id ?? '';
};
const stateOf = async (id: string): Promise<unknown> =>
  (await book.rows<{ state: string }>('SELECT state FROM sequence WHERE id = $1', [id]))[0]?.state;
const read = async (path: string) =>
  (await (await askAsPlugin(shop, `${API}${path}`)).json()) as Record<string, unknown>;

describe('what wp-admin asks', () => {
  test('shows what was earned, by campaign and day, in the store’s currency and zone', async () => {
    const overview = await read('/overview?days=7');
    expect(overview).toMatchObject({ days: 7, currency: 'EUR', timeZone: 'Europe/Rome' });
    expect(overview['revenue']).toEqual([
      {
        currency: 'EUR',
        total: EARNED,
        orders: 1,
        campaigns: [
          {
            id: await sequenceOf('woocommerce'),
            name: expect.any(String) as string,
            revenue: EARNED,
            orders: 1,
          },
        ],
      },
    ]);
    const days = overview['byDay'] as { revenue: string }[];
    expect(days).toHaveLength(7);
    expect(days.map(({ revenue }) => revenue).filter((sum) => sum !== '0.00')).toEqual([EARNED]);
    expect(overview['funnel']).toMatchObject({ carts: 1, sent: 1, clicked: 1, paid: 1 });
  });

  test('says how the recovery is', async () => {
    const health = await read('/health');
    expect(health).toMatchObject({
      ready: { numberConnected: true, activeSequences: 1, cartsSeen: 1 },
      stalled: { steps: 0, messages: 0, since: null },
    });
  });

  test('lists the store’s own sequences alone, and switches one off and on', async () => {
    const id = await sequenceOf('woocommerce');
    const { sequences } = (await read('/sequences')) as { sequences: { id: string }[] };
    expect(sequences.map((one) => one.id)).toEqual([id]);
    for (const state of ['paused', 'active']) {
      const path = `${API}/sequences/${id}/state`;
      const answer = await askAsPlugin(shop, path, { body: { state } });
      expect(await answer.json()).toEqual({ id, state });
      expect(await stateOf(id)).toBe(state);
    }
  });

  test('does not reach the sequence of another store', async () => {
    const id = await sequenceOf('shopify');
    const before = await stateOf(id);
    const path = `${API}/sequences/${id}/state`;
    const answer = await askAsPlugin(shop, path, { body: { state: 'paused' } });
    expect([answer.status, await answer.json()]).toEqual([404, { error: 'unknown_sequence' }]);
    expect(await stateOf(id)).toBe(before);
  });

  test('is understood, or refused with a word', async () => {
    const path = `${API}/sequences/${await sequenceOf('woocommerce')}/state`;
    for (const body of [{ state: 'archived' }, {}, 'x']) {
      expect((await askAsPlugin(shop, path, { body })).status).toBe(400);
    }
    expect((await askAsPlugin(shop, `${API}/elsewhere`)).status).toBe(404);
    expect((await askAsPlugin(shop, `${API}/elsewhere`, { body: {} })).status).toBe(404);
  });
});

describe('the signature of wp-admin’s questions', () => {
  const ask = (headers: Record<string, string>) =>
    fetch(`${shop.appUrl}${API}/overview`, { headers });
  const words = async (answer: Response): Promise<unknown> => [answer.status, await answer.json()];

  test('is asked of everybody', async () => {
    expect(await words(await ask({}))).toEqual([401, { error: 'signature' }]);
    const { siteId } = shop.site.state.keys!;
    const forged = { 'x-ripresa-site': siteId, 'x-ripresa-timestamp': '1' };
    expect((await ask({ ...forged, 'x-ripresa-signature': `v1=${'0'.repeat(64)}` })).status).toBe(
      401,
    );
  });

  test('is worth nothing after five minutes', async () => {
    const at = Date.now() - 400_000;
    const answer = await askAsPlugin(shop, `${API}/overview`, { at });
    expect(await words(answer)).toEqual([
      401,
      { error: 'clock', now: expect.any(Number) as number },
    ]);
  });

  test('is worth nothing for another address', async () => {
    const keys = shop.site.state.keys!;
    const elsewhere = await askAsPlugin(shop, `${API}/health`, { to: `${API}/overview` });
    expect(elsewhere.status).toBe(401);
    shop.site.state.keys = { ...keys, signingKey: 'ff'.repeat(32) };
    expect((await askAsPlugin(shop, `${API}/health`)).status).toBe(401);
    shop.site.state.keys = { ...keys, siteId: '0d9c2e3a-5a57-4a63-9f0e-1d2c3b4a5f60' };
    expect(await words(await askAsPlugin(shop, `${API}/health`))).toEqual([
      410,
      { error: 'unknown_site' },
    ]);
    shop.site.state.keys = keys;
  });
});
