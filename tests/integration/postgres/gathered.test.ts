import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCipher } from '#adapters/postgres/cipher';
import { createDatabase } from '#adapters/postgres/client';
import type { Database } from '#adapters/postgres/client';
import { listWrite } from '#adapters/postgres/list-writes';
import { createGatheredTransact } from '#adapters/postgres/gathered-transact';
import type { Stores } from '#adapters/postgres/stores';
import type { Transact } from '#core/kernel/transact';
import type { ShopId } from '#core/kernel/ids';
import { createTestDatabase } from '../../support/database';
import type { TestDatabase } from '../../support/database';
import { counted } from './counted';

let place: TestDatabase;
let database: Database;
let gathered: Transact<Stores>;
const cipher = createCipher(`k1:${randomBytes(32).toString('base64')}`);

beforeAll(async () => {
  place = await createTestDatabase();
  database = createDatabase(place.url, { max: 6 });
  gathered = createGatheredTransact(database, cipher);
  await database.sql.query(
    'CREATE TABLE leaf (tree text, place int, at timestamptz, marks text[], PRIMARY KEY (tree, place))',
  );
});
beforeEach(async () => {
  await database.sql.query('TRUNCATE leaf');
  await database.sql.query(
    `INSERT INTO leaf SELECT tree, place, '2026-03-09T11:00:00.123Z', ARRAY[tree, 'a "quoted", \\ one']
     FROM unnest(ARRAY['oak', 'elm', 'fir']) tree, generate_series(1, 3) place`,
  );
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

interface Leaf {
  readonly tree: string;
  readonly place: number;
  readonly at: Date;
  readonly marks: readonly string[];
}

const atOnce = (reads: readonly (readonly [text: string, values: readonly unknown[]])[]) =>
  counted(database, (together) => reads.map(([text, values]) => together.query(text, values)));

describe('reads that are asked at once', () => {
  const LEAVES = 'SELECT * FROM leaf WHERE tree = $1 AND place <= $2 ORDER BY place DESC LIMIT 2';

  test('become one statement, and each gets its own rows in its own order', async () => {
    const asked = [
      ['elm', 3],
      ['oak', 1],
      ['none', 3],
      ['elm', 3],
    ] as const;
    const { rows, statements } = await atOnce(asked.map((values) => [LEAVES, values]));
    expect(statements).toBe(1);
    expect(
      rows.map((found) => (found as Leaf[]).map(({ tree, place }) => `${tree} ${place}`)),
    ).toEqual([['elm 3', 'elm 2'], ['oak 1'], [], ['elm 3', 'elm 2']]);
  });

  test('answer what each would be answered alone, whatever the types of its values', async () => {
    const texts: readonly (readonly [string, readonly (readonly unknown[])[]])[] = [
      [
        'SELECT * FROM leaf WHERE tree = ANY ($1::text[]) AND at >= $2 ORDER BY tree, place',
        [
          [['oak', 'fir'], new Date('2026-03-09T11:00:00.123Z')],
          [[], new Date(0)],
          [['a "quoted", \\ one'], new Date(0)],
          [['elm'], null],
        ],
      ],
      [
        'SELECT EXISTS (SELECT FROM leaf WHERE marks && $1 AND place > $2) AS found',
        [
          [['a "quoted", \\ one'], 2],
          [['nothing', null], 0],
          [['oak'], 3],
        ],
      ],
      [
        '(SELECT place FROM leaf WHERE tree = $1 LIMIT 1) UNION ALL (SELECT 99 WHERE $2::boolean)',
        [
          ['oak', true],
          ['none', true],
          ['none', false],
        ],
      ],
    ];
    for (const [text, sets] of texts) {
      const alone = await Promise.all(sets.map((values) => database.sql.query(text, values)));
      const { rows, statements } = await atOnce(sets.map((values) => [text, values]));
      expect(rows).toEqual(alone);
      expect(statements).toBe(1);
    }
  });

  test('all get the error of their statement', async () => {
    const reads = atOnce([
      ['SELECT 1 / $1::int AS ratio', [1]],
      ['SELECT 1 / $1::int AS ratio', [0]],
    ]);
    await expect(reads).rejects.toThrow('division by zero');
  });
});

describe('writes of lists that are asked at once', () => {
  const PLANT = listWrite(
    `WITH asked AS (
       SELECT * FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS x (tree, place, asked_n)),
     planted AS (
       INSERT INTO leaf (tree, place) SELECT tree, place FROM asked
       ON CONFLICT DO NOTHING RETURNING tree, place)
     SELECT asked_n::int AS place, tree FROM asked JOIN planted USING (tree, place)`,
  );

  test('become one statement, and each hears of its own rows', async () => {
    const { rows, statements } = await atOnce([
      [PLANT, [['ash'], [1]]],
      [PLANT, [['oak'], [1]]],
      [PLANT, [[], []]],
      [
        PLANT,
        [
          ['elm', 'ash', 'ash'],
          [2, 2, 3],
        ],
      ],
    ]);
    expect(statements).toBe(1);
    expect(rows).toEqual([
      [{ place: 1, tree: 'ash' }],
      [],
      [],
      [
        { place: 2, tree: 'ash' },
        { place: 3, tree: 'ash' },
      ],
    ]);
  });

  test('leave in the order in which they were asked for, also beside reads of a new text', async () => {
    const { rows } = await atOnce([
      ['SELECT count(*)::int AS before FROM leaf WHERE place > $1', [0]],
      [PLANT, [['yew'], [1]]],
      ['SELECT count(*)::int AS after FROM leaf WHERE place > $1', [0]],
      ['SELECT count(*)::int AS after FROM leaf WHERE place > $1', [1]],
    ]);
    expect([rows[0], rows[2], rows[3]]).toEqual([[{ before: 9 }], [{ after: 10 }], [{ after: 6 }]]);
  });
});

describe('works that are asked for at once', () => {
  const shopIds = Array.from({ length: 20 }, (_, n) => `shop-${n}` as ShopId);
  const shopOf = (id: ShopId) => ({
    id,
    platform: 'shopify' as const,
    domain: `${id}.myshopify.com`,
    name: id,
    currency: 'EUR',
    timeZone: 'Europe/Rome',
    countryCode: 'IT',
    locale: 'it',
    state: 'installed' as const,
    settings: {} as never,
  });
  beforeEach(async () => {
    await database.sql.query('DELETE FROM shop');
  });
  const kept = async (): Promise<number> => (await database.sql.query('SELECT FROM shop')).length;

  test('are all kept, and each gets its own result', async () => {
    const results = await Promise.all(
      shopIds.map((id) =>
        gathered(async ({ shops }) => {
          await shops.save(shopOf(id));
          return (await shops.byId(id))?.name;
        }),
      ),
    );
    expect(results).toEqual(shopIds);
    expect(await kept()).toBe(20);
  });

  test('don’t suffer from one that fails: it alone is undone', async () => {
    const outcomes = await Promise.allSettled(
      shopIds.map((id, n) =>
        gathered(async ({ shops }) => {
          await shops.save(shopOf(id));
          if (n === 7) throw new Error('no');
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([
      { status: 'rejected', reason: new Error('no') },
    ]);
    expect(await kept()).toBe(19);
  });

  test('don’t suffer from a statement that PostgreSQL refuses', async () => {
    const outcomes = await Promise.allSettled(
      shopIds.map((id, n) =>
        gathered(({ shops }) => shops.save({ ...shopOf(id), id: (n === 3 ? null : id) as ShopId })),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(await kept()).toBe(19);
  });
});
