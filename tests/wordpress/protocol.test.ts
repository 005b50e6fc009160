import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HeardEvent } from './support/app-stand-in';
import { endShop, openShop, type Shop } from './support/shop';

const EXAMPLES = path.resolve(import.meta.dirname, '../../woocommerce-bridge/protocol-examples');

let shop: Shop;
let heard: HeardEvent[];
beforeAll(async () => {
  shop = await openShop();
  const shopper = shop.browser();
  await shopper.get(
    `/?add-to-cart=${shop.lamp}&variation_id=${shop.lampBlue}&attribute_colore=Blu`,
  );
  await shopper.capture({ phone: '3471234567', consent: 'yes' });
  heard = await shop.told();
  await shop.php(`
    Ripresa\\Connect\\SiteFacts::tell();
    do_action('woocommerce_update_product', ${shop.lamp});
    wp_trash_post(${shop.mug});
    Ripresa\\Privacy\\PersonalData::erase('eve@example.com');
    $ada = wp_create_user('ada', 'secret', 'ada@example.com');
    $_POST = ['ripresa_account_consent_asked' => 'yes', 'ripresa_account_consent' => 'yes'];
    Ripresa\\Capture\\AccountConsent::save($ada);
    return true;`);
  heard.push(...(await shop.told()));
  await shopper.post('/?wc-ajax=checkout', { billing_phone: '3471234567', payment_method: 'cod' });
  heard.push(...(await shop.told()).filter((event) => event.topic === 'order'));
  await shop.php('Ripresa\\Connect\\Disconnect::byMerchant(); return true;');
  heard.push(...shop.app.heard.splice(0));
});
afterAll(() => endShop(shop));

/** Names and kinds, not values: null may stand for anything, a list is as its first member. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? 'list' : [shape(value[0])];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const members = Object.entries(value).sort(([one], [other]) => one.localeCompare(other));
  return Object.fromEntries(members.map(([name, member]) => [name, shape(member)]));
}

/** Kinds that stand for anything. */
const isOpen = (kind: unknown): boolean => kind === 'null' || kind === 'list';

function differences(real: unknown, example: unknown, at = ''): string[] {
  if (isOpen(real) || isOpen(example)) return [];
  if (typeof real !== 'object' || typeof example !== 'object') {
    return real === example ? [] : [`${at}: ${JSON.stringify(real)} ≠ ${JSON.stringify(example)}`];
  }
  const one = real as Record<string, unknown>;
  const other = example as Record<string, unknown>;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) =>
    name in one && name in other
      ? differences(one[name], other[name], `${at}.${name}`)
      : [`${at}.${name} is in ${name in one ? 'the event' : 'the example'} only`],
  );
}

function example(name: string): Record<string, unknown> {
  const text = readFileSync(path.join(EXAMPLES, `${name}.json`), 'utf8');
  return JSON.parse(text) as Record<string, unknown>;
}

/** What WooCommerce's REST answers is WooCommerce's: only our own part of these is compared. */
const FOREIGN = new Set(['order', 'refunds', 'product', 'variations']);

it.each([
  'cart',
  'order',
  'product',
  'product-deleted',
  'consent',
  'customer-erased',
  'site',
  'disconnected',
])('the example of %s is what the plugin really tells', (topic) => {
  const event = heard.find((one) => one.topic === topic);
  expect(event?.id).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  const own = (body: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(body).map(([name, member]) => [
        name,
        FOREIGN.has(name) ? 'null' : shape(member),
      ]),
    );
  expect(differences(own(event!.body), own(example(topic)))).toEqual([]);
  expect(event!.body['occurredAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});
