import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shopSettingsSchema } from '#core/commerce/index';
import type { CustomerId, RecoveryId } from '#core/kernel/ids';
import { DEFAULT_STEPS, guardMessages } from '#core/recovery/index';
import { begin, eventTypes, leaveCart, order, PHONE, run, sent, start, stop } from './acts';
import { failLater, retryOf, runRetry, tellAgain } from './retries';
import { after, MONDAY, newId, openLab, person } from './world';
import type { Lab, World } from './world';

let lab: Lab;
let world: World;
let ada: CustomerId;
let recovery: RecoveryId;

beforeAll(async () => {
  lab = await openLab();
});
beforeEach(async () => {
  world = await lab.createWorld();
  ada = await person(world, ['phone', PHONE]);
  await consent('granted', MONDAY);
  recovery = await begin(world, await leaveCart(world, ada));
});
afterAll(() => lab.close());

const consent = (state: 'granted' | 'withdrawn', occurredAt: Date) =>
  world.stores.consents.append(world.shop.id, {
    customerId: ada,
    state,
    source: 'whatsapp_keyword',
    occurredAt,
    proof: {},
    key: state,
  });

const messages = () => world.stores.messages.ofRecovery(world.shop.id, recovery);

/** Runs a step, lets the vendor take its message, and then fail it an hour later. */
async function keepBack(index: number, code = '131049', at?: Date): Promise<Date> {
  const outcome = await run(world, recovery, index, at);
  if (outcome.kind !== 'queued') throw new Error(`not queued: ${JSON.stringify(outcome)}`);
  const [message] = (await messages()).slice(-1);
  if (!message) throw new Error('no message');
  await sent(world, message.id, message.createdAt);
  const failedAt = after(1, message.createdAt);
  await failLater(world, message.id, code, failedAt);
  return failedAt;
}

describe('a message that WhatsApp keeps back in a status', () => {
  it('is tried once more, a day later and not before, under a key of its own', async () => {
    const failedAt = await keepBack(0);
    const retry = await retryOf(world, recovery, 0);
    expect(retry).toMatchObject({ state: 'pending', dueAt: after(24, failedAt) });
    expect(await runRetry(world, recovery, 0, after(23.9, failedAt))).toEqual({
      kind: 'waiting',
      until: after(24, failedAt),
      why: 'kept_back',
    });
    expect(await runRetry(world, recovery, 0)).toMatchObject({ kind: 'queued' });
    const [first, second] = await messages();
    expect(first).toMatchObject({ state: 'failed', failureCode: '131049' });
    expect(second).toMatchObject({ state: 'queued', key: `recovery:${recovery}:0:again` });
    expect(second?.linkToken).not.toBe(first?.linkToken);
  });

  it('is never tried a third time, however often the failure is told', async () => {
    const failedAt = await keepBack(0);
    await tellAgain(world, recovery, 0, failedAt);
    await runRetry(world, recovery, 0);
    const [, second] = await messages();
    if (!second) throw new Error('no second message');
    await sent(world, second.id, second.createdAt);
    await failLater(world, second.id, '131049', after(1, second.createdAt));
    const rows = await world.query('SELECT 1 FROM recovery_step WHERE shop_id = $1');
    expect(rows).toHaveLength(DEFAULT_STEPS.length + 1);
    expect((await messages()).map(({ state }) => state)).toEqual(['failed', 'failed']);
  });

  it('is tried again after the last step too, and the recovery is told complete once', async () => {
    await run(world, recovery, 0);
    const failedAt = await keepBack(1);
    expect(await world.stores.recoveries.byId(world.shop.id, recovery)).toMatchObject({
      state: 'completed',
    });
    expect(await runRetry(world, recovery, 1)).toMatchObject({ kind: 'queued' });
    const told = await eventTypes(world);
    expect(told.filter((type) => type === 'recovery.completed')).toHaveLength(1);
    const message = (await messages()).at(-1);
    if (!message) throw new Error('no message');
    const now = after(24.1, failedAt);
    const verdicts = await guardMessages({ messages: [message], now }, world.stores);
    expect(verdicts).toEqual([{ kind: 'send' }]);
  });

  it.each(['131026', '131050', '131047', '130472', '132012', '999999'])(
    'stays failed for good on %s',
    async (code) => {
      await keepBack(0, code);
      expect(await retryOf(world, recovery, 0)).toBeUndefined();
    },
  );

  it('is tried again within the hour when WhatsApp only had a problem of its own', async () => {
    const failedAt = await keepBack(0, '131000');
    expect(await retryOf(world, recovery, 0)).toMatchObject({ dueAt: after(0.25, failedAt) });
  });
});

