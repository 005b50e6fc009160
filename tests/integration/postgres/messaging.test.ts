import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#boot/chance';
import type { Customer } from '#core/commerce/index';
import type { MessageId } from '#core/kernel/ids';
import type { Channel, MessageAnswered, StatusSeen, Template } from '#core/messaging/index';
import {
  channelOf,
  messageOf,
  minutes,
  NOW,
  openRig,
  seedShop,
  shopOf,
  type Rig,
} from './sample-rows';

let rig: Rig;
let channel: Channel;
let customer: Customer;
beforeAll(async () => {
  rig = await openRig();
  ({ channel, customer } = await seedShop(rig.stores, 'messaging'));
});
afterAll(() => rig.end());
beforeEach(async () => {
  await rig.database.sql.query('TRUNCATE message, message_status CASCADE');
});

const queued = async (with_: Parameters<typeof messageOf>[2] = {}) => {
  const message = messageOf(channel, customer.id, with_);
  await rig.stores.messages.enqueue(message);
  return message;
};
const stored = (id: MessageId) => rig.stores.messages.byId(channel.shopId, id);
const status = (vendorId: string, state: StatusSeen['state'], at: Date): StatusSeen => ({
  vendorId,
  callbackId: null,
  state,
  code: state === 'failed' ? '131026' : null,
  at,
  waId: null,
  userId: null,
});
const told = async (seen: StatusSeen) =>
  (await rig.stores.messages.applyStatuses([{ shopId: channel.shopId, status: seen }]))[0] ?? null;
const answered = (id: MessageId, vendorId: string, at: Date): MessageAnswered => ({
  ...{ shopId: channel.shopId, id, at },
  answer: { vendorId, waId: null, userId: null },
});

describe('the send ledger', () => {
  test('one key is one message, however many workers write it', async () => {
    const key = 'recovery:1:0';
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => rig.stores.messages.enqueue(messageOf(channel, customer.id, { key }))),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await rig.stores.messages.byKey(channel.shopId, key)).toMatchObject({ state: 'queued' });
  });

  test('a message is claimed by one worker only, and not before it is due', async () => {
    const message = await queued({ createdAt: minutes(1) });
    const claim = (now: Date) => rig.stores.messages.claim([message], now, minutes(10));
    expect(await claim(NOW)).toEqual(new Set());
    expect(await rig.stores.messages.due(NOW, 5, new Map())).toEqual([]);
    expect(await rig.stores.messages.nextDueAt()).toEqual(minutes(1));
    const claims = await Promise.all([1, 2, 3].map(() => claim(minutes(1))));
    expect(claims.flatMap((claimed) => [...claimed])).toEqual([message.id]);
    expect(await stored(message.id)).toMatchObject({ state: 'sending', attempts: 1 });
  });

  test('an accepted message is sent, and a status that overtook the answer is not undone', async () => {
    const message = await queued();
    const { shopId } = channel;
    await rig.stores.messages.claim([message], NOW, minutes(1));
    const early = { ...status('w1', 'delivered', minutes(1)), callbackId: message.id };
    expect(await told(early)).toMatchObject({ moved: true });
    await rig.stores.messages.accepted([answered(message.id, 'w1', minutes(2))]);
    expect(await stored(message.id)).toMatchObject({ state: 'delivered', vendorId: 'w1' });
    expect(await rig.stores.messages.byVendorId(shopId, 'w1')).toMatchObject({ id: message.id });
  });

  test('a lost answer is settled by the status that echoes our id', async () => {
    const message = await queued();
    const { shopId } = channel;
    await rig.stores.messages.claim([message], NOW, minutes(1));
    await rig.stores.messages.unknown(shopId, message.id, minutes(60), 'timeout');
    const seen = { ...status('w2', 'sent', minutes(3)), callbackId: message.id };
    expect(await told(seen)).toMatchObject({ id: message.id, moved: true });
    expect(await stored(message.id)).toMatchObject({
      ...{ state: 'sent', vendorId: 'w2', sentAt: minutes(3), failureCode: null },
    });
    expect(await rig.stores.messages.nextSettleAt()).toBeNull();
  });

  test('status only moves forward, whatever the order, and unknown messages are nobody’s', async () => {
    const message = await queued();
    await rig.stores.messages.claim([message], NOW, minutes(1));
    await rig.stores.messages.accepted([answered(message.id, 'w3', NOW)]);
    const apply = async (it: StatusSeen) => {
      const found = await told(it);
      return found && (await stored(found.id))?.state;
    };
    expect(await apply(status('w3', 'read', minutes(3)))).toBe('read');
    expect(await apply(status('w3', 'delivered', minutes(2)))).toBe('read');
    expect(await apply(status('w3', 'delivered', minutes(2)))).toBe('read');
    expect(await apply(status('nobody', 'read', minutes(2)))).toBeNull();
    const [row] = await rig.database.sql.query('SELECT delivered_at, read_at FROM message');
    expect(row).toEqual({ delivered_at: minutes(3), read_at: minutes(3) });
    const log = await rig.database.sql.query('SELECT state, moved FROM message_status ORDER BY id');
    expect(log).toEqual([
      { state: 'read', moved: true },
      { state: 'delivered', moved: false },
    ]);
  });

  test('a lease that ran out becomes unknown, then failed, and is never queued again', async () => {
    const message = await queued();
    const { shopId } = channel;
    await rig.stores.messages.claim([message], NOW, minutes(5));
    expect(await rig.stores.messages.settleOverdue(minutes(4))).toEqual([]);
    expect(await rig.stores.messages.settleOverdue(minutes(5))).toEqual([
      { shopId, id: message.id, state: 'unknown' },
    ]);
    const limit = await rig.stores.messages.nextSettleAt();
    expect(limit).toEqual(minutes(5 + 24 * 60));
    expect(await rig.stores.messages.settleOverdue(limit ?? NOW)).toMatchObject([
      { state: 'failed' },
    ]);
    expect(await stored(message.id)).toMatchObject({ failureCode: 'outcome_unknown' });
    await rig.stores.messages.retryAt(shopId, message.id, minutes(9), 'x');
    expect(await stored(message.id)).toMatchObject({ state: 'failed' });
  });

  test('a retry waits for its time, a cancelled message never goes out', async () => {
    const { shopId } = channel;
    const [retried, cancelled] = [await queued(), await queued()];
    await rig.stores.messages.claim([retried], NOW, minutes(5));
    await rig.stores.messages.retryAt(shopId, retried.id, minutes(7), '130429');
    await rig.stores.messages.cancelled(shopId, cancelled.id, 'purchased', NOW);
    expect(await rig.stores.messages.due(minutes(7), 5, new Map())).toMatchObject([
      { shopId, id: retried.id },
    ]);
    await rig.stores.messages.postpone(shopId, retried.id, minutes(8), 'quiet_hours');
    expect(await rig.stores.messages.due(minutes(7), 5, new Map())).toEqual([]);
    expect(await stored(retried.id)).toMatchObject({ waitReason: 'quiet_hours' });
    expect(await stored(cancelled.id)).toMatchObject({
      state: 'cancelled',
      failureCode: 'purchased',
    });
    expect(await rig.stores.messages.claim([cancelled], NOW, NOW)).toEqual(new Set());
  });

  test('marketing that may have gone out counts for the caps, failed and queued does not', async () => {
    const { shopId } = channel;
    const [sent, unknown, failed] = [await queued(), await queued(), await queued()];
    await queued();
    await rig.stores.messages.claim([sent, unknown, failed], minutes(1), minutes(5));
    await rig.stores.messages.accepted([answered(sent.id, 'w4', minutes(2))]);
    await rig.stores.messages.unknown(shopId, unknown.id, minutes(60), 'timeout');
    await rig.stores.messages.failed(shopId, failed.id, '131026', minutes(2));
    const times = await rig.stores.messages.marketingSentTimes(shopId, customer.id, NOW);
    expect(times).toEqual([minutes(1), minutes(2)]);
  });
});

