import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signedHeaders } from './support/app-stand-in';
import type { Browser } from './support/browser';
import { connect, endShop, forget, leaveACart, openShop, type Shop } from './support/shop';
import { cartsIn } from './support/told-cart';

const EXAMPLES = path.resolve(import.meta.dirname, '../../woocommerce-bridge/protocol-examples');

let shop: Shop;
let shopper: Browser;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => endShop(shop));
beforeEach(async () => {
  await forget(shop);
  shopper = shop.browser();
});

const outbox = () =>
  shop.php<Record<string, string>[]>(
    "return $wpdb->get_results('SELECT * FROM wp_ripresa_outbox', ARRAY_A);",
  );

const order = (status: string) =>
  shop.php<number>(`
    $order = new WC_Order(['status' => '${status}', 'total' => 30.1, 'billing' => ['email' => 'ada@example.com', 'phone' => '3471234567']]);
    return $order->save();`);

describe('the signature', () => {
  it('is the one of the worked examples', async () => {
    for (const name of ['signature', 'signature-get']) {
      const example = JSON.parse(
        readFileSync(path.join(EXAMPLES, `${name}.json`), 'utf8'),
      ) as Record<string, string>;
      const code = `$e = json_decode(file_get_contents('${EXAMPLES}/${name}.json'), true);
        return Ripresa\\Signature::of($e['key'], $e['method'], $e['path'], $e['timestamp'], $e['body']);`;
      expect(await shop.php(code)).toBe(example['signature']);
    }
  });
});

describe('delivery', () => {
  it('tells the same event with the same id and bytes until it is kept', async () => {
    await leaveACart(shop, shopper);
    shop.app.door = { status: 503, body: {} };
    const [first] = await shop.told();
    const [waiting] = await outbox();
    expect(waiting).toMatchObject({ attempts: '1', state: 'pending', last_error: 'http_503' });
    expect(Number(waiting!['next_at']) - Date.now() / 1000).toBeGreaterThan(50);
    shop.app.door = { status: 200, body: {} };
    await shop.php("return $wpdb->query('UPDATE wp_ripresa_outbox SET next_at = 0');");
    const [second] = await shop.told();
    expect(second).toEqual(first);
    expect(await outbox()).toEqual([]);
  });

  it('waits 1, 5, 15 minutes, 1, 3, 6, 12 hours, then every 12 hours up to 7 days', async () => {
    const waits = await shop.php<(number | null)[]>(`
      $waits = []; $at = 0;
      for ($n = 1; $n < 30; $n++) { $next = Ripresa\\Outbox\\RetryTimes::after($n, 0, $at); $waits[] = $next === null ? null : $next - $at; if ($next === null) break; $at = $next; }
      return $waits;`);
    const hours = 3600;
    expect(waits.slice(0, 9)).toEqual([
      60,
      300,
      900,
      hours,
      3 * hours,
      6 * hours,
      12 * hours,
      12 * hours,
      12 * hours,
    ]);
    expect(waits.at(-1)).toBeNull();
  });

  it('is appointed with Action Scheduler, without a visitor', async () => {
    await leaveACart(shop, shopper);
    await expect
      .poll(() => shop.php("return as_has_scheduled_action('ripresa_deliver');"))
      .toBe(true);
    await shop.php('return stub_run_queue();');
    expect(cartsIn(shop.app.heard)).toHaveLength(1);
  });

  it('happens at once where the server can end the response first', async () => {
    shop.snippet('finish', 'function fastcgi_finish_request() { return true; }');
    await leaveACart(shop, shopper);
    await expect.poll(() => cartsIn(shop.app.heard).length).toBe(1);
    shop.snippet('finish', '');
  });

  it('stops knocking when the app is away', async () => {
    for (const status of ['processing', 'on-hold', 'pending']) await order(status);
    shop.app.door = { status: 500, body: {} };
    await shop.php('Ripresa\\Outbox\\Delivery::runAll(); return true;');
    expect(shop.app.heard).toHaveLength(1);
    expect(await outbox()).toHaveLength(3);
  });

  it('gives an event up that the app never took, and tries it again when asked', async () => {
    await order('processing');
    await shop.php('return $wpdb->query("UPDATE wp_ripresa_outbox SET state = \'ended\'");');
    expect(await shop.told()).toEqual([]);
    const address = '/wp-json/ripresa/v1/events/redeliver';
    const body = JSON.stringify({ since: '2020-01-01T00:00:00.000Z' });
    const answer = await fetch(`${shop.url}${address}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...signedHeaders('POST', address, body) },
    });
    expect(await answer.json()).toEqual({ redelivered: 1 });
    expect((await shop.told()).map((event) => event.topic)).toEqual(['order']);
  });

  it('ends the connection when the app does not know the site any more', async () => {
    await leaveACart(shop, shopper);
    shop.app.door = { status: 410, body: { error: 'unknown_site' } };
    await shop.told();
    expect(await shop.php('return Ripresa\\Connection::exists();')).toBe(false);
    expect(await outbox()).toEqual([]);
    await order('processing');
    expect(await outbox()).toEqual([]);
    await connect(shop, shop.app);
  });
});

describe('what the app asks the site', () => {
  const ask = (address: string, headers: Record<string, string>) =>
    fetch(`${shop.url}${address}`, { headers });

  it('is answered when it is signed: carts page by page, oldest first', async () => {
    await shop.php("return $wpdb->query('DELETE FROM wp_ripresa_carts');");
    for (const phone of ['3470000001', '3470000002', '3470000003']) {
      const someone = shop.browser();
      await someone.get(`/?add-to-cart=${shop.mug}`);
      await someone.capture({ phone });
    }
    const since = encodeURIComponent('2026-01-01T00:00:00.000Z');
    const phones: (string | null | undefined)[] = [];
    let after = '';
    for (let page = 0; page < 3; page += 1) {
      const address = `/wp-json/ripresa/v1/carts?modified_after=${since}&after=${after}&limit=2`;
      const answer = await ask(address, signedHeaders('GET', address));
      expect(answer.status).toBe(200);
      const { carts, next } = (await answer.json()) as {
        carts: ReturnType<typeof cartsIn>;
        next: string | null;
      };
      phones.push(...carts.map((cart) => cart.contact['phone']));
      if (next === null) break;
      after = next;
    }
    expect(phones).toEqual(['3470000001', '3470000002', '3470000003']);
  });

  it('is refused unsigned, with a wrong clock and from another site', async () => {
    const address = '/wp-json/ripresa/v1/site';
    const said = async (headers: Record<string, string>) => {
      const answer = await ask(address, headers);
      return [answer.status, ((await answer.json()) as { error?: string }).error];
    };
    expect(
      await said({ ...signedHeaders('GET', address), 'X-Ripresa-Signature': 'v1=00' }),
    ).toEqual([401, 'signature']);
    const early = Math.floor(Date.now() / 1000) - 400;
    expect(await said(signedHeaders('GET', address, '', early))).toEqual([401, 'clock']);
    expect(await said({ ...signedHeaders('GET', address), 'X-Ripresa-Site': 'other' })).toEqual([
      410,
      'unknown_site',
    ]);
    const answer = await ask(address, signedHeaders('GET', address));
    expect(await answer.json()).toMatchObject({
      site: { homeUrl: shop.url, currency: 'EUR', timeZone: 'Europe/Rome', hpos: true },
    });
  });
});
