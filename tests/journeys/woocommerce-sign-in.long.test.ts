import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { merchantPages } from '../../app/doors/merchant-pages';
import { ledger } from '../support/ledger';
import { outside } from '../support/outside';
import type { Outside } from '../support/outside';
import { askAsPlugin, connect, startWooCommerceShop } from '../support/woocommerce-shop';
import type { WooCommerceShop } from '../support/woocommerce-shop';

let shop: WooCommerceShop;
let world: Outside;
let book: ReturnType<typeof ledger>;

beforeAll(async () => {
  shop = await startWooCommerceShop({ pages: merchantPages });
  world = outside(shop.rehearsal);
  book = ledger(shop.rehearsal);
  await connect(shop);
  await world.advance(0);
});
afterAll(() => shop.close());

const sequenceOf = async (platform: 'woocommerce' | 'shopify'): Promise<string> => {
  const [row] = await book.rows<{ id: string }>(
    `SELECT sequence.id FROM sequence JOIN shop ON shop.id = shop_id WHERE platform = $1`,
    [platform],
  );
  return row?.id ?? '';
};

describe('the way into the full admin', () => {
  const offer = async (nonce = Math.random()): Promise<Response> =>
    askAsPlugin(shop, '/api/woocommerce/sign-in', { body: { nonce } });
  const open = (url: string) => fetch(url, { redirect: 'manual' });
  const cookieOf = (answer: Response): string =>
    (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  async function signIn(): Promise<string> {
    const { url } = (await (await offer()).json()) as { url: string };
    return cookieOf(await open(url));
  }
  const page = (path: string, cookie: string) =>
    fetch(`${shop.appUrl}${path}`, { redirect: 'manual', headers: { cookie } });
  const change = async (cookie: string, headers: Record<string, string>) => {
    const id = await sequenceOf('woocommerce');
    const route = encodeURIComponent('routes/app.sequences.$id');
    return fetch(`${shop.appUrl}/app/sequences/${id}?_data=${route}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ intent: 'state', state: 'active' }),
    });
  };

  test('opens once, with a cookie that no script reads and no other site sends', async () => {
    const { url } = (await (await offer()).json()) as { url: string };
    const first = await open(url);
    expect([first.status, first.headers.get('location')]).toEqual([303, '/app']);
    const cookie = first.headers.get('set-cookie') ?? '';
    for (const rule of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=43200']) {
      expect(cookie).toContain(rule);
    }
    expect((await open(url)).status).toBe(410);
    const home = await page('/app', cookieOf(first));
    expect(home.status).toBe(200);
    const text = await home.text();
    expect(text).toContain('Bottega Woo');
    expect(text).not.toContain('data-api-key');
  });

  test('is kept as hashes, and expires after a minute', async () => {
    const { url } = (await (await offer()).json()) as { url: string };
    const ticket = new URL(url).searchParams.get('ticket') ?? '';
    expect(JSON.stringify(await book.rows('SELECT * FROM merchant_sign_in'))).not.toContain(ticket);
    await world.advance(2);
    expect((await open(url)).status).toBe(410);
    expect((await open(`${shop.appUrl}/woocommerce/sign-in?ticket=${'x'.repeat(43)}`)).status).toBe(
      410,
    );
  });

  test('is not offered again to a request that is replayed', async () => {
    const at = Date.now();
    const once = () =>
      askAsPlugin(shop, '/api/woocommerce/sign-in', { body: { nonce: 'same' }, at });
    expect((await once()).status).toBe(200);
    const again = await once();
    expect([again.status, await again.json()]).toEqual([409, { error: 'replayed' }]);
  });

  test('leads to the own store alone', async () => {
    const cookie = await signIn();
    expect((await page(`/app/sequences/${await sequenceOf('woocommerce')}`, cookie)).status).toBe(
      200,
    );
    expect((await page(`/app/sequences/${await sequenceOf('shopify')}`, cookie)).status).toBe(404);
  });

  test('changes nothing for a page of another site', async () => {
    const cookie = await signIn();
    const { origin } = new URL(shop.rehearsal.services.env.PUBLIC_URL);
    expect((await change(cookie, { origin })).status).toBe(200);
    expect((await change(cookie, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await change(cookie, {})).status).toBe(403);
  });

  test('ends when the merchant signs out, and only when a page of ours asks', async () => {
    const cookie = await signIn();
    const leave = (origin: string) =>
      fetch(`${shop.appUrl}/woocommerce/sign-out`, {
        method: 'POST',
        headers: { cookie, origin },
      });
    expect((await leave('https://evil.example')).status).toBe(403);
    expect((await page('/app', cookie)).status).toBe(200);
    const { origin } = new URL(shop.rehearsal.services.env.PUBLIC_URL);
    expect((await leave(origin)).headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await page('/app', cookie)).status).not.toBe(200);
  });

  test('ends with the working day, and when the store disconnects', async () => {
    const early = await signIn();
    await world.advance(12 * 60 + 1);
    expect((await page('/app', early)).status).not.toBe(200);
    const late = await signIn();
    await shop.site.tell('disconnected', { disconnected: { reason: 'merchant' } });
    await world.advance(0);
    expect((await page('/app', late)).status).not.toBe(200);
  });
});