test('a shopper’s message is stored once by its vendor id', async () => {
  const conversation = await rig.stores.conversations.openFor(
    channel.shopId,
    channel.id,
    customer.id,
    newId(),
    NOW,
  );
  const inbound = {
    id: newId(),
    shopId: channel.shopId,
    channelId: channel.id,
    customerId: customer.id,
    conversationId: conversation.id,
    vendorId: 'in-1',
    body: { kind: 'text' as const, text: 'Quanto costa?' },
    inReplyTo: null,
    receivedAt: NOW,
  };
  expect(await rig.stores.messages.recordInbound(inbound)).toBe(true);
  expect(await rig.stores.messages.recordInbound({ ...inbound, id: newId() })).toBe(false);
  expect(await rig.stores.recoveries.repliedSince(channel.shopId, customer.id, NOW)).toBe(true);
  expect(await rig.stores.recoveries.repliedSince(channel.shopId, customer.id, minutes(1))).toBe(
    false,
  );
});

test('connecting another number gives up the first, which another shop may then connect', async () => {
  const { shop, channel: first } = await seedShop(rig.stores, 'numbers');
  const second = channelOf(shop.id);
  await rig.stores.channels.connect(second, 'token-2');
  expect(await rig.stores.channels.ofShop(shop.id)).toEqual(second);
  expect(await rig.stores.channels.byId(shop.id, first.id)).toMatchObject({
    state: 'disconnected',
  });
  const other = shopOf('numbers-other');
  await rig.stores.shops.save(other);
  const taken = channelOf(other.id, { phoneNumberId: second.phoneNumberId });
  await expect(rig.stores.channels.connect(taken, 'x')).rejects.toThrow(/channel_number_in_use/);
  const free = channelOf(other.id, { phoneNumberId: first.phoneNumberId });
  await rig.stores.channels.connect(free, 'token-3');
  expect(await rig.stores.channels.byPhoneNumberId(first.phoneNumberId)).toEqual(free);
  expect(await rig.stores.channels.access(other.id, free.id)).toMatchObject({
    accessToken: 'token-3',
  });
});

test('a template learns its vendor id from a report that names it, and a deleted name is free', async () => {
  const template: Template = {
    id: newId(),
    shopId: channel.shopId,
    name: 'cart_reminder',
    language: 'it',
    category: 'MARKETING',
    approvedCategory: null,
    state: 'pending',
    stateReason: null,
    quality: 'UNKNOWN',
    pausedUntil: null,
    vendorId: null,
    content: { header: 'image', body: 'Ciao', fields: [], footer: null, buttons: [] },
  };
  await rig.stores.templates.save(template);
  const match = { vendorId: 't1', name: 'cart_reminder', language: 'it' };
  const change = { reason: null, pausedUntil: null, approvedCategory: 'UTILITY' as const };
  const approved = await rig.stores.templates.setState(template.shopId, match, {
    ...change,
    state: 'approved',
  });
  expect(approved).toMatchObject({
    vendorId: 't1',
    state: 'approved',
    approvedCategory: 'UTILITY',
  });
  const renamed = { ...match, name: 'gone' };
  await rig.stores.templates.setState(template.shopId, renamed, {
    state: 'deleted',
    reason: null,
    pausedUntil: null,
  });
  const again = { ...template, id: newId() };
  await rig.stores.templates.save(again);
  expect(await rig.stores.templates.languagesOf(template.shopId, 'cart_reminder')).toEqual([again]);
});
