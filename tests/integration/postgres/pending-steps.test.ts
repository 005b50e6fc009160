import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Customer } from '#core/commerce/index';
import type { RecoveryStep } from '#core/recovery/index';
import { customerOf, minutes, NOW, openRig, seedRecovery, seedShop, type Rig } from './sample-rows';

let rig: Rig;
let customer: Customer;
beforeAll(async () => {
  rig = await openRig();
  ({ customer } = await seedShop(rig.stores, 'queue'));
});
afterAll(() => rig.end());

let steps: readonly [RecoveryStep, RecoveryStep];
beforeEach(async () => {
  await rig.database.sql.query('TRUNCATE recovery, recovery_cart, recovery_step');
  const person = customerOf(customer.shopId);
  await rig.stores.customers.save(person);
  const seeded = await seedRecovery(rig.stores, person, [minutes(-5), minutes(60)]);
  steps = seeded.steps as unknown as readonly [RecoveryStep, RecoveryStep];
});

const COLUMNS = 'shop_id, id, recovery_id, step_index, retry_from, due_at';
const queued = () => rig.database.sql.query(`SELECT ${COLUMNS} FROM pending_step ORDER BY id`);

afterEach(async () => {
  const pending = await rig.database.sql.query(
    `SELECT ${COLUMNS} FROM recovery_step WHERE state = 'pending' ORDER BY id`,
  );
  expect(await queued()).toEqual(pending);
});

const claimAt = async (now: Date): Promise<string[]> => {
  const until = new Date(now.getTime() + 120_000);
  const claimed = await rig.stores.recoveries.completeAndClaim([], now, until, 9);
  return claimed.map(({ id }) => id);
};

test('a planned step waits among the pending ones, and one that is tried again does too', async () => {
  expect(await queued()).toHaveLength(2);
  const [{ shopId, recoveryId }] = steps;
  const retry = {
    shopId,
    recoveryId,
    index: 0,
    retryFrom: minutes(30),
    dueAt: minutes(30),
  } as const;
  const open = { state: 'pending', reason: null, messageId: null, decidedAt: null } as const;
  const id = 'again' as RecoveryStep['id'];
  expect(await rig.stores.recoveries.addRetry({ ...retry, ...open, id })).toBe(true);
  expect(await queued()).toHaveLength(3);
});

test('a step that is decided waits no more, and can’t be claimed', async () => {
  const decision = { state: 'skipped', reason: 'too_late', messageId: null } as const;
  await rig.stores.recoveries.decide(steps[0].shopId, steps[0].id, decision, NOW);
  expect(await queued()).toMatchObject([{ id: steps[1].id }]);
  expect(await claimAt(NOW)).toEqual([]);
});

test('a step that is put off is free again for whoever comes at its new time', async () => {
  expect(await claimAt(NOW)).toEqual([steps[0].id]);
  await rig.stores.recoveries.reschedule(steps[0].shopId, steps[0].id, minutes(1));
  expect(await claimAt(NOW)).toEqual([]);
  expect(await claimAt(minutes(1))).toEqual([steps[0].id]);
});

test('when a recovery ends or is deleted, none of its steps waits', async () => {
  const { shopId, recoveryId } = steps[0];
  const { recoveries } = rig.stores;
  expect(await recoveries.cancelPending(shopId, recoveryId, 'replied', NOW)).toBe(2);
  expect(await queued()).toEqual([]);
  const other = customerOf(customer.shopId);
  await rig.stores.customers.save(other);
  const { recovery } = await seedRecovery(rig.stores, other, [minutes(5)]);
  expect(await queued()).toHaveLength(1);
  await recoveries.discard(recovery.shopId, recovery.id);
  expect(await queued()).toEqual([]);
});

test('what a transaction did and gave up leaves the waiting steps as they were', async () => {
  const gaveUp = new Error('given up');
  const work = rig.database.transaction(async (sql) => {
    await sql.query(`UPDATE recovery_step SET state = 'skipped', reason = 'too_late'`);
    throw gaveUp;
  });
  await expect(work).rejects.toBe(gaveUp);
  expect(await queued()).toHaveLength(2);
});

test('emptying the steps empties the waiting ones, also where both are named', async () => {
  await rig.database.sql.query('TRUNCATE recovery, recovery_cart, recovery_step, pending_step');
  expect(await queued()).toEqual([]);
});
