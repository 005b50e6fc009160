import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerId, MessageId } from '#core/kernel/ids';
import { recordDailyLimit, recordQuality, resumeNumber } from '#core/messaging/index';
import type { Channel, OutboundMessage } from '#core/messaging/index';
import { channelId, shopId } from './shop';
import { accept, hours, NOW, openWorld, refuse, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.end());

const seconds = (count: number): Date => new Date(NOW.getTime() + count * 1_000);
const text = { kind: 'text', text: 'Yes, in blue too' } as const;

async function number(): Promise<Channel> {
  const found = await world.stores.channels.byId(shopId, channelId);
  if (!found) throw new Error('no number');
  return found;
}

let people = 0;
async function person(): Promise<CustomerId> {
  const id = `person-${(people += 1)}` as CustomerId;
  const value = `+3934700${String(people).padStart(5, '0')}`;
  await world.stores.customers.save({
    id,
    shopId,
    displayName: null,
    firstName: null,
    locale: 'it',
    countryCode: 'IT',
    identities: [{ kind: 'phone', value }],
  });
  return id;
}

const reminderTo = async (customerId?: CustomerId, change: Partial<OutboundMessage> = {}) =>
  world.queue({ customerId: customerId ?? (await person()), ...change });

describe('one message every six seconds to a person', () => {
  it('lets the second wait with its reason, whatever kinds they are', async () => {
    const first = await world.queue();
    const answer = await world.queue({ category: 'service', body: text });
    await expect(world.send(first)).resolves.toMatchObject({ kind: 'sent' });
    await expect(world.send(answer, seconds(2))).resolves.toEqual({
      kind: 'waiting',
      until: seconds(6),
    });
    expect((await world.message(answer.id)).waitReason).toBe('pair_rate');
    await expect(world.send(answer, seconds(6))).resolves.toMatchObject({ kind: 'sent' });
    expect((await world.message(answer.id)).waitReason).toBeNull();
  });

  it('keeps the order in which they were written', async () => {
    const ids = ['m1', 'm2', 'm3'] as MessageId[];
    for (const id of ids) await world.queue({ id, key: id, category: 'service', body: text });
    const outcomes = [];
    for (const id of ids.toReversed()) outcomes.push(await world.send(await world.message(id)));
    expect(outcomes).toMatchObject([
      { kind: 'waiting', until: seconds(12) },
      { kind: 'waiting', until: seconds(6) },
      { kind: 'sent' },
    ]);
  });

  it('lets one of two wait that two workers take at once', async () => {
    for (let round = 0; round < 8; round += 1) {
      const customerId = await person();
      const pair = [await reminderTo(customerId), await reminderTo(customerId)];
      const outcomes = await Promise.all(pair.map((message) => world.send(message)));
      expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['sent', 'waiting']);
    }
  });

  it('waits while the first is on its way, however long that takes', async () => {
    const [first, second] = [await world.queue(), await world.queue()];
    let arrive = (): void => undefined;
    world.vendor = async (id) => {
      await new Promise<void>((resolve) => (arrive = resolve));
      return accept(id);
    };
    const sending = world.send(first);
    while (world.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const outcome = await world.send(second, seconds(9));
    expect(outcome).toEqual({ kind: 'waiting', until: seconds(15) });
    arrive();
    await sending;
  });

  it('holds nobody else back', async () => {
    const outcomes = await Promise.all(
      [await reminderTo(), await reminderTo(), await reminderTo()].map((one) => world.send(one)),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['sent', 'sent', 'sent']);
  });
});

/** When the place of a person who was written to at an hour is free: a minute after the day. */
const freed = (hour: number): Date => new Date(hours(hour + 24).getTime() + 60_000);

