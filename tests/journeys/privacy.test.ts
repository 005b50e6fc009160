import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShopId } from '#core/kernel/ids';
import { orderPayload } from '../support/outside';
import { DAY, leave, linkFor, open, openStage, tell } from './acts';
import type { Stage } from './acts';

const PHONE = '+393483000001';
const PERSON = {
  phone: PHONE,
  email: 'zenobia.quercetti@example.com',
  first_name: 'Zenobia',
  last_name: 'Quercetti',
};
const CUSTOMER = { ...PERSON, id: 7_700_000_001 };
/** Everything that tells who it was. */
const TRACES = [
  PHONE,
  PHONE.slice(1),
  '3483000001',
  '348 300 0001',
  PERSON.email,
  'zenobia',
  'quercetti',
  '7700000001',
  'via delle querce',
];
const NEIGHBOUR = '+393483000002';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.rehearsal.close());

const ADDRESS = { ...PERSON, address1: 'Via delle Querce 5', country_code: 'IT' };

/** A person with a row about them wherever there can be one. */
async function live(): Promise<void> {
  await tell(stage, 'customers/update', CUSTOMER);
  const more = { email: 'Zenobia.Quercetti@Example.com', shipping_address: ADDRESS };
  await leave(stage, 'hers', '348 300 0001', { ...more, customer: CUSTOMER });
  await leave(stage, 'neighbour', NEIGHBOUR, { email: 'neighbour@example.com' });
  await stage.world.advance(2 * DAY);
  const link = await linkFor(stage, PHONE);
  await open(stage, link);
  await stage.world.reply(PHONE, { text: 'Sono Zenobia Quercetti, di via delle Querce 5' });
  await stage.world.reply(NEIGHBOUR, { text: 'Buongiorno' });
  await stage.world.advance(1);
  const at = await stage.world.now();
  const order = orderPayload({ id: 8_001, token: 'hers', phone: PHONE, email: PERSON.email, at });
  await tell(stage, 'orders/paid', { ...order, customer: CUSTOMER, billing_address: ADDRESS });
  await leave(stage, 'hers-again', PHONE);
  await stage.world.advance(120);
}

/** Every text of every table of the database, the queue's included. */
async function allTexts(): Promise<Map<string, string>> {
  const columns = await stage.book.rows<{ place: string; name: string; bytes: boolean }>(
    `SELECT format('%I.%I', table_schema, table_name) AS place, quote_ident(column_name) AS name,
       data_type = 'bytea' AS bytes
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
       AND data_type IN ('text', 'jsonb', 'json', 'bytea', 'character varying', 'ARRAY')`,
  );
  const texts = new Map<string, string>();
  for (const { place, name, bytes } of columns) {
    const shown = bytes ? `encode(${name}, 'escape')` : `${name}::text`;
    const [row] = await stage.book.rows<{ all: string | null }>(
      `SELECT string_agg(${shown}, ' ') AS all FROM ${place}`,
    );
    texts.set(`${place}.${name}`, (row?.all ?? '').toLowerCase());
  }
  return texts;
}

async function placesOf(traces: readonly string[]): Promise<string[]> {
  const texts = [...(await allTexts())];
  return texts.flatMap(([place, text]) =>
    traces.filter((trace) => text.includes(trace)).map((trace) => `${place}: ${trace}`),
  );
}

const privacyRequest = (more: object) => ({
  shop_domain: 'demo.myshopify.com',
  customer: { id: CUSTOMER.id, email: PERSON.email, phone: PHONE },
  ...more,
});

