import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NewReceipt } from '#core/intake/index';
import { minutes, openRig, receiptOf, shopOf, type Rig } from './sample-rows';

let rig: Rig;
const shop = shopOf('days');
/** Noon of a day, counted from one on which nothing has been made. */
const day = (number: number): Date => new Date(Date.UTC(2031, 4, number, 12));
beforeAll(async () => {
  rig = await openRig(8);
  await rig.stores.shops.save(shop);
});
afterAll(() => rig.end());
beforeEach(async () => {
  await rig.database.sql.query('TRUNCATE receipt, receipt_key');
  await rig.stores.receipts.makeDays(day(1));
  await rig.stores.receipts.dropDays(day(1));
});

const record = (on: Date, with_: Partial<NewReceipt> = {}) =>
  rig.stores.receipts.record(receiptOf(shop.id, { receivedAt: on, ...with_ }));

async function recordAndClose(on: Date, state: 'processed' | 'unreadable', at = on) {
  await record(on);
  const [receipt] = await rig.stores.receipts.claim('others', on, minutes(0), 1);
  if (!receipt) throw new Error('nothing was claimed');
  await rig.stores.receipts.close([{ receipt, state, reason: null }], at);
}

const tables = async () =>
  (
    await rig.database.sql.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits
       WHERE inhparent = 'receipt'::regclass AND inhrelid::regclass::text ~ '2031' ORDER BY name`,
    )
  ).map(({ name }) => name);
const kept = () =>
  rig.database.sql.query<{ place: string; state: string }>(
    'SELECT tableoid::regclass::text AS place, state FROM receipt ORDER BY id',
  );

describe('days of receipts', () => {
  test('are made ahead, each once, also by two workers at the same time', async () => {
    await Promise.all([1, 2, 3].map(() => rig.stores.receipts.makeDays(day(2))));
    expect(await tables()).toEqual([1, 2, 3, 4, 5].map((number) => `receipt_2031050${number}`));
    await record(day(3));
    expect(await kept()).toEqual([{ place: 'receipt_20310503', state: 'received' }]);
  });

  test('that nobody made refuse nothing: what arrives is kept among the rest, and read from there', async () => {
    expect(await record(day(20))).toBe('recorded');
    expect(await kept()).toEqual([{ place: 'receipt_rest', state: 'received' }]);
    await rig.stores.receipts.makeDays(day(20));
    expect(await tables()).not.toContain('receipt_20310520');
    expect(await rig.stores.receipts.claim('others', day(21), day(22), 5)).toHaveLength(1);
  });

  test('hold one receipt for an event that is delivered again on another day', async () => {
    const again = { externalId: 'event-1' };
    expect(await record(new Date(Date.UTC(2031, 4, 1, 23, 59)), again)).toBe('recorded');
    expect(await record(new Date(Date.UTC(2031, 4, 2, 0, 1)), again)).toBe('repeated');
    const together = await Promise.all([2, 3].map((number) => record(day(number), again)));
    expect(together).toEqual(['repeated', 'repeated']);
    expect(await kept()).toHaveLength(1);
  });

  test('go as a whole after their time; a day with work that still waits stays', async () => {
    await recordAndClose(day(1), 'processed');
    await record(day(2));
    await rig.stores.receipts.makeDays(day(2));
    await rig.stores.receipts.claim('others', day(2), day(30), 5);
    await recordAndClose(day(2), 'processed');
    await recordAndClose(day(3), 'processed', day(9));
    expect(await rig.stores.receipts.dropDays(day(5))).toBe(2);
    const early = (await tables()).filter((name) => name < 'receipt_20310510');
    expect(early).toEqual(['receipt_20310502', 'receipt_20310503', 'receipt_20310505']);
    expect(await kept()).toEqual([
      { place: 'receipt_20310502', state: 'received' },
      { place: 'receipt_20310502', state: 'processed' },
      { place: 'receipt_20310503', state: 'processed' },
    ]);
    expect(await rig.stores.receipts.dropDays(day(10))).toBe(2);
    expect(await kept()).toHaveLength(2);
  });

  test('leave behind what could not be read, and forget their keys', async () => {
    await recordAndClose(day(1), 'unreadable');
    await recordAndClose(day(1), 'processed');
    await rig.stores.receipts.dropDays(day(3));
    expect(await kept()).toEqual([{ place: 'receipt_rest', state: 'unreadable' }]);
    expect(await rig.database.sql.query('SELECT hash FROM receipt_key')).toEqual([]);
  });

  test('among the rest lose what was processed long ago, row by row', async () => {
    await recordAndClose(day(20), 'processed');
    await rig.stores.receipts.dropDays(day(19));
    expect(await kept()).toHaveLength(1);
    await rig.stores.receipts.dropDays(day(21));
    expect(await kept()).toEqual([]);
  });

  test('wait for their turn where somebody works in the table, and nobody waits for them', async () => {
    await recordAndClose(day(1), 'processed');
    await rig.database.transaction(async (sql) => {
      await sql.query('SELECT id FROM receipt');
      expect(await rig.stores.receipts.dropDays(day(3))).toBe(0);
    });
    expect(await rig.stores.receipts.dropDays(day(3))).toBe(2);
  });
});
