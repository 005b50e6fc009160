import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { normalize as readShopify } from '#adapters/commerce/shopify/index';
import type { Channel } from '#core/messaging/index';
import type { ShopId } from '#core/kernel/ids';
import { readReceipts } from '../../../workers/sweeps/read-receipts';
import { checkoutLine, fixture } from '../../fixtures/shopify/fixture';
import type { FixtureName, Json } from '../../fixtures/shopify/fixture';
import { openRig, receiptOf, seedShop } from '../postgres/sample-rows';
import type { Rig } from '../postgres/sample-rows';
import { openReader } from './reading-rig';

let rig: Rig;
let reader: ReturnType<typeof openReader>;
let channel: Channel;
let shopId: ShopId;
beforeAll(async () => {
  rig = await openRig();
  reader = openReader(rig.url);
  ({ channel } = await seedShop(rig.stores, 'strange'));
  ({ shopId } = channel);
});
afterAll(async () => {
  await reader.close();
  await rig.end();
});
beforeEach(() => rig.database.sql.query('TRUNCATE receipt, cart, orders, message CASCADE'));

const rows = (text: string, values: readonly string[] = []) =>
  rig.database.sql.query<Record<string, unknown>>(text, values);
const states = () => rows('SELECT state, reason FROM receipt ORDER BY id');
const READ = { state: 'processed', reason: null };

async function shopify(topic: string, name: FixtureName, changes: Json): Promise<void> {
  const body = Buffer.from(JSON.stringify(fixture(name, changes)));
  await rig.stores.receipts.record(receiptOf(shopId, { topic, body }));
  await readReceipts({ ...reader.reading, normalize: readShopify });
}

async function whatsapp(message: Json, name = 'Zoë'): Promise<void> {
  const value = {
    metadata: { display_phone_number: '1', phone_number_id: channel.phoneNumberId },
    contacts: [{ profile: { name }, wa_id: '393471234567' }],
    messages: [{ from: '393471234567', timestamp: '1795514400', ...message }],
  };
  const entry = [{ id: '200', changes: [{ field: 'messages', value }] }];
  const body = Buffer.from(JSON.stringify({ entry }));
  await rig.stores.receipts.record(
    receiptOf(null, { source: 'whatsapp', topic: 'whatsapp', body }),
  );
  await readReceipts(reader.reading);
}

/** Any sequence of UTF-16 units: half pairs and NULs much more often than by chance. */
const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xff_ff }),
      fc.integer({ min: 0xd8_00, max: 0xdf_ff }),
      fc.constant(0),
    ),
    { maxLength: 12 },
  )
  .map((units) => String.fromCharCode(...units));
const kept = (text: string): string => text.replaceAll('\0', '').toWellFormed();

test('a checkout is read whatever its texts are, without what PostgreSQL can’t keep', async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      number += 1;
      await shopify('checkouts/create', 'checkout', {
        token: `tok${text}-${String(number)}`,
        line_items: [checkoutLine({ presentment_title: `Tazza${text}za` })],
        shipping_address: { first_name: text, last_name: text, phone: text, country_code: 'IT' },
        discount_codes: [{ code: text }],
        customer_locale: text,
      });
      expect((await states()).at(-1)).toEqual(READ);
      const title = `SELECT line_items -> 0 ->> 'title' AS title FROM cart WHERE external_id = $1`;
      expect(await rows(title, [`tok${kept(text)}-${String(number)}`])).toEqual([
        { title: `Tazza${kept(text)}za` },
      ]);
    }),
    { numRuns: 40 },
  );
});

test('an order is read whose buyer’s name holds a NUL', async () => {
  const customer = { id: 7, first_name: 'Zo\0e', last_name: 'Half\ud83d', phone: '+393471234567' };
  await shopify('orders/create', 'order', { customer });
  expect(await states()).toEqual([READ]);
  expect(await rows('SELECT name FROM orders')).toHaveLength(1);
});

test('a product is read whose title holds half a pair', async () => {
  await shopify('products/create', 'product', { title: 'Taz\ud800za', handle: 'taz\0za' });
  expect(await states()).toEqual([READ]);
  expect(await rows('SELECT title, handle FROM product')).toEqual([
    { title: 'Taz\ufffdza', handle: 'tazza' },
  ]);
});

test('a shopper’s words are kept whatever they are, and so is who wrote them', async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      number += 1;
      const message = { id: `wamid.${text}-${String(number)}`, type: 'text' };
      await whatsapp({ ...message, text: { body: `hello ${text}` } }, `Zoë ${text}`);
      expect((await states()).at(-1)).toEqual(READ);
      const words = `SELECT body ->> 'text' AS text FROM message WHERE vendor_id = $1`;
      expect(await rows(words, [`wamid.${kept(text)}-${String(number)}`])).toEqual([
        { text: `hello ${kept(text)}` },
      ]);
    }),
    { numRuns: 40 },
  );
});
