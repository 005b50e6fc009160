import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Customer } from '#core/commerce/index';
import type { Channel } from '#core/messaging/index';
import { messageOf, minutes, NOW, openRig, seedShop, type Rig } from './sample-rows';

let rig: Rig;
let large: { channel: Channel; customer: Customer };
let small: { channel: Channel; customer: Customer };
beforeAll(async () => {
  rig = await openRig();
  large = await seedShop(rig.stores, 'large');
  small = await seedShop(rig.stores, 'small');
});
afterAll(() => rig.end());
beforeEach(async () => {
  await rig.database.sql.query('TRUNCATE message, message_status CASCADE');
});

async function queue({ channel, customer }: typeof large, count: number, at: Date): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await rig.stores.messages.enqueue(messageOf(channel, customer.id, { createdAt: at }));
  }
}

describe('due messages', () => {
  test('are claimed no more than a moment of the number’s pace ahead, whatever waits', async () => {
    const { channel } = large;
    const ahead = channel.messagesPerSecond / 4;
    await queue(large, ahead + 5, minutes(-9));
    const due = (held: number) =>
      rig.stores.messages.due(NOW, 500, new Map([[channel.shopId, held]]));
    expect(await due(0)).toHaveLength(ahead);
    expect(await due(ahead - 3)).toHaveLength(3);
    expect(await due(ahead)).toEqual([]);
  });

  test('of a small shop are in the next claim, however long a large one’s line is', async () => {
    await queue(large, 40, minutes(-60));
    await queue(small, 1, minutes(-1));
    const claimed = await rig.stores.messages.due(NOW, 10, new Map());
    const shops = claimed.map(({ shopId }) => shopId);
    expect(shops).toContain(small.channel.shopId);
    expect(shops.filter((id) => id === large.channel.shopId).length).toBeGreaterThan(3);
  });

  test('that another worker is claiming are passed over, not waited for', async () => {
    await queue(large, 3, minutes(-9));
    await rig.database.transaction(async (sql) => {
      await sql.query('SELECT id FROM message ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE');
      expect(await rig.stores.messages.due(NOW, 10, new Map())).toHaveLength(2);
    });
  });
});
