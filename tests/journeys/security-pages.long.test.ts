import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { merchantPages } from '../../app/doors/merchant-pages';
import { LINE } from '../support/outside';
import { ENCRYPTION_KEY, SECRETS } from '../support/secrets';
import { sessionToken } from '../support/tenants';
import { DAY, DEMO, leave, linkFor, open, openStage, PHONE_BROWSER, tell } from './acts';
import type { Stage } from './acts';

const PHONE = '+393486000001';
/** Ends a tag, an attribute, a script and a JSON text, whichever it is put into. */
const HOSTILE = `"'></script><img src=x onerror=alert(1)><svg/onload=alert(2)>{{7*7}}`;
const RAW = /<img src=x|<svg\/onload|onerror=alert\(1\)>/;
const HOST = Buffer.from('admin.shopify.com/store/demo').toString('base64url');

let stage: Stage;
let pages: readonly string[];

beforeAll(async () => {
  stage = await openStage({ pages: merchantPages });
  const name = { first_name: HOSTILE, last_name: HOSTILE };
  await tell(stage, 'customers/update', { id: 1, phone: PHONE, email: null, ...name });
  await tell(stage, 'products/update', { id: 8001, title: HOSTILE, variants: [], images: [] });
  await leave(stage, 'hostile', PHONE, {
    customer: { id: 1, phone: PHONE, ...name },
    shipping_address: { country_code: 'IT', ...name },
    abandoned_checkout_url: null,
    line_items: [
      {
        ...LINE,
        product_id: null,
        variant_id: null,
        title: HOSTILE,
        variant_title: HOSTILE,
        sku: HOSTILE,
      },
    ],
  });
  await stage.world.advance(2 * DAY);
  await stage.world.reply(PHONE, { text: HOSTILE });
  await stage.world.advance(1);
  const { services } = stage.rehearsal;
  const shop = await stage.shop();
  const [sequence] = await services.stores.sequences.ofShop(shop.id);
  await services.stores.sequences.save({ ...sequence!, name: HOSTILE });
  const [template] = await services.stores.templates.ofShop(shop.id);
  const [one] = await stage.book.rows<{ shopper: string; talk: string }>(
    `SELECT customer_id AS shopper, id AS talk FROM conversation`,
  );
  pages = [
    '/app',
    '/app/shoppers',
    `/app/shoppers?q=${encodeURIComponent(HOSTILE)}`,
    `/app/shoppers/${one?.shopper}`,
    '/app/conversations',
    `/app/conversations/${one?.talk}`,
    '/app/sequences',
    `/app/sequences/${sequence?.id}`,
    '/app/templates',
    `/app/templates/${template?.id}`,
    '/app/settings',
    '/app/settings/privacy',
    '/app/settings/consent',
    '/app/settings/whatsapp',
    `/app/nothing/${encodeURIComponent(HOSTILE)}`,
  ];
});
afterAll(() => stage.rehearsal.close());

/** A document of the embedded admin, as Shopify's admin opens it, without the sandbox before it. */
const documentAt = (path: string, more: Readonly<Record<string, string>> = {}) => {
  const target = new URL(path, stage.appUrl);
  const given = { embedded: '1', shop: DEMO, host: HOST, id_token: sessionToken(DEMO), ...more };
  for (const [name, value] of Object.entries(given)) target.searchParams.set(name, value);
  return fetch(target, { redirect: 'manual', headers: { 'user-agent': PHONE_BROWSER } });
};
const plain = (path: string, init: RequestInit = {}) =>
  fetch(`${stage.appUrl}${path}`, {
    redirect: 'manual',
    headers: { 'user-agent': PHONE_BROWSER },
    ...init,
  });
const framing = (answer: Response): string =>
  /frame-ancestors ([^;]*)/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? '';

