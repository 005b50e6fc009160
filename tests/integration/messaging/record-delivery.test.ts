import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordTemplateStatus, type TemplateStatusInput } from '#core/messaging/index';
import type { RecoveryStepId } from '#core/kernel/ids';
import { channelId, shopId } from './shop';
import { accept, hours, NOW, openWorld, refuse, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.end());

describe('statuses of the vendor', () => {
  it('move a message forward whatever their order, and a failure stays', async () => {
    const states = ['sent', 'delivered', 'read', 'failed'] as const;
    let tried = 0;
    const order = fc.shuffledSubarray([...states, ...states], { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(order, async (reports) => {
        // The person's next turn comes six seconds later.
        tried += 6_000;
        const message = await world.queue();
        await world.send(message, new Date(NOW.getTime() + tried));
        const vendorId = `wamid.${message.id}`;
        for (const state of reports) {
          await world.report({ vendorId, state, code: state === 'failed' ? '131026' : null });
        }
        const furthest = states
          .filter((state) => state === 'sent' || reports.includes(state))
          .at(-1);
        expect((await world.message(message.id)).state).toBe(furthest);
      }),
      { numRuns: 25 },
    );
  });

  it('tell each step once, also when they are repeated', async () => {
    const message = await world.queue();
    await world.send(message);
    const read = { vendorId: `wamid.${message.id}`, state: 'read' } as const;
    await expect(world.report(read)).resolves.toBe('moved');
    await expect(world.report(read)).resolves.toBe('unmoved');
    await expect(world.report({ ...read, state: 'delivered' })).resolves.toBe('unmoved');
    expect(await world.told()).toEqual(['message.status sent', 'message.status read']);
  });

  it('of messages that others sent through the same number change nothing', async () => {
    await expect(world.report({ vendorId: 'wamid.other' })).resolves.toBe('unknown_message');
    expect(await world.told()).toEqual([]);
  });

  const fail = async (code: string) => {
    const message = await world.queue({ stepId: 'step-1' as RecoveryStepId });
    await world.send(message);
    await world.report({ vendorId: `wamid.${message.id}`, state: 'failed', code }, hours(1));
    return world.message(message.id);
  };

  it.each([
    ['131026', 'customer.unreachable 131026'],
    ['131050', 'customer.opted_out'],
    ['131048', 'channel.changed connected'],
    ['131042', 'channel.changed paused'],
    ['131031', 'channel.changed paused'],
    ['132015', 'template.changed paused'],
    ['132016', 'template.changed disabled'],
  ])('that fail with %s have the same effect as a refusal at once', async (code, effect) => {
    await expect(fail(code)).resolves.toMatchObject({ state: 'failed', failureCode: code });
    expect(await world.told()).toContain(effect);
  });

  it('that fail with 131048 hold the number’s marketing for an hour, and answers still go', async () => {
    await fail('131048');
    const channel = await world.stores.channels.byId(shopId, channelId);
    const hold = { cause: 'vendor_limit', until: hours(2), level: 1 };
    expect(channel).toMatchObject({ state: 'connected', hold });
    const reminder = await world.queue();
    expect(await world.send(reminder, hours(1.5))).toEqual({ kind: 'waiting', until: hours(2) });
    expect((await world.message(reminder.id)).waitReason).toBe('marketing_held');
    const answer = await world.queue({ category: 'service', body: { kind: 'text', text: 'Yes' } });
    expect(await world.send(answer, hours(1.5))).toMatchObject({ kind: 'sent' });
  });

  it.each([
    ['131049', 24],
    ['131000', 0.25],
    ['131048', 1],
  ])('that fail with %s allow one more try, %s hours later', async (code, wait) => {
    const { id } = await fail(code);
    expect(await world.secondTries()).toEqual([{ messageId: id, notBefore: hours(1 + wait) }]);
  });

  it.each(['131026', '131050', '131047', '368', '130497', '131031', '130472', '132015', '132000'])(
    'that fail with %s are final',
    async (code) => {
      await fail(code);
      expect(await world.secondTries()).toEqual([]);
    },
  );

  it('that fail twice announce one more try once', async () => {
    const { vendorId } = await fail('131049');
    await world.report({ vendorId: vendorId ?? '', state: 'failed', code: '131049' }, hours(2));
    expect(await world.secondTries()).toHaveLength(1);
  });
});

describe('what the vendor says about a template', () => {
  const template = () => world.stores.templates.byName(shopId, 'cart_reminder', 'it');
  const tell = (change: Partial<TemplateStatusInput>) =>
    recordTemplateStatus(
      {
        shopId,
        vendorId: null,
        name: 'cart_reminder',
        language: 'it',
        state: null,
        reason: null,
        category: null,
        now: NOW,
        ...change,
      },
      world.stores,
    );

  it('pauses for three hours, then for six, and not longer when told twice', async () => {
    await expect(tell({ state: 'paused' })).resolves.toBe('changed');
    await expect(tell({ state: 'paused', now: hours(1) })).resolves.toBe('unchanged');
    await expect(template()).resolves.toMatchObject({ pausedUntil: hours(3) });
    await tell({ state: 'approved', now: hours(3) });
    await expect(template()).resolves.toMatchObject({ state: 'approved', pausedUntil: hours(3) });
    await tell({ state: 'paused', now: hours(10) });
    await expect(template()).resolves.toMatchObject({ pausedUntil: hours(16) });
  });

  it('believes the vendor’s words over its own count', async () => {
    await tell({ state: 'paused', reason: 'SECOND_PAUSE: Paused for 6 hours.' });
    await expect(template()).resolves.toMatchObject({ pausedUntil: hours(6) });
  });

  it('lengthens a pause that an error told first, once the vendor says that it is the second', async () => {
    world.vendor = refuse('132015');
    await world.send(await world.queue());
    await tell({ state: 'paused', reason: 'SECOND_PAUSE' });
    await expect(template()).resolves.toMatchObject({ pausedUntil: hours(6) });
  });

  it('pauses for as long as the vendor says, once it outlasts what is documented', async () => {
    await tell({ state: 'paused' });
    world.vendor = refuse('132015');
    const held = { kind: 'cancelled', reason: 'template_paused' };
    await expect(world.send(await world.queue(), hours(3))).resolves.toEqual(held);
    await tell({ state: 'paused', now: hours(6) });
    await expect(template()).resolves.toMatchObject({ state: 'paused', pausedUntil: null });
    const next = await world.queue();
    const waiting = { kind: 'waiting', until: hours(12.25) };
    await expect(world.send(next, hours(12))).resolves.toEqual(waiting);
    expect(world.calls).toHaveLength(1);
    await tell({ state: 'approved', now: hours(13) });
    world.vendor = accept;
    await expect(world.send(next, hours(13))).resolves.toMatchObject({ kind: 'sent' });
  });

  it('shows a category that differs from the one asked for, and leaves the state', async () => {
    await expect(tell({ category: 'MARKETING' })).resolves.toBe('unchanged');
    await expect(tell({ category: 'UTILITY' })).resolves.toBe('changed');
    await expect(template()).resolves.toMatchObject({
      state: 'approved',
      approvedCategory: 'UTILITY',
    });
    expect(await world.told()).toEqual(['template.changed approved']);
  });

  it('keeps the reason of a rejection, and leaves templates of others alone', async () => {
    await tell({ state: 'rejected', reason: 'INVALID_FORMAT', vendorId: '77' });
    await expect(template()).resolves.toMatchObject({
      state: 'rejected',
      stateReason: 'INVALID_FORMAT',
      vendorId: '77',
    });
    await expect(tell({ name: 'elsewhere', state: 'approved' })).resolves.toBe('unknown_template');
  });
});
