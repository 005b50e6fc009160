import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationId, CustomerId } from '#core/kernel/ids';
import { begin, leaveCart, PHONE, run, sent, stop } from './acts';
import { failLater } from './retries';
import { after, MONDAY, newId, openLab, person } from './world';
import type { Lab, World } from './world';

let lab: Lab;
let world: World;
let ada: CustomerId;

beforeAll(async () => {
  lab = await openLab();
});
beforeEach(async () => {
  world = await lab.createWorld();
  ada = await person(world, ['phone', PHONE]);
});
afterAll(() => lab.close());

/** A recovery whose first message the vendor takes and then fails; answers when it failed. */
async function failWith(code: string): Promise<Date> {
  const recovery = await begin(world, await leaveCart(world, ada));
  const outcome = await run(world, recovery, 0);
  if (outcome.kind !== 'queued') throw new Error('no message was queued');
  await sent(world, outcome.messageId, after(26));
  await failLater(world, outcome.messageId, code, after(27));
  await stop(world, { kind: 'unreachable', customerId: ada }, after(27));
  return after(27);
}

/** The first step of a cart that the person leaves so many days after Monday. */
async function nextCart(days: number, phone = PHONE) {
  const lastActivityAt = after(days * 24, MONDAY);
  return run(world, await begin(world, await leaveCart(world, ada, { lastActivityAt, phone })), 0);
}

describe('a number that WhatsApp could not deliver to', () => {
  it('is left alone with its next carts, which say why', async () => {
    await failWith('131026');
    expect(await nextCart(7)).toEqual({ kind: 'skipped', reason: 'not_on_whatsapp' });
  });

  it('ends the recovery as such, so that its one failed message is counted once', async () => {
    await failWith('131026');
    const counted = await world.query<{ label: string; count: number }>(
      `SELECT label, sum(count)::int AS count FROM figures($1)
       WHERE kind = 'not_sent' GROUP BY 1 ORDER BY 1`,
    );
    expect(counted).toEqual([
      { label: 'not_on_whatsapp', count: 1 },
      { label: 'send_failed', count: 1 },
    ]);
  });

  it('is tried again after a month', async () => {
    await failWith('131026');
    expect(await nextCart(35)).toMatchObject({ kind: 'queued' });
  });

  it('is written to again once the shopper has written from it', async () => {
    const failedAt = await failWith('131026');
    const conversationId: ConversationId = newId();
    const channel = await world.stores.channels.ofShop(world.shop.id);
    if (!channel) throw new Error('no channel');
    await world.query(
      `INSERT INTO message (shop_id, id, direction, channel_id, customer_id, body, category, state,
         vendor_id, created_at)
       VALUES ($1, $2, 'in', $3, $4, '{"kind":"text","text":"Ciao"}', 'service', 'received', $2, $5)`,
      conversationId,
      channel.id,
      ada,
      after(1, failedAt),
    );
    expect(await nextCart(7)).toMatchObject({ kind: 'queued' });
  });

  it('does not keep a message from another number of the same person', async () => {
    await failWith('131026');
    const mobile = '+393479999999';
    const identity = { kind: 'phone', value: mobile } as const;
    await world.stores.customers.moveIdentities(world.shop.id, [identity], ada);
    expect(await nextCart(7, mobile)).toMatchObject({ kind: 'queued' });
  });

  it('is not what any other failure means', async () => {
    await failWith('131047');
    expect(await nextCart(7)).toMatchObject({ kind: 'queued' });
  });
});
