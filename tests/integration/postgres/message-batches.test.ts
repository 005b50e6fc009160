import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageStore } from '#adapters/postgres/message-store';
import type { Customer } from '#core/commerce/index';
import type { CustomerId, MessageId } from '#core/kernel/ids';
import { LIMIT_WINDOW_MS } from '#core/messaging/index';
import type { Channel, StatusSeen } from '#core/messaging/index';
import { messageOf, minutes, NOW, openRig, seedShop, type Rig } from './sample-rows';

let rig: Rig;
let channel: Channel;
let customer: Customer;
beforeAll(async () => {
  rig = await openRig();
  ({ channel, customer } = await seedShop(rig.stores, 'batches'));
});
afterAll(() => rig.end());

const queued = async () => {
  const message = messageOf(channel, customer.id);
  await rig.stores.messages.enqueue(message);
  return message;
};
const gate = () => {
  const events = new EventEmitter();
  const opened = once(events, 'open');
  return { opened, open: () => events.emit('open') };
};
const soon = () => new Promise((resolve) => setTimeout(resolve, 10));
const waitingForLocks = async () => {
  const rows = await rig.database.sql.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows.length;
};
const stored = (id: MessageId) => rig.stores.messages.byId(channel.shopId, id);
const delivered = (callbackId: MessageId): StatusSeen => ({
  vendorId: 'many-2',
  callbackId,
  state: 'delivered',
  code: null,
  at: minutes(1),
  waId: null,
  userId: null,
});

describe('many messages at once', () => {
  test('answers of many messages are written at once, and each is told that was news', async () => {
    const { shopId } = channel;
    const messages = [await queued(), await queued(), await queued(), await queued()];
    const [one, overtaken, lost, waiting] = messages.map(({ id }) => ({ shopId, id }));
    if (!one || !overtaken || !lost || !waiting) throw new Error('four were queued');
    const claimed = await rig.stores.messages.claim([one, overtaken, lost], NOW, minutes(1));
    expect(claimed).toEqual(new Set([one.id, overtaken.id, lost.id]));
    await rig.stores.messages.applyStatuses([{ shopId, status: delivered(overtaken.id) }]);
    await rig.stores.messages.unknown(shopId, lost.id, minutes(60), 'timeout');
    const news = await rig.stores.messages.accepted(
      [one, overtaken, lost, waiting].map((message, index) => ({
        ...message,
        answer: { vendorId: `many-${index + 1}`, waId: null, userId: null },
        at: minutes(2),
      })),
    );
    expect(news).toEqual(new Set([one.id, lost.id]));
    expect(await stored(one.id)).toMatchObject({ state: 'sent', vendorId: 'many-1' });
    expect(await stored(overtaken.id)).toMatchObject({ state: 'delivered', vendorId: 'many-2' });
    expect(await stored(lost.id)).toMatchObject({ state: 'sent', failureCode: null });
    expect(await stored(waiting.id)).toMatchObject({ state: 'queued', vendorId: null });
  });

  test('claims of the same messages in other orders don’t wait for each other in a circle', async () => {
    // So many that each is found by its key, in the order in which it is asked for.
    const messages = (await Promise.all(Array.from({ length: 200 }, queued))).slice(0, 3);
    await rig.database.sql.query('ANALYZE message');
    const ids = messages.map(({ id }) => id);
    const claim = (asked: typeof messages) =>
      rig.database.transaction(async (sql) => {
        // As it is planned for a large table: row by row, by the key.
        for (const way of ['hashjoin', 'mergejoin', 'seqscan', 'bitmapscan'])
          await sql.query(`SET LOCAL enable_${way} = off`);
        return messageStore(sql).claim(asked, minutes(1), minutes(9));
      });
    const [locked, over] = [gate(), gate()];
    const blocking = rig.database.transaction(async (sql) => {
      await sql.query('SELECT FROM message WHERE id = $1 FOR UPDATE', [ids[1]]);
      locked.open();
      await over.opened;
    });
    await locked.opened;
    const claims = [claim(messages), claim(messages.toReversed())];
    // Each has come as far as the row in the middle lets it.
    while ((await waitingForLocks()) < claims.length) await soon();
    over.open();
    await blocking;
    const taken = (await Promise.all(claims)).flatMap((claimed) => [...claimed]);
    expect(taken.toSorted()).toEqual(ids.toSorted());
  });

  test('portfolios give out their places side by side', async () => {
    const { shopId } = channel;
    await rig.stores.portfolios.learn({ id: 'narrow', dailyLimit: 1 });
    await rig.stores.portfolios.learn({ id: 'wide', dailyLimit: 9 });
    const asked = ['narrow', 'wide'].flatMap((portfolioId) =>
      ['a', 'b', 'a'].map((name) => ({ portfolioId, shopId, customerId: name as CustomerId })),
    );
    const places = await rig.stores.portfolios.admit(asked, NOW);
    const freed = new Date(NOW.getTime() + LIMIT_WINDOW_MS);
    expect(places).toEqual([null, freed, null, null, null, null]);
    const used = await rig.database.sql.query('SELECT id, used FROM portfolio ORDER BY id');
    expect(used).toEqual([
      { id: 'narrow', used: 1 },
      { id: 'wide', used: 2 },
    ]);
  });
});
