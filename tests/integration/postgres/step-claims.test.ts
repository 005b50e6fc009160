import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Customer } from '#core/commerce/index';
import type { MessageId } from '#core/kernel/ids';
import type { RecoveryStep, StepResult } from '#core/recovery/index';
import { customerOf, minutes, NOW, openRig, seedRecovery, seedShop, type Rig } from './sample-rows';

let rig: Rig;
let customer: Customer;
beforeAll(async () => {
  rig = await openRig(8);
  ({ customer } = await seedShop(rig.stores, 'rush'));
});
afterAll(() => rig.end());
beforeEach(async () => {
  await rig.database.sql.query('TRUNCATE recovery, recovery_cart, recovery_step');
});

const LEASE = minutes(2);
const claim = (limit: number, done: readonly StepResult[] = [], now = NOW, until = LEASE) =>
  rig.stores.recoveries.completeAndClaim(done, now, until, limit);

/** A person of the shop with so many due steps. */
async function due(of: Customer, count: number, at = minutes(-60)): Promise<RecoveryStep[]> {
  const person = customerOf(of.shopId);
  await rig.stores.customers.save(person);
  const { steps } = await seedRecovery(rig.stores, person, Array<Date>(count).fill(at));
  return steps;
}
const skipped = ({ shopId, id }: RecoveryStep, at = NOW): StepResult => ({
  ...{ shopId, id, state: 'skipped', reason: 'too_late', messageId: null, decidedAt: at },
});
const byShop = (steps: readonly RecoveryStep[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { shopId } of steps) counts[shopId] = (counts[shopId] ?? 0) + 1;
  return counts;
};
const states = async (): Promise<string[]> =>
  (
    await rig.database.sql.query<{ state: string }>(
      'SELECT state FROM recovery_step ORDER BY step_index',
    )
  ).map(({ state }) => state);

test('one call writes down the last batch and claims the next, whole', async () => {
  const steps = await due(customer, 4);
  const first = await claim(2);
  expect(first).toHaveLength(2);
  for (const step of first) expect(steps).toContainEqual(step);
  const [one, other] = first as [RecoveryStep, RecoveryStep];
  const messageId = 'm1' as MessageId;
  const queued = { state: 'queued', reason: null, messageId, decidedAt: minutes(1) } as const;
  const next = await claim(9, [
    { shopId: one.shopId, id: one.id, ...queued },
    { shopId: other.shopId, id: other.id, state: 'pending', dueAt: minutes(30) },
  ]);
  expect(next).toHaveLength(2);
  const { recoveries } = rig.stores;
  expect(await recoveries.stepById(one.shopId, one.id)).toEqual({ ...one, ...queued });
  const again = { ...other, dueAt: minutes(30) };
  expect(await recoveries.stepById(other.shopId, other.id)).toEqual(again);
  expect(await claim(9, [], minutes(1))).toEqual([]);
  expect(await claim(1, [], minutes(30), minutes(32))).toHaveLength(1);
});

test('what was decided or cancelled meanwhile stays as it was', async () => {
  const [step] = await due(customer, 1);
  if (!step) throw new Error('a step was made');
  await claim(1);
  const { recoveries } = rig.stores;
  await recoveries.cancelPending(step.shopId, step.recoveryId, 'purchased', minutes(1));
  await claim(1, [skipped(step)]);
  expect(await recoveries.stepById(step.shopId, step.id)).toMatchObject({
    state: 'cancelled',
    reason: 'purchased',
  });
});

test('a step whose lease is over is written down and not claimed by the same call', async () => {
  await due(customer, 3);
  const first = await claim(3);
  expect(
    await claim(
      3,
      first.slice(0, 2).map((one) => skipped(one)),
      minutes(5),
      minutes(7),
    ),
  ).toEqual(first.slice(2));
  expect((await states()).sort()).toEqual(['pending', 'skipped', 'skipped']);
});

test('when a worker dies, its steps come back after their lease, and the next instant says so', async () => {
  await due(customer, 2);
  await due(customer, 1, minutes(45));
  expect(await rig.stores.recoveries.nextDueAt()).toEqual(minutes(-60));
  expect(await claim(5)).toHaveLength(2);
  expect(await rig.stores.recoveries.nextDueAt()).toEqual(LEASE);
  expect(await claim(5, [], minutes(1))).toEqual([]);
  const back = await claim(5, [], LEASE, minutes(4));
  expect(back).toHaveLength(2);
  await claim(
    5,
    back.map((one) => skipped(one)),
    LEASE,
    minutes(4),
  );
  expect(await rig.stores.recoveries.nextDueAt()).toEqual(minutes(45));
});

test('a step that another transaction holds is passed over, not waited for', async () => {
  const [held] = await due(customer, 1);
  await due(customer, 2);
  await rig.database.transaction(async (sql) => {
    await sql.query('SELECT FROM pending_step WHERE id = $1 FOR UPDATE', [held?.id]);
    const others = rig.stores.recoveries.completeAndClaim([], NOW, LEASE, 9);
    const ids = (await others).map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(ids).not.toContain(held?.id);
  });
});

test('workers at once never get the same step', async () => {
  await due(customer, 60);
  const batches = await Promise.all([1, 2, 3, 4].map(() => claim(10)));
  const ids = batches.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(10);
});

test('each shop gets an equal share, and what one leaves goes to those that have more', async () => {
  const small = await seedShop(rig.stores, 'small');
  const middle = await seedShop(rig.stores, 'middle');
  await due(customer, 300);
  const [late] = await due(small.customer, 1, minutes(-1));
  await due(middle.customer, 50, minutes(-30));
  const first = await claim(60);
  expect(first).toContainEqual(late);
  expect(first).toHaveLength(60);
  // 20 each, and of the 19 that the small one leaves 10 and 9.
  expect(byShop(first).middle).toBeGreaterThanOrEqual(29);
  expect(byShop(first).middle).toBeLessThanOrEqual(30);
  const second = await claim(
    60,
    first.map((one) => skipped(one)),
  );
  expect(second).toHaveLength(60);
  expect(byShop(second).middle).toBe(50 - (byShop(first).middle ?? 0));
  expect(byShop(await claim(60))).toEqual({ rush: 60 });
});

test('with more busy shops than a batch holds, each shop’s turn comes', async () => {
  const others = await Promise.all(['a', 'b', 'c'].map((id) => seedShop(rig.stores, id)));
  for (const other of others) await due(other.customer, 60, minutes(-90));
  const [late] = await due(customer, 1, minutes(-1));
  let batch = await claim(2);
  let batches = 1;
  while (!batch.some(({ id }) => id === late?.id)) {
    expect(Object.values(byShop(batch))).toEqual([1, 1]);
    batch = await claim(
      2,
      batch.map((one) => skipped(one)),
    );
    batches += 1;
  }
  // All older steps together would take 90 batches.
  expect(batches).toBeLessThan(80);
});
