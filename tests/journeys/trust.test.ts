import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedDemoStore } from '../../app/boot/demo-store';
import type { ShopId } from '#core/kernel/ids';
import { orderPayload } from '../support/outside';
import { SECRETS } from '../support/secrets';
import { arrived, DAY, leave, linkFor, open, openStage, tell } from './acts';
import type { Stage } from './acts';

const PHONE = '+393482000001';
/** What a page or an address could give away about the shopper of these tests. */
const PERSONAL = [PHONE, PHONE.slice(1), '348 200 0001', 'ada@example.com', 'Giulia', 'Rossi'];

let stage: Stage;
let link: string;

beforeAll(async () => {
  stage = await openStage();
  await leave(stage, 'linked', PHONE, { email: 'ada@example.com' });
  await stage.world.advance(2 * DAY);
  link = await linkFor(stage, PHONE);
});
afterAll(() => stage.rehearsal.close());

const touches = () =>
  stage.book.rows<{ robot: boolean; client: string }>(
    'SELECT robot, client FROM touch ORDER BY id',
  );

async function expectNothingPersonal(answer: Response): Promise<string> {
  const text = await answer.text();
  const shown = `${text} ${JSON.stringify([...answer.headers])}`;
  for (const secret of PERSONAL) expect(shown).not.toContain(secret);
  return text;
}

