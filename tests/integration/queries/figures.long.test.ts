import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '#adapters/postgres/client';
import { figureStore } from '#adapters/postgres/figure-store';
import type { ShopId } from '#core/kernel/ids';
import { NOW, openRig } from '../postgres/sample-rows';
import type { Rig } from '../postgres/sample-rows';
import { ACTS, act, seedWorld } from './figure-acts';
import type { ActName } from './figure-acts';
import { expectSame, seen } from './figure-comparison';
import { SHOPS } from './figure-draw';
import type { Draw } from './figure-draw';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig(8);
});
afterAll(() => rig.end());

const DAY_MS = 86_400_000;
const draws: fc.Arbitrary<Draw> = fc.record({
  shop: fc.nat(1),
  one: fc.nat(23),
  two: fc.nat(23),
  at: fc.integer({ min: -12, max: 4 }).chain((days) =>
    // Every quarter of an hour of a day, and moments around them.
    fc
      .tuple(fc.nat(95), fc.constantFrom(-1, 0, 1))
      .map(
        ([quarter, off]) =>
          new Date(
            Math.floor(NOW.getTime() / DAY_MS) * DAY_MS + days * DAY_MS + quarter * 900_000 + off,
          ),
      ),
  ),
});
/** What seldom happens would leave little to count if it happened as often as the rest. */
const SELDOM: readonly string[] = ['merge', 'erase', 'moveZone', 'stop', 'discard', 'convert'];
const names = (Object.keys(ACTS) as ActName[]).flatMap((name) =>
  SELDOM.includes(name) ? [name] : [name, name, name, name, name, name],
);
const done = fc.tuple(fc.constantFrom<ActName>(...names), draws);
const steps = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('act' as const), done }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undone' as const), done }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fold' as const),
      most: fc.integer({ min: 1, max: 9 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('beside' as const), done, other: done }) },
);

const fold = async (sql: Sql, most: number): Promise<void> => {
  for (const id of await figureStore(sql).waiting()) await figureStore(sql).fold(id, most);
};

async function take(step: typeof steps extends fc.Arbitrary<infer Step> ? Step : never) {
  const { database } = rig;
  const inTurn = ([name, draw]: readonly [ActName, Draw]) =>
    database.transaction((sql) => act(name, draw, sql));
  if (step.kind === 'act') await inTurn(step.done);
  if (step.kind === 'fold') await fold(database.sql, step.most);
  if (step.kind === 'undone') {
    const undo = new Error('undo');
    await database
      .transaction(async (sql) => {
        await act(...step.done, sql);
        await fold(sql, 3);
        throw undo;
      })
      .catch((error: unknown) => expect(error).toBe(undo));
  }
  // Two that get into each other's way may be refused, as two workers may; then nothing happened.
  if (step.kind === 'beside') {
    await Promise.allSettled([
      inTurn(step.done),
      fold(database.sql, 4),
      inTurn(step.other),
      fold(database.sql, 4),
    ]);
  }
}

describe('the figures that are kept', () => {
  it('are what the facts say, after whatever happened in whatever order, folded or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 150, maxLength: 200 }), async (sequence) => {
        await Promise.all(SHOPS.map((id) => rig.stores.shops.erase(id as ShopId)));
        await seedWorld(rig.stores);
        for (const [at, step] of sequence.entries()) {
          await take(step);
          if (at % 60 === 59) await expectSame(rig.database.sql);
        }
        await expectSame(rig.database.sql);
        await fold(rig.database.sql, 1_000_000);
        await expectSame(rig.database.sql);
      }),
      { numRuns: 4 },
    );
  }, 300_000);

  it('are the same in the middle of a fold, and after one that was undone', async () => {
    await eventful();
    const { database } = rig;
    const undo = new Error('undo');
    const folding = database.transaction(async (sql) => {
      await fold(sql, 1_000_000);
      await expectSame(sql);
      await expectSame(database.sql);
      throw undo;
    });
    await expect(folding).rejects.toBe(undo);
    await expectSame(database.sql);
    // Nothing is the same because nothing is there.
    expect([...seen].sort()).toEqual(
      ['arms', 'days', 'failures', 'funnel', 'nonSends', 'revenue', 'sent'].sort(),
    );
  });

  it('are folded by one at a time: a second one finds nothing to do', async () => {
    await eventful();
    const { database } = rig;
    await database.transaction(async (sql) => {
      expect(await figureStore(sql).fold('left' as ShopId, 1_000)).toBeGreaterThan(0);
      expect(await figureStore(database.sql).fold('left' as ShopId, 1_000)).toBe(0);
    });
    expect(await figureStore(database.sql).waiting()).toEqual(['right']);
    await expectSame(database.sql);
  });

  it('go with their shop', async () => {
    await eventful();
    await rig.stores.shops.erase('left' as ShopId);
    expect(await figureStore(rig.database.sql).waiting()).toEqual(['right']);
  });
});

/** Both shops after a few hundred acts, nothing folded. */
async function eventful(): Promise<void> {
  await Promise.all(SHOPS.map((id) => rig.stores.shops.erase(id as ShopId)));
  await seedWorld(rig.stores);
  for (const [name, draw] of fc.sample(done, { numRuns: 200, seed: 7 })) {
    await rig.database.transaction((sql) => act(name, draw, sql));
  }
}
