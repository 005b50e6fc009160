import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { coreWebhookSecret } from '#adapters/commerce/woocommerce/index';
import { leaveCart } from '../../sandbox/woocommerce/shopper-desk';
import { ledger } from '../support/ledger';
import { outside } from '../support/outside';
import { agree, codeIn, connect, startWooCommerceShop, wishOf } from '../support/woocommerce-shop';
import type { WooCommerceShop } from '../support/woocommerce-shop';

const STATE = 'ab'.repeat(16);
let shop: WooCommerceShop;
let book: ReturnType<typeof ledger>;

beforeAll(async () => {
  shop = await startWooCommerceShop();
  book = ledger(shop.rehearsal);
});
afterAll(() => shop.close());

const post = (path: string, body: string | URLSearchParams, headers: Record<string, string> = {}) =>
  fetch(`${shop.appUrl}${path}`, { method: 'POST', redirect: 'manual', body, headers });
const words = async (answer: Response) => ({
  status: answer.status,
  ...((await answer.json()) as object),
});

describe('the page that asks the merchant', () => {
  const shown = (wish: URLSearchParams) => fetch(`${shop.appUrl}/woocommerce/connect?${wish}`);

  test('names the store, keeps nothing, and can’t be framed', async () => {
    const answer = await shown(wishOf(shop));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(`Connect ${shop.domain}`);
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await book.rows('SELECT 1 FROM woocommerce_code')).toEqual([]);
  });

  test('shows words of an address as words', async () => {
    const state = '"><script>alert(1)</script>';
    const odd = await shown(wishOf(shop, { site: `${shop.site.home}/"><script>` }));
    expect(await odd.text()).not.toContain('<script>');
    expect((await shown(wishOf(shop, { state }))).status).toBe(400);
  });

  test.each([
    ['another site to return to', { return: 'https://evil.example/wp-admin/' }],
    ['another machine to ask', { rest: 'https://evil.example/wp-json/' }],
    ['no address', { site: 'shop.example' }],
    [
      'a store without https',
      { site: 'http://shop.example', rest: 'http://shop.example/wp-json/' },
    ],
    ['a private machine', { site: 'http://localhost', rest: 'http://localhost/wp-json/' }],
  ])('refuses %s, before and after it was agreed to', async (_, changes) => {
    expect((await shown(wishOf(shop, changes))).status).toBe(400);
    expect((await agree(shop, wishOf(shop, changes))).status).toBe(400);
  });

  // A browser under "no-referrer" sends "Origin: null" with the form, which is refused below.
  test('lets the browser say that its form is ours, and tells the store nothing of it', async () => {
    const answer = await shown(wishOf(shop));
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
    const { origin } = new URL(shop.rehearsal.services.env.PUBLIC_URL);
    expect((await post('/woocommerce/connect', wishOf(shop), { origin })).status).toBe(303);
    const hidden = { origin: 'null' };
    expect((await post('/woocommerce/connect', wishOf(shop), hidden)).status).toBe(403);
  });

  test('takes no form of another page', async () => {
    const origin = 'https://evil.example';
    expect((await post('/woocommerce/connect', wishOf(shop), { origin })).status).toBe(403);
  });

  test('sends the browser back to the admin with a code that is kept as a hash', async () => {
    const answer = await agree(shop);
    expect(answer.status).toBe(303);
    const back = new URL(answer.headers.get('location') ?? '');
    expect(back.pathname).toBe('/wp-admin/admin.php');
    expect(back.searchParams.get('page')).toBe('ripresa');
    expect(back.searchParams.get('state')).toBe(STATE);
    const rows = await book.rows('SELECT * FROM woocommerce_code');
    expect(JSON.stringify(rows)).not.toContain(codeIn(answer));
  });
});

