import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser } from './support/browser';
import { connect, endShop, openShop, type Shop } from './support/shop';

const PAGE = '/wp-admin/admin.php?page=ripresa';
const ADMIN = '/wp-json/ripresa/v1/admin';

let shop: Shop;
let merchant: Browser;
let nonce = '';
beforeAll(async () => {
  shop = await openShop();
  merchant = shop.browser();
  await merchant.logIn('admin', 'admin');
  nonce = await nonceOf(merchant);
});
afterAll(() => endShop(shop));
beforeEach(async () => {
  await connect(shop, shop.app);
  shop.app.forget();
});

/** What WordPress gives the scripts of its admin. */
const nonceOf = async (browser: Browser): Promise<string> =>
  (await browser.get('/wp-admin/admin-ajax.php?action=rest-nonce')).text();

const ask = (path: string, browser = merchant, own = nonce): Promise<Response> =>
  browser.request(`${ADMIN}${path}`, { headers: { 'x-wp-nonce': own } });
const tell = (path: string, body: unknown = {}): Promise<Response> =>
  merchant.request(`${ADMIN}${path}`, {
    method: 'POST',
    headers: { 'x-wp-nonce': nonce, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const wordIn = async (answer: Response): Promise<unknown> =>
  ((await answer.json()) as { code: unknown }).code;

describe('a question of the screens', () => {
  it('is passed on to the app, signed, and its answer is handed through', async () => {
    shop.app.api = { status: 200, body: { currency: 'EUR', revenue: [] } };
    const answer = await ask('/overview?days=7');
    expect(await answer.json()).toEqual({ currency: 'EUR', revenue: [] });
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(shop.app.asked).toEqual([
      { method: 'GET', path: '/api/woocommerce/overview?days=7', raw: '' },
    ]);
  });

  it('is not answered to anybody else', async () => {
    await shop.php(
      "return wp_insert_user(['user_login' => 'ada', 'user_pass' => 'ada', 'role' => 'subscriber']);",
    );
    const shopper = shop.browser();
    await shopper.logIn('ada', 'ada');
    expect((await ask('/overview', shopper, await nonceOf(shopper))).status).toBe(403);
    for (const browser of [new Browser(shop.url), merchant]) {
      expect((await browser.get(`${ADMIN}/overview`)).status).toBe(401);
    }
    expect((await ask('/overview', merchant, 'forged')).status).toBe(403);
    expect(shop.app.asked).toEqual([]);
  });

  it('that makes no sense does not reach the app', async () => {
    expect((await ask('/overview?days=8')).status).toBe(400);
    expect((await tell('/sequences/s1/state', { state: 'archived' })).status).toBe(400);
    expect((await tell('/sequences/..%2Fx/state', { state: 'paused' })).status).toBe(404);
    expect(shop.app.asked).toEqual([]);
  });

  it('switches a sequence', async () => {
    shop.app.api = { status: 200, body: { id: 's1', state: 'paused' } };
    expect(await (await tell('/sequences/s1/state', { state: 'paused' })).json()).toEqual({
      id: 's1',
      state: 'paused',
    });
    expect(shop.app.asked).toEqual([
      {
        method: 'POST',
        path: '/api/woocommerce/sequences/s1/state',
        raw: '{"state":"paused"}',
      },
    ]);
  });
});

describe('when the app does not answer', () => {
  it('the merchant reads why, and the connection stays', async () => {
    shop.app.api = { status: 401, body: { error: 'clock', now: 1 } };
    const answer = await ask('/overview');
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({
      code: 'clock',
      message: expect.stringContaining('The clock of your server') as string,
    });
    shop.app.api = { status: 500, body: '<html>' };
    expect(await wordIn(await ask('/overview'))).toBe('answer');
    expect(await shop.php('return Ripresa\\Connection::exists();')).toBe(true);
  });

  it('what this site knows of the connection is shown all the same', async () => {
    shop.app.api = { status: 503, body: {} };
    expect(await (await ask('/health')).json()).toMatchObject({
      app: null,
      fault: { word: 'answer' },
      site: { waiting: 0, givenUp: 0 },
    });
  });

  it('because it does not know the store any more, the store is disconnected', async () => {
    shop.app.api = { status: 410, body: { error: 'unknown_site' } };
    const answer = await ask('/overview');
    expect([answer.status, await wordIn(answer)]).toEqual([409, 'not_connected']);
    expect(await shop.php('return Ripresa\\Connection::exists();')).toBe(false);
    shop.app.forget();
    expect(await wordIn(await ask('/sequences'))).toBe('not_connected');
    expect(shop.app.asked).toEqual([]);
  });
});

describe('the way into the full admin', () => {
  it('is the address that the app gives, asked anew at each press', async () => {
    const url = `${shop.app.url}/woocommerce/sign-in?ticket=x`;
    shop.app.api = { status: 200, body: { url } };
    for (let press = 0; press < 2; press += 1) {
      expect(await (await tell('/sign-in')).json()).toEqual({ url });
    }
    const [first, second] = shop.app.asked.map(({ raw }) => raw);
    expect(first).not.toBe(second);
  });

  it('leads nowhere else', async () => {
    shop.app.api = { status: 200, body: { url: 'https://evil.example/' } };
    expect(await wordIn(await tell('/sign-in'))).toBe('answer');
    shop.app.api = { status: 200, body: { url: `${shop.app.url}.evil.example/` } };
    expect(await wordIn(await tell('/sign-in'))).toBe('answer');
  });
});

describe('the page', () => {
  const sources = (page: string): string[] =>
    [...page.matchAll(/<(?:script|iframe)[^>]* src=["']([^"']+)/g)].map(([, url]) => url ?? '');

  it('loads one script of ours, none from elsewhere, and no frame', async () => {
    const page = await merchant.page(PAGE);
    expect(page).toContain('id="ripresa-screens"');
    expect(sources(page).filter((url) => url.includes('/plugins/ripresa/'))).toEqual([
      expect.stringContaining('/assets/screens.js') as string,
    ]);
    for (const url of sources(page)) expect(new URL(url, shop.url).origin).toBe(shop.url);
    expect(page).not.toContain('<iframe');
    const script = await fetch(`${shop.url}/wp-content/plugins/ripresa/assets/screens.js`);
    expect(await script.text()).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });

  it('is drawn on no page of others, and not before the store is connected', async () => {
    for (const page of ['/wp-admin/index.php', '/wp-admin/plugins.php']) {
      expect(await merchant.page(page)).not.toContain('assets/screens.js');
    }
    await shop.php('Ripresa\\Connection::forget(); return true;');
    const page = await merchant.page(PAGE);
    expect(page).not.toContain('assets/screens.js');
    expect(page).toContain('Connect your store');
  });

  it('speaks the language of whoever reads it', async () => {
    await shop.php("update_user_meta(1, 'locale', 'it_IT'); return true;");
    const page = await merchant.page(PAGE);
    expect(page).toContain('Risultati');
    expect(page).toContain('Ricavi recuperati');
    await shop.php("delete_user_meta(1, 'locale'); return true;");
  });
});
