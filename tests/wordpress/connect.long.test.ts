import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SITE_ID, startApp, type AppStandIn } from './support/app-stand-in';
import { Browser } from './support/browser';
import { startWordPress, type RunningWordPress } from './support/wordpress';

const SETTINGS = '/wp-admin/admin.php?page=ripresa';

let shop: RunningWordPress;
let app: AppStandIn;
let merchant: Browser;
beforeAll(async () => {
  app = await startApp();
  shop = await startWordPress();
  merchant = new Browser(shop.url);
  await merchant.logIn('admin', 'admin');
});
afterAll(async () => {
  const complaints = shop.complaints();
  shop.stop();
  await app.stop();
  expect(complaints).toBe('');
});
beforeEach(async () => {
  app.forget();
  app.exchanges.splice(0);
  await shop.php('Ripresa\\Connect\\Disconnect::byMerchant(); return true;');
});

async function press(action: string, fields: Readonly<Record<string, string>>): Promise<URL> {
  const page = await merchant.page(`${SETTINGS}&tab=settings`);
  const form = page.split('<form').find((part) => part.includes(`value="${action}"`)) ?? '';
  const nonce = /name="_wpnonce" value="([^"]+)"/.exec(form)?.[1] ?? '';
  const answer = await merchant.post('/wp-admin/admin-post.php', {
    action,
    _wpnonce: nonce,
    ...fields,
  });
  return new URL(answer.headers.get('location') ?? shop.url);
}

const pressConnect = () => press('ripresa_connect', { agree: 'yes', app_url: app.url });

async function comeBack(state: string): Promise<string> {
  const answer = await merchant.get(`${SETTINGS}&ripresa_code=one-time&state=${state}`);
  return merchant.page(answer.headers.get('location') ?? SETTINGS);
}

async function connectAnd(answer: AppStandIn['exchange']): Promise<string> {
  app.exchange = answer;
  const question = await pressConnect();
  return comeBack(question.searchParams.get('state') ?? '');
}

describe('before the merchant connected', () => {
  it('nothing is recorded, asked or sent', async () => {
    const mug = await shop.php<number>(
      "return stub_save_product(['name' => 'Tazza', 'meta' => ['_price' => '5']]);",
    );
    const shopper = new Browser(shop.url);
    await shopper.get(`/?add-to-cart=${mug}`);
    await shopper.capture({ phone: '3471234567' });
    const page = await shopper.page('/checkout/');
    expect(page).not.toContain('ripresa');
    const kept = await shop.php(
      "return [$wpdb->get_var('SELECT COUNT(*) FROM wp_ripresa_carts'), $wpdb->get_var('SELECT COUNT(*) FROM wp_ripresa_outbox')];",
    );
    expect(kept).toEqual(['0', '0']);
    expect(app.heard).toEqual([]);
  });

  it('declares that it can live with order tables and checkout blocks', async () => {
    const declared = await shop.php(
      "return Automattic\\WooCommerce\\Utilities\\FeaturesUtil::$declared['ripresa/ripresa.php'];",
    );
    expect(declared).toEqual({ custom_order_tables: true, cart_checkout_blocks: true });
  });
});

describe('Connect', () => {
  it('asks for the consent first', async () => {
    const where = await press('ripresa_connect', { app_url: app.url });
    expect(where.searchParams.get('ripresa_notice')).toBe('agree');
  });

  it('goes to the app, and comes back connected over a proof of the site', async () => {
    const question = await pressConnect();
    expect(`${question.origin}${question.pathname}`).toBe(`${app.url}/woocommerce/connect`);
    expect(Object.fromEntries(question.searchParams)).toMatchObject({
      site: shop.url,
      rest: `${shop.url}/wp-json/`,
      state: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      return: `${shop.url}${SETTINGS}`,
    });
    const page = await comeBack(question.searchParams.get('state') ?? '');
    expect(page).toContain('Your store is connected.');
    expect(app.exchanges).toMatchObject([
      {
        code: 'one-time',
        site: shop.url,
        verifier: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        wc: { consumerKey: expect.stringMatching(/^ck_/) as string },
        about: { currency: 'EUR' },
      },
    ]);
    expect(await shop.php('return Ripresa\\Connection::current()->siteId();')).toBe(SITE_ID);
    await shop.php('return stub_run_queue();');
    expect(app.heard.map((event) => event.topic)).toEqual(['site']);
    const hello = await fetch(`${shop.url}/wp-json/ripresa/v1/hello?challenge=${'a'.repeat(32)}`);
    expect(hello.status).toBe(404);
  });

  it('lets a local store call the app on its own machine, and nothing else there', async () => {
    await pressConnect();
    const other = app.url.replace(/\d+$/, '1');
    const allowed = await shop.php(
      `return array_map('wp_http_validate_url', ['${app.url}/x', '${other}/x', 'http://10.0.0.7/x']);`,
    );
    expect(allowed).toEqual([`${app.url}/x`, false, false]);
  });

  it('takes a state once, and only the one of this merchant', async () => {
    const question = await pressConnect();
    expect(await comeBack('0'.repeat(32))).toContain('not the latest one');
    expect(await comeBack(question.searchParams.get('state') ?? '')).toContain('not the latest');
    expect(app.exchanges).toEqual([]);
  });

  it.each([
    ['code_expired', 'valid for 10 minutes'],
    ['code_used', 'used already'],
    ['site_unreachable', 'does not reach your store'],
    ['site_mismatch', 'not the one that wanted to connect'],
    ['loopback', 'only this computer knows'],
    ['clock', 'clock of your server is wrong'],
    ['not_https', 'not reached over https'],
  ])('says what to do about %s, and leaves no key behind', async (error, sentence) => {
    expect(await connectAnd({ status: 422, body: { error } })).toContain(sentence);
    expect(await shop.php('return Ripresa\\Connection::exists();')).toBe(false);
    const keys = "return (int) $wpdb->get_var('SELECT COUNT(*) FROM wp_woocommerce_api_keys');";
    expect(await shop.php(keys)).toBe(0);
  });

  it('talks to no other app than the one it asked', async () => {
    const body = { siteId: SITE_ID, signingKey: 'a'.repeat(64), appUrl: 'https://evil.example' };
    expect(await connectAnd({ status: 200, body })).toContain('does not understand');
    expect(await shop.php('return Ripresa\\Connection::exists();')).toBe(false);
  });
});

describe('Disconnect', () => {
  it('says goodbye, and takes the key back', async () => {
    await connectAnd(null);
    const where = await press('ripresa_disconnect', {});
    expect(where.searchParams.get('ripresa_notice')).toBe('disconnected');
    expect(app.heard.at(-1)).toMatchObject({
      topic: 'disconnected',
      body: { disconnected: { reason: 'merchant' } },
    });
    const left = await shop.php(
      "return [Ripresa\\Connection::exists(), (int) $wpdb->get_var('SELECT COUNT(*) FROM wp_woocommerce_api_keys'), as_has_scheduled_action('ripresa_sweep')];",
    );
    expect(left).toEqual([false, 0, false]);
  });

  it('is for those who manage the shop', async () => {
    await connectAnd(null);
    await shop.php("return wp_create_user('ada', 'secret', 'ada@example.com');");
    const customer = new Browser(shop.url);
    await customer.logIn('ada', 'secret');
    const answer = await customer.post('/wp-admin/admin-post.php', {
      action: 'ripresa_disconnect',
    });
    expect(answer.status).toBe(403);
    expect(await shop.php('return Ripresa\\Connection::exists();')).toBe(true);
  });
});