describe('the exchange', () => {
  test('hands out keys once, and makes the store ours with its standard sequence', async () => {
    const code = codeIn(await agree(shop));
    const first = await shop.site.exchange(code, STATE);
    expect(await first.json()).toMatchObject({
      siteId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      signingKey: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(await words(await shop.site.exchange(code, STATE))).toEqual({
      status: 409,
      error: 'code_used',
    });
    const [row] = await book.rows(
      `SELECT platform, name, currency, time_zone, locale, state,
         (SELECT count(*)::int FROM sequence WHERE shop_id = shop.id) AS sequences
       FROM shop WHERE domain = $1`,
      [shop.domain],
    );
    expect(row).toEqual({
      ...{ platform: 'woocommerce', name: 'Bottega Woo', currency: 'EUR', state: 'installed' },
      ...{ time_zone: 'Europe/Rome', locale: 'it-IT', sequences: 1 },
    });
  });

  test('gives a store that connects again the id that it had, and a new key', async () => {
    await connect(shop);
    const before = shop.site.state.keys;
    await connect(shop);
    expect(shop.site.state.keys?.siteId).toBe(before?.siteId);
    expect(shop.site.state.keys?.signingKey).not.toBe(before?.signingKey);
  });

  test('refuses an invented code, an old one, and one of another state', async () => {
    expect(await words(await shop.site.exchange('0'.repeat(64), STATE))).toMatchObject({
      error: 'code_expired',
    });
    const code = codeIn(await agree(shop));
    expect(await words(await shop.site.exchange(code, 'cd'.repeat(16)))).toMatchObject({
      error: 'site_mismatch',
    });
    await outside(shop.rehearsal).advance(11);
    expect(await words(await shop.site.exchange(code, STATE))).toMatchObject({
      error: 'code_expired',
    });
  });

  test('hands nothing to somebody who stole the code: the site itself is asked', async () => {
    const body = {
      code: codeIn(await agree(shop)),
      state: STATE,
      site: shop.site.home,
      rest: shop.site.rest,
      verifier: 'f'.repeat(64),
      wc: { consumerKey: `ck_${'1'.repeat(40)}`, consumerSecret: `cs_${'2'.repeat(40)}` },
      about: shop.site.about,
    };
    const stolen = () => post('/woocommerce/exchange', JSON.stringify(body));
    expect(await words(await stolen())).toEqual({
      ...{ status: 502, error: 'site_unreachable', detail: 'http_404' },
    });
    shop.site.state.verifier = 'e'.repeat(64);
    expect(await words(await stolen())).toEqual({ status: 403, error: 'site_mismatch' });
    shop.site.state.verifier = null;
  });

  test('says why a site could not be asked, and what can’t be read', async () => {
    const code = codeIn(await agree(shop));
    shop.site.troubles.push({ status: 503 });
    expect(await words(await shop.site.exchange(code, STATE))).toMatchObject({
      error: 'site_unreachable',
      detail: 'http_503',
    });
    const early = { date: new Date(Date.now() - 3_600_000).toUTCString() };
    shop.site.clockHeaders.push(early);
    expect(await words(await shop.site.exchange(code, STATE))).toMatchObject({ error: 'clock' });
    expect((await shop.site.exchange(code, STATE)).status).toBe(200);
    for (const body of ['', '[]', '{"code":5}']) {
      expect((await post('/woocommerce/exchange', body)).status).toBe(400);
    }
  });
});

describe('the door for events', () => {
  const EVENT = '9b1f6c34-0d0c-4f42-8a2f-6f1f4f3f2a10';
  const receipts = async () =>
    (await book.rows(`SELECT 1 FROM receipt WHERE source = 'woocommerce'`)).length;
  const cart = () =>
    leaveCart(shop.site.state, shop.site.home, { phone: '+393489000001' }, new Date());
  beforeEach(async () => {
    await connect(shop);
  });

  test('keeps an event once, however often it is delivered', async () => {
    const body = { cart: cart() };
    const before = await receipts();
    const answers = [];
    for (let one = 0; one < 3; one += 1) answers.push(await shop.site.tell('cart', body, EVENT));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await receipts()) - before).toBe(1);
  });

  test('answers a wrong signature with a word, and writes nothing', async () => {
    const before = await receipts();
    const keys = shop.site.state.keys!;
    shop.site.state.keys = { ...keys, signingKey: 'ff'.repeat(32) };
    expect(await words(await shop.site.tell('cart', { cart: cart() }))).toEqual({
      status: 401,
      error: 'signature',
    });
    expect(await receipts()).toBe(before);
  });

  test('takes the key before while the keys change', async () => {
    const old = shop.site.state.keys!;
    await connect(shop);
    shop.site.state.keys = old;
    expect((await shop.site.tell('cart', { cart: cart() })).status).toBe(200);
  });

  test('tells a site that it does not know that it is disconnected', async () => {
    const keys = shop.site.state.keys!;
    shop.site.state.keys = { ...keys, siteId: '0d9c2e3a-5a57-4a63-9f0e-1d2c3b4a5f60' };
    expect(await words(await shop.site.tell('cart', { cart: cart() }))).toEqual({
      status: 410,
      error: 'unknown_site',
    });
  });

  test('greets WooCommerce’s unsigned ping, and does nothing', async () => {
    const before = await receipts();
    expect((await post('/webhooks/woocommerce', 'webhook_id=7')).status).toBe(200);
    expect((await post('/webhooks/woocommerce', '{"id":7}')).status).toBe(401);
    expect((await fetch(`${shop.appUrl}/webhooks/woocommerce`)).status).toBe(405);
    expect(await receipts()).toBe(before);
  });

  test('takes WooCommerce’s own webhook once, although its delivery id is not unique', async () => {
    const { siteId, signingKey } = shop.site.state.keys!;
    const core = (body: string) =>
      post(`/webhooks/woocommerce?site=${siteId}`, body, {
        'x-wc-webhook-topic': 'order.updated',
        'x-wc-webhook-delivery-id': 'same',
        'x-wc-webhook-signature': createHmac('sha256', coreWebhookSecret(signingKey))
          .update(body)
          .digest('base64'),
      });
    const before = await receipts();
    const order = (status: string) => JSON.stringify({ id: 9, status, date_modified_gmt: 'x' });
    for (const status of ['pending', 'pending', 'processing']) {
      expect((await core(order(status))).status).toBe(200);
    }
    expect((await receipts()) - before).toBe(2);
  });
});