describe('the one more try reads the facts again', () => {
  it('and sends nothing to somebody who has bought meanwhile', async () => {
    const failedAt = await keepBack(0);
    await order(world, { phone: PHONE, placedAt: after(2, failedAt) });
    expect(await runRetry(world, recovery, 0)).toEqual({ kind: 'stopped', reason: 'purchased' });
    expect(await messages()).toHaveLength(1);
  });

  it('and sends nothing after an opt-out, which the stop itself has closed', async () => {
    const failedAt = await keepBack(0);
    await stop(world, { kind: 'opted_out', customerId: ada }, after(2, failedAt));
    expect(await retryOf(world, recovery, 0)).toMatchObject({
      state: 'cancelled',
      reason: 'opted_out',
    });
    expect(await runRetry(world, recovery, 0)).toEqual({ kind: 'decided' });
  });

  it('and says why it sent nothing when the recovery was complete already', async () => {
    await run(world, recovery, 0);
    const failedAt = await keepBack(1);
    await consent('withdrawn', after(1, failedAt));
    expect(await runRetry(world, recovery, 1)).toEqual({ kind: 'skipped', reason: 'opted_out' });
    expect(await retryOf(world, recovery, 1)).toMatchObject({ state: 'skipped' });
    expect(await eventTypes(world)).toContain('recovery.step_skipped');
  });

  it('and waits for the end of the quiet hours', async () => {
    const late = new Date('2026-03-10T19:30:00Z');
    await keepBack(0, '131049', late);
    const outcome = await runRetry(world, recovery, 0);
    expect(outcome).toMatchObject({ kind: 'waiting', why: 'quiet_hours' });
    expect(await runRetry(world, recovery, 0)).toMatchObject({ kind: 'queued' });
  });

  it('and keeps to the frequency cap', async () => {
    const failedAt = await keepBack(0);
    const settings = shopSettingsSchema.parse({
      ...world.shop.settings,
      frequencyCaps: [{ maxMessages: 1, perDays: 1 }],
    });
    await world.stores.shops.saveSettings(world.shop.id, settings);
    const [first] = await messages();
    if (!first) throw new Error('no message');
    const other = { ...first, id: newId(), key: 'other', stepId: null };
    await world.stores.messages.enqueue({ ...other, createdAt: after(20, failedAt) });
    await sent(world, other.id, after(20, failedAt));
    expect(await runRetry(world, recovery, 0)).toEqual({
      kind: 'waiting',
      until: after(44, failedAt),
      why: 'frequency_cap',
    });
  });

  it('and gives way to a later step that has written', async () => {
    await keepBack(0);
    await run(world, recovery, 1);
    expect(await runRetry(world, recovery, 0)).toEqual({ kind: 'skipped', reason: 'too_late' });
  });

  it('and gives way to a newer recovery of the same person', async () => {
    await run(world, recovery, 0);
    const failedAt = await keepBack(1);
    const cart = await leaveCart(world, ada, { lastActivityAt: after(2, failedAt) });
    expect(await start(world, cart)).toMatchObject({ kind: 'started' });
    expect(await runRetry(world, recovery, 1)).toEqual({ kind: 'skipped', reason: 'merged' });
  });

  it('and never comes sooner because the shopper came back to the cart', async () => {
    const failedAt = await keepBack(0);
    const cart = await leaveCart(world, ada, { lastActivityAt: after(0.5, failedAt) });
    expect(await start(world, cart)).toMatchObject({ kind: 'adopted' });
    const retry = await retryOf(world, recovery, 0);
    expect(retry?.dueAt).toEqual(after(25.5, failedAt));
    expect(await runRetry(world, recovery, 0, after(24.5, failedAt))).toMatchObject({
      kind: 'waiting',
      why: 'shopper_active',
    });
  });
});
