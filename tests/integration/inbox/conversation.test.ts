import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receiveReply, sendReply } from '#core/inbox/index';
import type { SendReplyInput, SendReplyOutcome } from '#core/inbox/index';
import type { ConversationId, CustomerId } from '#core/kernel/ids';
import type { InboundBody } from '#core/messaging/index';
import { after, MONDAY, newId, openLab, person } from '../recovery/world';
import type { Lab, World } from '../recovery/world';

let lab: Lab;
let world: World;
let messages = 0;
beforeAll(async () => {
  lab = await openLab();
  world = await lab.createWorld();
});
afterAll(() => lab.close());

async function channel() {
  const found = await world.stores.channels.ofShop(world.shop.id);
  if (!found) throw new Error('the shop has no number');
  return found;
}

async function receive(
  customerId: CustomerId,
  body: InboundBody = { kind: 'text', text: 'Ciao' },
  vendorId = `wamid.${(messages += 1)}`,
  at = MONDAY,
) {
  const channelId = (await channel()).id;
  const message = { vendorId, body, inReplyTo: null, at, now: at, newId };
  return world.transact((stores) =>
    receiveReply({ shopId: world.shop.id, channelId, customerId, ...message }, stores),
  );
}

async function conversationOf(customerId: CustomerId): Promise<ConversationId> {
  const received = await receive(customerId);
  if (received.kind !== 'received') throw new Error('not received');
  return received.conversationId;
}

const reply = (
  conversationId: ConversationId,
  now = after(1),
  body: SendReplyInput['body'] = { kind: 'text', text: 'Buongiorno' },
): Promise<SendReplyOutcome> =>
  world.transact((stores) =>
    sendReply({ shopId: world.shop.id, conversationId, body, now, newId }, stores),
  );

const find = (id: ConversationId) => world.stores.conversations.byId(world.shop.id, id);
const eventsOf = (subject: string) =>
  world.query<{ type: string }>(
    'SELECT type FROM domain_event WHERE shop_id = $1 AND subject_id = $2 ORDER BY id',
    subject,
  );

describe('a shopper’s message', () => {
  test('opens one conversation a person, and told twice it counts once', async () => {
    const ada = await person(world, ['phone', '+393472220001']);
    const first = await receive(ada, { kind: 'text', text: 'Ciao' }, 'wamid.same');
    expect(await receive(ada, { kind: 'text', text: 'Ciao' }, 'wamid.same')).toEqual({
      kind: 'repeated',
    });
    const second = await receive(ada);
    if (first.kind !== 'received' || second.kind !== 'received') throw new Error('not received');
    expect(second.conversationId).toBe(first.conversationId);
    expect(await find(first.conversationId)).toMatchObject({
      unreadCount: 2,
      lastInboundAt: MONDAY,
    });
    expect(await eventsOf(first.conversationId)).toEqual([
      { type: 'reply.received' },
      { type: 'reply.received' },
    ]);
  });

  test('that is only a reaction is kept and asks for nothing', async () => {
    const ada = await person(world, ['phone', '+393472220002']);
    const id = await conversationOf(ada);
    const heart: InboundBody = { kind: 'reaction', emoji: '❤️', toVendorId: 'wamid.0' };
    await receive(ada, heart, 'wamid.heart', after(20));
    expect(await find(id)).toMatchObject({ unreadCount: 1, lastInboundAt: MONDAY });
    expect(await eventsOf(id)).toHaveLength(1);
    expect(await reply(id, after(25))).toMatchObject({ reason: 'window_closed' });
  });

  test('that arrives late does not move the window back', async () => {
    const ada = await person(world, ['phone', '+393472220003']);
    const id = await conversationOf(ada);
    await receive(ada, { kind: 'text', text: 'before' }, 'wamid.late', after(-5));
    expect(await find(id)).toMatchObject({ lastInboundAt: MONDAY });
  });
});

describe('an answer', () => {
  test('is queued under its own key, as a service message to where the person is', async () => {
    const ada = await person(world, ['whatsapp_user', 'IT.2001']);
    const outcome = await reply(await conversationOf(ada));
    if (outcome.kind !== 'queued') throw new Error('not queued');
    const message = await world.stores.messages.byId(world.shop.id, outcome.messageId);
    expect(message).toMatchObject({
      key: `reply:${outcome.messageId}`,
      category: 'service',
      state: 'queued',
      to: { kind: 'whatsapp_user', userId: 'IT.2001' },
    });
    expect(await eventsOf(outcome.messageId)).toEqual([{ type: 'message.queued' }]);
  });

  test('is possible up to the last moment of the day, and not after it', async () => {
    const id = await conversationOf(await person(world, ['phone', '+393472220004']));
    const justBefore = new Date(after(24).getTime() - 1);
    expect(await reply(id, justBefore)).toMatchObject({ kind: 'queued' });
    expect(await reply(id, after(24))).toEqual({ kind: 'refused', reason: 'window_closed' });
  });

  test('without words, too long, to nobody or nowhere is refused with its reason', async () => {
    const ada = await person(world, ['email', 'ada@example.com']);
    const id = await conversationOf(ada);
    const text = (words: string) => ({ kind: 'text' as const, text: words });
    expect(await reply(id, after(1), text(' \n '))).toMatchObject({ reason: 'empty' });
    expect(await reply(id, after(1), text('x'.repeat(4_097)))).toMatchObject({
      reason: 'too_long',
    });
    expect(await reply(id)).toMatchObject({ reason: 'nobody_to_write_to' });
    const unknown: ConversationId = newId();
    expect(await reply(unknown)).toMatchObject({ reason: 'conversation_unknown' });
    const other = await lab.createWorld();
    const strange = await other.transact((stores) =>
      sendReply(
        { shopId: other.shop.id, conversationId: id, body: text('Ciao'), now: after(1), newId },
        stores,
      ),
    );
    expect(strange).toMatchObject({ reason: 'conversation_unknown' });
  });

  test('waits for a number that is connected', async () => {
    const id = await conversationOf(await person(world, ['phone', '+393472220005']));
    const number = await channel();
    await world.stores.channels.setState(world.shop.id, number.id, 'paused', 'billing');
    expect(await reply(id)).toEqual({ kind: 'refused', reason: 'channel_not_ready' });
    await world.stores.channels.setState(world.shop.id, number.id, 'connected', null);
    expect(await reply(id)).toMatchObject({ kind: 'queued' });
  });
});
