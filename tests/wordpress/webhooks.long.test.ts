import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { SIGNING_KEY, SITE_ID } from './support/app-stand-in';
import { connect, endShop, openShop, type Shop } from './support/shop';

interface Webhook {
  readonly topic: string;
  readonly status: string;
  readonly delivery_url: string;
  readonly secret: string;
  readonly user_id: string;
}

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => endShop(shop));
beforeEach(async () => {
  await connect(shop, shop.app);
  await want('yes');
});

const want = (answer: 'yes' | 'no') =>
  shop.php(
    `Ripresa\\Settings::change(['coreWebhooks' => '${answer}']); Ripresa\\Webhooks\\CoreWebhooks::keep(); return true;`,
    { STUB_USER: '1' },
  );
const kept = () =>
  shop.php<Webhook[]>(
    'return $wpdb->get_results("SELECT * FROM wp_wc_webhooks ORDER BY topic", ARRAY_A);',
  );
const set = (topic: string, status: string) =>
  shop.php(
    `return $wpdb->update('wp_wc_webhooks', ['status' => '${status}', 'failure_count' => 7], ['topic' => '${topic}']);`,
  );
const sweep = () => shop.php("do_action('ripresa_sweep'); return true;");
const statusOf = async (topic: string) =>
  (await kept()).find((webhook) => webhook.topic === topic)?.status;

it('are made once, to the app’s door, with a secret that is not the key', async () => {
  await want('yes');
  const webhooks = await kept();
  expect(webhooks.map(({ topic }) => topic)).toEqual([
    'order.created',
    'order.restored',
    'order.updated',
    'product.deleted',
  ]);
  const secret = createHmac('sha256', SIGNING_KEY).update('core webhook').digest('hex');
  for (const webhook of webhooks) {
    expect(webhook).toMatchObject({
      status: 'active',
      secret,
      delivery_url: `${shop.app.url}/webhooks/woocommerce?site=${SITE_ID}`,
      user_id: '1',
    });
  }
});

it('are switched on again when WooCommerce switched one off, and it is said when', async () => {
  await set('order.updated', 'disabled');
  await sweep();
  expect(await statusOf('order.updated')).toBe('active');
  const repaired = await shop.php<number>('return Ripresa\\Webhooks\\CoreWebhooks::repairedAt();');
  expect(repaired).toBeGreaterThan(0);
});

it('are made again when one was deleted', async () => {
  await shop.php("return $wpdb->delete('wp_wc_webhooks', ['topic' => 'order.created']);");
  await sweep();
  expect(await kept()).toHaveLength(4);
});

it('stay off while the app is away, and as long as a person paused them', async () => {
  await set('order.created', 'paused');
  await set('order.updated', 'disabled');
  await shop.php("Ripresa\\Health::failed(new WP_Error('x'), 0); return true;");
  await sweep();
  expect(await statusOf('order.updated')).toBe('disabled');
  await shop.php('Ripresa\\Health::delivered(); return true;');
  await sweep();
  expect(await statusOf('order.updated')).toBe('active');
  expect(await statusOf('order.created')).toBe('paused');
});

it('follow the key when the store connects anew', async () => {
  await shop.php(`
    Ripresa\\Connection::keep(['siteId' => '${SITE_ID}', 'signingKey' => '${'f'.repeat(64)}', 'appUrl' => '${shop.app.url}', 'connectedAt' => time()]);
    return true;`);
  await sweep();
  const secret = createHmac('sha256', 'f'.repeat(64)).update('core webhook').digest('hex');
  expect(new Set((await kept()).map((webhook) => webhook.secret))).toEqual(new Set([secret]));
});

it('go when they are not wanted any more, and when the store disconnects', async () => {
  await want('no');
  expect(await kept()).toEqual([]);
  await want('yes');
  await shop.php('Ripresa\\Connect\\Disconnect::byMerchant(); return true;');
  expect(await kept()).toEqual([]);
});
