import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type Sql } from '#adapters/postgres/client';
import { receiptStore } from '#adapters/postgres/receipt-store';
import { openRig, receiptOf, shopOf, type Rig } from './sample-rows';

let rig: Rig;
const shop = shopOf('rush');
beforeAll(async () => {
  rig = await openRig(4);
  await rig.stores.shops.save(shop);
});
afterAll(() => rig.end());
beforeEach(async () => {
  await rig.database.sql.query('TRUNCATE receipt, receipt_key');
});

const rush = (count: number) => Array.from({ length: count }, () => receiptOf(shop.id));

/**
 * Records one receipt and, while its statement is under way, so many more.
 * @returns how many receipts each statement carried
 */
async function behindOne(count: number): Promise<readonly number[]> {
  const sizes: number[] = [];
  const outcomes: Promise<unknown>[] = [];
  const counting: Sql = {
    query: (text, values) => {
      sizes.push((values?.[0] as readonly unknown[]).length);
      if (sizes.length === 1) outcomes.push(...rush(count).map((each) => record(each)));
      return rig.database.sql.query(text, values);
    },
  };
  const { record } = receiptStore(counting);
  outcomes.push(...rush(1).map((each) => record(each)));
  await outcomes[0];
  const settled = await Promise.all(outcomes);
  expect(settled).toEqual(Array.from({ length: count + 1 }, () => 'recorded'));
  return sizes;
}

describe('receipts that arrive together', () => {
  test('while a statement is under way wait for it, and go into the next one', async () => {
    expect(await behindOne(100)).toEqual([1, 100]);
  });

  test('fill a statement, which then goes beside the one under way, and never a third', async () => {
    expect(await behindOne(600)).toEqual([1, 256, 256, 88]);
  });

  test('are planned once a connection, however many statements they need', async () => {
    const one = createDatabase(rig.url, { max: 1 });
    const { record } = receiptStore(one.sql);
    for (let batch = 0; batch < 8; batch += 1) await Promise.all(rush(3).map((it) => record(it)));
    const plans = await one.sql.query<{ uses: number; custom: number }>(
      `SELECT (generic_plans + custom_plans)::int AS uses, custom_plans::int AS custom
       FROM pg_prepared_statements WHERE statement LIKE '%INTO receipt_key%'`,
    );
    await one.close();
    // PostgreSQL tries a statement's first five values, then settles on the plan without any.
    expect(plans).toEqual([{ uses: 8, custom: 5 }]);
  });

  test('are looked up in tables of hashes: a plan made for a few would join hundreds by pairs', async () => {
    const texts: string[] = [];
    const { record } = receiptStore({
      query: (text, values) => (texts.push(text), rig.database.sql.query(text, values)),
    });
    await record(receiptOf(shop.id));
    const plan = await rig.database.sql.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (GENERIC_PLAN, VERBOSE) ${texts[0] ?? ''}`,
    );
    const lines = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(lines).toMatch(/hashed SubPlan/);
    expect(lines).not.toMatch(/Join.*\n.*fresh/);
  });

  test('are known by the key that the first migration gave to the receipts before', async () => {
    const receipt = receiptOf(shop.id, { externalId: 'è già qui/1' });
    await rig.stores.receipts.record(receipt);
    const rows = await rig.database.sql.query(
      `SELECT count(*)::int AS n FROM receipt JOIN receipt_key ON hash = substring(encode(sha256(
         convert_to(source || ' ' || external_id, 'UTF8')), 'hex') FROM 1 FOR 32)::uuid`,
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('and the same ones once more are repetitions, and those of no known shop are told apart', async () => {
    const [first, second] = rush(2);
    if (!first || !second) throw new Error('two are needed');
    const { record } = rig.stores.receipts;
    await record(first);
    const strange = { ...receiptOf(shop.id), shopId: null };
    const known = { ...receiptOf(shop.id), shopId: null };
    expect(
      await Promise.all([
        record(second),
        record(first),
        record(strange, 'nobody.myshopify.com'),
        record(second),
        record(known, shop.domain),
      ]),
    ).toEqual(['recorded', 'repeated', 'unknown_shop', 'repeated', 'recorded']);
    const kept = await rig.database.sql.query('SELECT shop_id FROM receipt ORDER BY id');
    expect(kept).toEqual([1, 2, 3].map(() => ({ shop_id: shop.id })));
  });
});