describe('a person', () => {
  test('gets a copy of everything that is held about them', async () => {
    await live();
    await tell(stage, 'customers/data_request', privacyRequest({ data_request: { id: 55 } }));
    const { id } = await stage.shop();
    const [request] = await stage.rehearsal.services.stores.privacy.ofShop(id);
    expect(request).toMatchObject({ kind: 'export', externalId: '55' });
    expect(request?.completedAt).toBeInstanceOf(Date);
    const copy = (request?.result as { people: Record<string, unknown[]>[] }).people;
    expect(copy).toHaveLength(1);
    const tables = ['customer', 'customer_identity', 'cart', 'orders', 'message', 'conversation'];
    const more = ['recovery', 'recovery_step', 'tracked_link', 'touch', 'attribution_entry'];
    for (const table of [...tables, ...more]) expect(copy[0]?.[table], table).not.toEqual([]);
    const text = JSON.stringify(copy);
    expect(text).toContain(PHONE);
    expect(text).toContain(PERSON.email);
    expect(text).toContain('Sono Zenobia Quercetti');
    expect(text).not.toContain(NEIGHBOUR);
  });

  test('is erased to the last trace, in every column of every table, and the sums stay', async () => {
    expect((await placesOf(TRACES)).length).toBeGreaterThan(10);
    const before = await stage.book.credit('#8001');
    expect(before).toMatchObject({ minor: 9_800 });
    await tell(stage, 'customers/redact', privacyRequest({ orders_to_redact: [8_001] }));
    expect(await placesOf(TRACES)).toEqual([]);
    expect(await stage.book.credit('#8001')).toEqual(before);
    const { id } = await stage.shop();
    const [proof] = await stage.rehearsal.services.stores.privacy.ofShop(id);
    expect(proof).toMatchObject({ kind: 'erase_customer', result: null });
  });

  test('who was erased gets nothing any more, and a neighbour is not touched', async () => {
    const sent = (await stage.world.messages()).length;
    await stage.world.advance(5 * DAY);
    expect(await stage.world.messages()).toHaveLength(sent);
    expect((await placesOf([NEIGHBOUR, 'neighbour@example.com'])).length).toBeGreaterThan(3);
  });

  test('an erasure that is told twice, or of somebody unknown, is done without a complaint', async () => {
    await tell(stage, 'customers/redact', privacyRequest({ orders_to_redact: [] }));
    const stranger = { id: 1, email: 'nobody@example.com', phone: null };
    await tell(stage, 'customers/redact', { customer: stranger, orders_to_redact: [] });
    const [failed] = await stage.book.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM receipt WHERE state IN ('failed', 'unreadable')`,
    );
    expect(failed?.n).toBe(0);
    expect(await placesOf(['nobody@example.com'])).toEqual([]);
  });
});

describe('a shop', () => {
  const OTHER = 'other.myshopify.com';
  const countsOf = async (shopId: string) => {
    const tables = await stage.book.rows<{ name: string }>(
      `SELECT quote_ident(table_name) AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name = 'shop_id'`,
    );
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await stage.book.rows<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${name} WHERE shop_id = $1`,
        [shopId],
      );
      if (row && row.n > 0) counts[name] = row.n;
    }
    return counts;
  };

  test('that has the app is not erased by a late notice of an earlier removal', async () => {
    await tell(stage, 'shop/redact', { shop_domain: 'demo.myshopify.com' });
    expect(await stage.shop()).toMatchObject({ state: 'installed' });
  });

  test('is erased two days after the app was removed, and no other shop loses a row', async () => {
    const shop = await stage.shop();
    const other = { ...shop, id: 'other-shop' as ShopId, domain: OTHER, name: 'Other' };
    await stage.rehearsal.services.stores.shops.save(other);
    const at = await stage.world.now();
    const order = orderPayload({ id: 8_002, token: null, phone: '+393483000003', at });
    await tell(stage, 'orders/paid', order, { 'x-shopify-shop-domain': OTHER });
    const before = await countsOf(other.id);
    expect(before).toMatchObject({ orders: 1, receipt: 1 });
    await stage.world.call('POST', 'shopify/uninstall');
    await stage.world.advance(2 * DAY);
    expect(Object.keys(await countsOf(shop.id)).length).toBeGreaterThan(10);
    await tell(stage, 'shop/redact', { shop_domain: shop.domain });
    expect(await countsOf(shop.id)).toEqual({ privacy_request: 1 });
    expect(await stage.book.rows('SELECT 1 FROM shop WHERE id = $1', [shop.id])).toEqual([]);
    expect(await countsOf(other.id)).toEqual(before);
    const traces = [NEIGHBOUR.slice(1), 'neighbour@example.com', 'buongiorno', 'bottega demo'];
    expect(await placesOf(traces)).toEqual([]);
    expect(await stage.rehearsal.services.stores.privacy.ofShop(shop.id)).toMatchObject([
      { kind: 'erase_shop', result: null },
    ]);
  });
});