describe('a tracked link', () => {
  test('that was guessed, cut off or tampered with leads to a friendly page and nowhere else', async () => {
    const before = await touches();
    const guesses = [
      randomBytes(16).toString('base64url'),
      link.slice(0, -1),
      `${link}A`,
      '..%2F..%2Fapp',
      '%00',
      "' OR 1=1 --",
      'x'.repeat(4_000),
    ];
    for (const guess of guesses) {
      const answer = await open(stage, guess, { 'accept-language': 'it-IT,it;q=0.9' });
      expect(answer.status, guess).toBe(404);
      expect(await expectNothingPersonal(answer)).toContain('Non conosciamo questo link');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect(await touches()).toEqual(before);
  });

  test('says nothing of the shopper: its token is chance, and its target the shop’s own checkout', async () => {
    expect(link).toMatch(/^[\w-]{22}$/);
    const answer = await open(stage, link);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(new URL(answer.headers.get('location') ?? '').hostname).toBe('demo.myshopify.com');
    await expectNothingPersonal(answer);
  });

  test('is clicked by people, not by previews, prefetches, scanners and HEAD', async () => {
    await stage.book.rows('DELETE FROM touch');
    const robots: readonly Record<string, string>[] = [
      { 'user-agent': 'WhatsApp/2.24.10.84 A' },
      { 'user-agent': 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)' },
      { 'user-agent': 'Mozilla/5.0 (compatible; bingbot/2.0)' },
      { 'sec-purpose': 'prefetch;prerender' },
    ];
    for (const headers of robots) expect((await open(stage, link, headers)).status).toBe(302);
    const head = await open(stage, link, {}, 'HEAD');
    expect([head.status, await head.text()]).toEqual([302, '']);
    expect((await touches()).map(({ robot }) => robot)).toEqual([true, true, true, true, true]);
    await open(stage, link);
    expect((await touches()).at(-1)).toEqual({ robot: false, client: 'mobile browser' });
    expect((await open(stage, link, {}, 'POST')).status).toBe(405);
  });

  test('of one shop proves nothing in another', async () => {
    const other = 'other.myshopify.com';
    const shop = await stage.shop();
    await stage.rehearsal.services.stores.shops.save({
      ...shop,
      id: 'other-shop' as ShopId,
      domain: other,
    });
    const at = await stage.world.now();
    const order = orderPayload({ id: 7_001, token: 'linked', phone: PHONE, at });
    const stolen = { ...order, landing_site: `/?rp_click=${link}` };
    await tell(stage, 'orders/paid', stolen, { 'x-shopify-shop-domain': other });
    expect(await stage.book.credit('#7001')).toEqual({ minor: null, proof: null });
    expect((await stage.book.recoveriesOf('linked'))[0]?.state).toBe('active');
  });

  test('without a checkout to lead to lists the cart, whatever its products are called', async () => {
    const title = '<script>alert(1)</script> "Tazza" & più';
    await leave(stage, 'no-address', '+393482000002', {
      abandoned_checkout_url: null,
      line_items: [{ title, quantity: 3, price: '5.00' }],
    });
    await stage.world.advance(2 * DAY);
    const answer = await open(stage, await linkFor(stage, '+393482000002'));
    expect(answer.status).toBe(200);
    const page = await expectNothingPersonal(answer);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;Tazza&quot; &amp; più');
    expect(page).not.toContain('<script');
  });

  test('of a cart that was bought, or that is long gone, says so', async () => {
    const at = await stage.world.now();
    await tell(stage, 'orders/paid', orderPayload({ id: 7_002, token: 'linked', at }));
    const bought = await open(stage, link, { 'accept-language': 'de' });
    expect(bought.status).toBe(200);
    expect(await expectNothingPersonal(bought)).toContain('Die Bestellung ist schon da');
    await stage.world.advance(120 * DAY);
    const before = await touches();
    const expired = await open(stage, link);
    expect(expired.status).toBe(410);
    expect(await expectNothingPersonal(expired)).toContain('This link has expired');
    expect(await touches()).toEqual(before);
  });
});

describe('the app', () => {
  test('is removed though its token is revoked and the news comes twice, and nothing goes out any more', async () => {
    await leave(stage, 'before-removal', '+393482000003');
    await stage.world.advance(120);
    await stage.world.call('POST', 'shopify/uninstall');
    const asked = await stage.world.call<unknown[]>('GET', 'shopify/requests');
    await stage.world.advance(5 * DAY);
    expect(await stage.shop()).toMatchObject({ state: 'uninstalled' });
    expect(await stage.book.rows('SELECT 1 FROM session')).toEqual([]);
    expect(await arrived(stage, '+393482000003')).toEqual([]);
    expect((await stage.book.recoveriesOf('before-removal'))[0]).toMatchObject({
      state: 'stopped',
      reason: 'shop_uninstalled',
    });
    expect(await stage.world.call<unknown[]>('GET', 'shopify/requests')).toEqual(asked);
    const told = await stage.book.rows<{ state: string }>(
      `SELECT state FROM receipt WHERE topic = 'app/uninstalled' ORDER BY id`,
    );
    expect(told.map(({ state }) => state)).toEqual(['processed', 'ignored']);
  });

  test('is installed again with its settings, several times at once, and works as before', async () => {
    const { services } = stage.rehearsal;
    const { id } = await stage.shop();
    await Promise.all([seedDemoStore(services), seedDemoStore(services)]);
    const shop = await stage.shop();
    expect(shop).toMatchObject({ id, state: 'installed', settings: { holdoutPercent: 0 } });
    expect(await services.stores.sequences.ofShop(id)).toHaveLength(1);
    await leave(stage, 'after-return', '+393482000004');
    await stage.world.advance(2 * DAY);
    expect(await arrived(stage, '+393482000004')).toHaveLength(1);
    await open(stage, await linkFor(stage, '+393482000004'));
    const at = await stage.world.now();
    await tell(stage, 'orders/paid', orderPayload({ id: 7_003, token: 'after-return', at }));
    expect(await stage.book.credit('#7003')).toMatchObject({ minor: 9_800 });
  });

  test('says how it is and what it did, without naming anybody', async () => {
    const health = await fetch(`${stage.appUrl}/healthz`);
    expect([health.status, await health.json()]).toEqual([
      200,
      {
        status: 'ok',
        checks: { database: 'ok', migrations: 'ok', queue: 'ok', workers: 'ok' },
      },
    ]);
    const metrics = await (await fetch(`${stage.appUrl}/metrics`)).text();
    for (const name of [
      'ripresa_webhooks_total{source="shopify",outcome="recorded"}',
      'ripresa_receipts_total{source="whatsapp",outcome="applied"}',
      'ripresa_messages_total{state="delivered"}',
      'ripresa_non_sends_total{reason="shop_uninstalled"}',
      'ripresa_job_seconds_count{job="send-message",outcome="done"}',
      'ripresa_waiting_rows{what="receipts"} 0',
    ]) {
      expect(metrics).toContain(name);
    }
    for (const secret of [...PERSONAL, 'demo.myshopify.com']) expect(metrics).not.toContain(secret);
  });
});

test('Meta’s challenge is echoed to the word that was agreed, and to no other', async () => {
  const ask = (token: string, mode = 'subscribe') =>
    fetch(
      `${stage.rehearsal.url}/webhooks/whatsapp?hub.mode=${mode}&hub.verify_token=${token}&hub.challenge=1158201444`,
    );
  const answer = await ask(SECRETS.WHATSAPP_VERIFY_TOKEN);
  expect([answer.status, await answer.text()]).toEqual([200, '1158201444']);
  for (const refused of [await ask('guess'), await ask(SECRETS.WHATSAPP_VERIFY_TOKEN, 'other')]) {
    expect(refused.status).toBe(403);
    expect(await refused.text()).not.toContain('1158201444');
  }
});

test('a phone that can’t be one leaves the cart and says why nothing was sent', async () => {
  await leave(stage, 'bad-phone', '+39 12');
  await stage.world.advance(DAY);
  const cart = await stage.book.cart('bad-phone');
  expect(cart).toMatchObject({ state: 'abandoned', phone: null });
  expect(cart?.phone_problem).toMatch(/\w+ \w+/);
  expect((await stage.book.recoveriesOf('bad-phone'))[0]).toMatchObject({
    state: 'declined',
    reason: 'phone_invalid',
  });
});
