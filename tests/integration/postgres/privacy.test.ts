import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TABLES_OF_A_PERSON } from '#adapters/postgres/customer-privacy';
import type { ShopId } from '#core/kernel/ids';
import { cipher, NOW, openRig, type Rig } from './sample-rows';
import { everything, SECRETS } from './sample-shopper';
import { shopifyTokens } from '#adapters/postgres/shopify-tokens';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.end());

const tables = async (column?: string): Promise<string[]> => {
  const rows = await rig.database.sql.query<{ name: string }>(
    `SELECT DISTINCT t.table_name AS name FROM information_schema.tables t
     JOIN information_schema.columns c USING (table_schema, table_name)
     WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE'
       AND NOT (SELECT relispartition FROM pg_class WHERE oid = quote_ident(t.table_name)::regclass)
       AND t.table_name <> '_prisma_migrations' AND ($1::text IS NULL OR c.column_name = $1)
     ORDER BY 1`,
    [column ?? null],
  );
  return rows.map(({ name }) => name);
};
const dump = async (): Promise<Record<string, string>> => {
  const entries: [string, string][] = [];
  for (const table of await tables()) {
    const columns = table === 'receipt' ? `t::text || convert_from(body, 'UTF8')` : 't::text';
    const rows = await rig.database.sql.query<{ row: string }>(
      `SELECT ${columns} AS row FROM ${table} t`,
    );
    entries.push([table, rows.map(({ row }) => row).join('\n')]);
  }
  return Object.fromEntries(entries);
};
const rowsOf = async (table: string, shopId: string): Promise<number> => {
  const [row] = await rig.database.sql.query<{ count: number }>(
    `SELECT count(*) FROM ${table} WHERE ${table === 'shop' ? 'id' : 'shop_id'} = $1`,
    [shopId],
  );
  return row?.count ?? 0;
};

/** Tables that have nothing about a shopper, each with its reason. */
const NOTHING_PERSONAL = [
  'shop',
  'channel', // a merchant's number
  'portfolio', // a merchant's limit
  'pending_step', // ids and times of steps, which are exported
  'number_pace', // times of a merchant's number
  'template',
  'sequence',
  'product',
  'product_image', // rendered from product titles and prices
  'session', // a merchant's access
  'woocommerce_site', // a merchant's access
  'payment_account', // a merchant's access
  'woocommerce_code', // hashes of codes, addresses of stores
  'merchant_sign_in', // hashes of a merchant's tickets and sessions
  'sweep_mark', // times
  'list_in_hand', // times
  'worker_heartbeat', // processes of ours
  'domain_event', // ids, numbers and reasons only
  'receipt', // erased by its body, see below; exports show what became of it
  'figure', // sums
  'figure_delta', // what was counted, by ids
  'figure_subject', // how far a recovery came, what a person spent; read from rows that are exported
  'receipt_key', // hashes of what vendors call their events
  'privacy_request', // holds exports; erased by their content, see below
];

describe('a shopper', () => {
  test('every table with a person in it is part of an export', async () => {
    const covered = Object.keys(TABLES_OF_A_PERSON);
    expect((await tables('customer_id')).filter((name) => !covered.includes(name))).toEqual([]);
    expect((await tables()).filter((name) => !NOTHING_PERSONAL.includes(name)).sort()).toEqual(
      covered.sort(),
    );
    const { exported } = await everything(rig, 'exported');
    for (const [table, rows] of Object.entries(exported)) {
      expect(rows, table).not.toEqual([]);
    }
    expect(JSON.stringify(exported)).toContain('Via Roma');
  });

  test('after an erasure nothing in any table tells who it was, and the sums are as before', async () => {
    await rig.stores.shops.erase('exported' as ShopId);
    const { shop, customer, order, waiting } = await everything(rig, 'erased');
    const sums = `SELECT (SELECT sum(amount_minor) FROM attribution_entry)::int AS credited,
      (SELECT count(*) FROM message WHERE sent_at IS NOT NULL AND direction = 'out') AS sent,
      (SELECT count(*) FROM message_status) AS statuses, (SELECT count(*) FROM orders) AS orders`;
    const before = await rig.database.sql.query(sums);
    await rig.database.transaction(async (sql) => {
      const { customerStore } = await import('#adapters/postgres/customer-store');
      await customerStore(sql).erase(shop.id, customer.id);
    });
    for (const [table, text] of Object.entries(await dump())) {
      for (const secret of SECRETS)
        expect(text.includes(secret), `${table}: ${secret}`).toBe(false);
    }
    expect(await rig.database.sql.query(sums)).toEqual(before);
    expect(await rig.stores.messages.byId(shop.id, waiting.id)).toMatchObject({
      state: 'cancelled',
      failureCode: 'no_phone',
    });
    expect(await rig.stores.recoveries.runningOf(shop.id, customer.id)).toBeNull();
    expect(await rig.stores.recoveries.nextDueAt()).toBeNull();
    expect(await rig.stores.orders.byId(shop.id, order.id)).toMatchObject({ total: order.total });
    await rig.stores.customers.erase(shop.id, customer.id);
  });
});

describe('a shop', () => {
  test('every table that has shops is emptied of an erased one, and of no other', async () => {
    const { shop } = await everything(rig, 'redacted');
    const kept = await everything(rig, 'kept');
    const withShop = ['shop', ...(await tables('shop_id'))];
    for (const table of withShop) {
      expect(await rowsOf(table, shop.id), table).toBeGreaterThan(0);
    }
    const proof = { id: 'proof', shopId: shop.id, kind: 'erase_shop', externalId: '9' } as const;
    const times = { requestedAt: NOW, completedAt: NOW, result: null };
    expect(await rig.stores.privacy.record({ ...proof, ...times })).toBe(true);
    await rig.stores.shops.erase(shop.id);
    for (const table of withShop) {
      expect(await rowsOf(table, shop.id), table).toBe(table === 'privacy_request' ? 1 : 0);
      expect(await rowsOf(table, kept.shop.id), table).toBeGreaterThan(0);
    }
    expect(await rig.stores.privacy.ofShop(shop.id)).toEqual([{ ...proof, ...times }]);
    expect(await shopifyTokens(rig.database, cipher).read(shop.domain)).toBeNull();
    await rig.stores.shops.erase(shop.id);
  });
});