describe('the limit of people a day', () => {
  const limit = async (dailyLimit: number | null, now = NOW) =>
    recordDailyLimit(
      { channel: await number(), portfolio: { id: 'portfolio-1', dailyLimit }, now },
      world.stores,
    );

  it('is never exceeded by many workers, and the rest wait for the place of the oldest', async () => {
    await limit(5);
    const waiting = [];
    for (let count = 0; count < 12; count += 1) waiting.push(await reminderTo());
    const outcomes = await Promise.all(waiting.map((message) => world.send(message)));
    expect(outcomes.filter(({ kind }) => kind === 'sent')).toHaveLength(5);
    const others = outcomes.filter(({ kind }) => kind !== 'sent');
    expect(others).toEqual(Array.from({ length: 7 }, () => ({ kind: 'waiting', until: freed(0) })));
    const [held] = waiting.filter((_, index) => outcomes[index]?.kind === 'waiting');
    expect((await world.message(held?.id ?? ('' as MessageId))).waitReason).toBe('daily_limit');
  });

  it('lets the next go once a place is free, and promises each waiting one another', async () => {
    await limit(3);
    for (const hour of [0, 1, 2]) await world.send(await reminderTo(), hours(hour));
    const [fourth, fifth] = [
      await reminderTo(undefined, { createdAt: hours(3) }),
      await reminderTo(undefined, { createdAt: hours(3) }),
    ];
    expect(await world.send(fourth, hours(3))).toEqual({ kind: 'waiting', until: freed(0) });
    expect(await world.send(fifth, hours(3))).toEqual({ kind: 'waiting', until: freed(1) });
    expect(await world.send(fourth, freed(0))).toMatchObject({ kind: 'sent' });
    expect(await world.send(fifth, freed(1))).toMatchObject({ kind: 'sent' });
  });

  it('keeps one that was written before those in front of it went, and no older one', async () => {
    await limit(1);
    await world.send(await reminderTo(), seconds(90));
    const early = await reminderTo(undefined, { createdAt: NOW });
    expect(await world.send(early, seconds(95))).toMatchObject({ kind: 'waiting' });
    const old = await reminderTo(undefined, { createdAt: hours(-2) });
    const cancelled = { kind: 'cancelled', reason: 'daily_limit' };
    expect(await world.send(old, seconds(95))).toEqual(cancelled);
  });

  it('counts a person once, from the latest message on', async () => {
    await limit(1);
    const customerId = await person();
    await world.send(await reminderTo(customerId));
    const again = await reminderTo(customerId, { createdAt: hours(20) });
    expect(await world.send(again, hours(20))).toMatchObject({ kind: 'sent' });
    const other = await reminderTo(undefined, { createdAt: hours(25) });
    expect(await world.send(other, hours(25))).toEqual({ kind: 'waiting', until: freed(20) });
  });

  it('does not count answers within a shopper’s 24 hours', async () => {
    await limit(1);
    await world.send(await reminderTo());
    const customerId = await person();
    const conversation = await world.stores.conversations.openFor(
      shopId,
      channelId,
      customerId,
      'talk' as never,
      hours(-1),
    );
    await world.stores.conversations.recordInbound(shopId, conversation.id, hours(-1));
    const answer = await reminderTo(customerId, { category: 'service', body: text });
    expect(await world.send(answer)).toMatchObject({ kind: 'sent' });
  });

  it('counts what went out before the limit was known', async () => {
    for (let count = 0; count < 3; count += 1) await world.send(await reminderTo());
    await limit(3);
    expect(await world.send(await reminderTo())).toMatchObject({ kind: 'waiting' });
  });

  it('lets what waits look again when it is raised or lifted', async () => {
    await limit(1);
    await world.send(await reminderTo());
    const held = await reminderTo();
    await world.send(held);
    expect(await world.stores.messages.due(hours(1), 9, new Map())).toEqual([]);
    await limit(2, hours(1));
    expect(await world.stores.messages.due(hours(1), 9, new Map())).toMatchObject([
      { shopId, id: held.id },
    ]);
    expect(await world.send(held, hours(1))).toMatchObject({ kind: 'sent' });
    await limit(null, hours(1));
    expect(await world.send(await reminderTo(), hours(1))).toMatchObject({ kind: 'sent' });
  });
});

describe('marketing of a number', () => {
  const reasonOf = async ({ id }: OutboundMessage) => (await world.message(id)).waitReason;

  it('stops while it is rated low, and goes on by itself when that is over', async () => {
    await recordQuality({ channel: await number(), quality: 'RED', now: NOW }, world.stores);
    const reminder = await reminderTo();
    expect(await world.send(reminder)).toMatchObject({ kind: 'waiting' });
    expect(await reasonOf(reminder)).toBe('quality_low');
    const answer = await reminderTo(undefined, { category: 'service', body: text });
    expect(await world.send(answer)).toMatchObject({ kind: 'sent' });
    const change = { channel: await number(), quality: 'YELLOW' as const, now: seconds(30) };
    await recordQuality(change, world.stores);
    expect(await world.stores.messages.due(seconds(30), 9, new Map())).toMatchObject([
      { shopId, id: reminder.id },
    ]);
  });

  it('is held when too many turn away, longer the next time, and a person may resume it', async () => {
    const keptBack = async (now: Date) => {
      world.vendor = accept;
      for (let count = 0; count < 20; count += 1) {
        world.vendor = count % 2 === 0 ? accept : refuse('131049');
        await world.send(await reminderTo(undefined, { createdAt: now }), now);
      }
      world.vendor = accept;
    };
    await keptBack(NOW);
    expect(await number()).toMatchObject({
      hold: { cause: 'complaints', until: hours(1), level: 1 },
      state: 'connected',
    });
    const held = await reminderTo();
    expect(await world.send(held, seconds(60))).toEqual({ kind: 'waiting', until: hours(1) });
    expect(await reasonOf(held)).toBe('marketing_held');
    await resumeNumber({ channel: await number(), now: seconds(90) }, world.stores);
    expect(await world.stores.messages.due(seconds(90), 9, new Map())).toMatchObject([
      { shopId, id: held.id },
    ]);
    expect(await world.send(held, seconds(90))).toMatchObject({ kind: 'sent' });
    await keptBack(seconds(120));
    expect((await number()).hold).toMatchObject({ level: 2 });
  });

  it('is held once for a burst of refusals for spam', async () => {
    const burst = await Promise.all([1, 2, 3].map(() => reminderTo()));
    world.vendor = refuse('131048');
    for (const message of burst) await world.send(message);
    expect((await number()).hold).toMatchObject({ cause: 'vendor_limit', level: 1 });
    expect(world.calls).toHaveLength(1);
  });
});