describe('names, titles and words that hold markup', () => {
  test('are shown as text on every page of the admin', async () => {
    let seen = 0;
    for (const page of pages) {
      const answer = await documentAt(page);
      expect([200, 404], page).toContain(answer.status);
      const html = await answer.text();
      expect(html, page).not.toMatch(RAW);
      expect(html, page).not.toContain('49{{');
      if (html.includes('&lt;img src=x')) seen += 1;
    }
    // Otherwise nothing would have been tried.
    expect(seen).toBeGreaterThanOrEqual(5);
  });

  test('are shown as text on our own page for shoppers, which runs no script at all', async () => {
    const answer = await open(stage, await linkFor(stage, PHONE));
    expect(answer.status).toBe(200);
    const html = await answer.text();
    expect(html).not.toMatch(RAW);
    expect(html).toContain('&lt;img src=x');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('are shown as text in the demo store, whatever is typed there', async () => {
    for (const path of ['/sandbox/store/', '/sandbox/store/cart', '/sandbox/store/products/']) {
      const url = `${stage.rehearsal.url}${path}${encodeURIComponent(HOSTILE)}?q=${encodeURIComponent(HOSTILE)}`;
      const answer = await fetch(url);
      const html = await answer.text();
      expect(html, path).not.toMatch(RAW);
      if (!(answer.headers.get('content-type') ?? '').includes('html')) continue;
      expect(answer.headers.get('content-security-policy'), path).toContain("default-src 'self'");
    }
  });
});

describe('the pages of the admin', () => {
  test('may be framed by Shopify’s admin of their own store, and load no plug-in or base', async () => {
    const answer = await documentAt('/app');
    expect(answer.status).toBe(200);
    const allowed = framing(answer).split(' ');
    expect(allowed).toContain(`https://${DEMO}`);
    expect(allowed).toContain('https://admin.shopify.com');
    for (const origin of allowed)
      expect(origin).toMatch(/^https:\/\/([\w-]+\.)+\w+$|^https:\/\/\*\.spin\.dev$/);
    const policy = answer.headers.get('content-security-policy') ?? '';
    for (const rule of ["object-src 'none'", "base-uri 'none'"]) expect(policy).toContain(rule);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBeTruthy();
  });

  test('without a store are framed by nobody', async () => {
    for (const path of ['/', '/nothing-here', '/auth/login']) {
      const answer = await plain(path);
      if (answer.status < 300 || answer.status >= 400) expect(framing(answer), path).toBe("'none'");
    }
  });

  test('never let the address choose who frames them', async () => {
    const shops = [
      'evil.example',
      'a.myshopify.com;script-src *',
      '* x',
      'demo.myshopify.com.evil.example',
      'evil.example#.myshopify.com',
    ];
    for (const path of ['/', '/app', '/auth/session-token', '/auth/exit-iframe', '/auth/login']) {
      for (const shop of shops) {
        const query = new URLSearchParams({
          shop,
          host: HOST,
          embedded: '1',
          exitIframe: 'https://evil.example/',
        });
        const answer = await plain(`${path}?${query.toString()}`);
        const shown = `${answer.headers.get('content-security-policy')} ${await answer.text()}`;
        expect(shown, `${path} ${shop}`).not.toMatch(/evil\.example|script-src \*|https:\/\/\* /);
        const target = answer.headers.get('location');
        const { hostname } = new URL(target ?? '/', stage.rehearsal.url);
        expect([new URL(stage.rehearsal.url).hostname, 'admin.shopify.com']).toContain(hostname);
      }
    }
  });

  test('set no cookie, so that there is none to steal or to send along', async () => {
    for (const page of pages) {
      expect((await documentAt(page)).headers.getSetCookie(), page).toEqual([]);
    }
    for (const path of ['/', '/auth/login', `/auth/session-token?shop=${DEMO}&host=${HOST}`]) {
      for (const cookie of (await plain(path)).headers.getSetCookie()) {
        expect(cookie, path).toMatch(/secure/i);
        expect(cookie, path).toMatch(/httponly/i);
        expect(cookie, path).toMatch(/samesite=(lax|strict)/i);
      }
    }
  });
});

test('no error page tells how the app is made or what it knows', async () => {
  const secrets = [
    ...Object.values(SECRETS).filter((one) => one !== SECRETS.SHOPIFY_API_KEY),
    ENCRYPTION_KEY,
  ];
  const answers = await Promise.all([
    documentAt('/app/shoppers/unknown'),
    documentAt('/app/nothing'),
    documentAt('/app', { id_token: 'broken' }),
    plain('/app?_data=routes%2Fnothing'),
    plain('/app', { method: 'POST', body: 'x' }),
    plain('/assets/nothing.js'),
    plain('/control/attribution'),
    plain('/webhooks/nothing'),
    plain('/..%2f..%2fpackage.json'),
    plain('/app/shoppers?_data=routes%2Fapp.shoppers._index', {
      headers: { authorization: 'Bearer x' },
    }),
  ]);
  for (const answer of answers) {
    const shown = `${await answer.text()} ${JSON.stringify([...answer.headers])}`;
    expect(shown, answer.url).not.toMatch(
      /node_modules|at .*\.js:\d+|\/build\/server|SELECT |postgres/,
    );
    for (const secret of secrets) expect(shown, answer.url).not.toContain(secret);
  }
});
