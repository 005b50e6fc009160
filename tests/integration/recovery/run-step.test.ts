import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerId, RecoveryId } from '#core/kernel/ids';
import { paymentLinkOf, paymentOf } from '../postgres/sample-payments';
import { PHONE, begin, eventTypes, leaveCart, order, run, stepOf } from './acts';
import { after, newId, openLab, person } from './world';
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
  recovery = await begin(world, await leaveCart(world, ada));
});
afterAll(() => lab.close());

const messages = () => world.stores.messages.ofRecovery(world.shop.id, recovery);

describe('a due step', () => {
  it('queues one rendered message with a picture and a link of its own', async () => {
    const outcome = await run(world, recovery, 0);
    expect(outcome.kind).toBe('queued');
    const [message] = await messages();
    expect(message).toMatchObject({
      key: `recovery:${recovery}:0`,
      to: { kind: 'phone', phone: PHONE },
      category: 'marketing',
      state: 'queued',
    });
    expect(message?.body).toMatchObject({
      kind: 'template',
      name: 'cart_reminder',
      language: 'it',
      headerImageUrl: `https://app.test/media/${'a'.repeat(64)}.jpg`,
      bodyParameters: ['Ada', 'Lampada “Notte”', 'Bottega Aurora'],
    });
    const token = message?.linkToken;
    const link = token ? await world.stores.links.byToken(token) : null;
    expect(link).toMatchObject({ recoveryId: recovery, messageId: message?.id, customerId: ada });
    expect(token).toMatch(/^[\w-]{22}$/);
    expect(await stepOf(world, recovery, 0)).toMatchObject({
      state: 'queued',
      messageId: message?.id,
    });
    expect(await eventTypes(world)).toEqual(['recovery.started', 'message.queued']);
  });

  it('waits while money for its cart is on its way, and goes on when none came', async () => {
    const [cart] = await world.stores.carts.unboughtOf(world.shop.id, ada);
    const link = paymentLinkOf(world.shop.id, cart?.id ?? newId());
    const { id } = paymentOf(link, newId());
    const { payments } = world.stores;
    await payments.offer(link);
    await payments.begin(paymentOf(link, id), after(99));
    await payments.change(world.shop.id, id, { state: 'pending' }, after(99));
    expect(await run(world, recovery, 0)).toMatchObject({
      kind: 'waiting',
      why: 'payment_pending',
    });
    await payments.change(world.shop.id, id, { state: 'failed' }, null);
    expect((await run(world, recovery, 0)).kind).toBe('queued');
  });

  it('is one message when two workers run it at once', async () => {
    const outcomes = await Promise.all([run(world, recovery, 0), run(world, recovery, 0)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['decided', 'queued']);
    expect(await messages()).toHaveLength(1);
    const links = await world.query('SELECT token FROM tracked_link WHERE shop_id = $1');
    expect(links).toHaveLength(1);
  });

  it('that was decided is not decided again', async () => {
    await run(world, recovery, 0);
    expect(await run(world, recovery, 0)).toEqual({ kind: 'decided' });
  });

  it('sends nothing when the purchase comes while the message is prepared', async () => {
    world.outside.meanwhile = async () => {
      await order(world, { phone: PHONE, placedAt: after(25) });
    };
    expect(await run(world, recovery, 0)).toEqual({ kind: 'stopped', reason: 'purchased' });
    expect(await messages()).toEqual([]);
    expect((await stepOf(world, recovery, 1)).reason).toBe('purchased');
  });

  it('waits a few seconds for what was received and is not read yet', async () => {
    await world.stores.receipts.record({
      source: 'shopify',
      externalId: 'event-1',
      deliveryId: null,
      bodyHash: 'hash',
      shopId: world.shop.id,
      topic: 'orders/create',
      triggeredAt: null,
      receivedAt: after(25),
      body: new Uint8Array(),
    });
    expect(await run(world, recovery, 0)).toMatchObject({ why: 'unread_receipts' });
    expect(await messages()).toEqual([]);
    expect(await eventTypes(world)).toEqual(['recovery.started']);
  });

  it('waits out the shopper’s night and says until when', async () => {
    const late = await run(world, recovery, 0, after(34));
    expect(late).toEqual({ kind: 'waiting', until: after(45), why: 'quiet_hours' });
    expect((await stepOf(world, recovery, 0)).dueAt).toEqual(after(45));
    expect(await eventTypes(world)).toContain('recovery.step_waiting');
  });

  it('waits for the new abandonment when the shopper is back at the cart', async () => {
    const found = await world.stores.recoveries.byId(world.shop.id, recovery);
    const cart = found && (await world.stores.carts.byId(world.shop.id, found.cartId));
    if (!cart) throw new Error('no cart');
    const touched = { ...cart, state: 'open' as const, lastActivityAt: after(20) };
    await world.stores.carts.upsertNewest(touched);
    expect(await run(world, recovery, 0)).toEqual({
      kind: 'waiting',
      until: after(45),
      why: 'shopper_active',
    });
  });

  it('after a reply stops the recovery, but a reaction is no reply', async () => {
    const channel = await world.stores.channels.ofShop(world.shop.id);
    if (!channel) throw new Error('no channel');
    const at = after(10);
    const { conversations, messages: store } = world.stores;
    const conversation = await conversations.openFor(world.shop.id, channel.id, ada, newId(), at);
    const inbound = {
      shopId: world.shop.id,
      channelId: channel.id,
      customerId: ada,
      conversationId: conversation.id,
      inReplyTo: null,
      receivedAt: at,
    };
    const emoji = { kind: 'reaction', emoji: '👍', toVendorId: 'x' } as const;
    await store.recordInbound({ ...inbound, id: newId(), vendorId: 'v1', body: emoji });
    expect(await run(world, recovery, 0)).toMatchObject({ kind: 'queued' });
    const text = { kind: 'text', text: 'Avete il blu?' } as const;
    await store.recordInbound({ ...inbound, id: newId(), vendorId: 'v2', body: text });
    expect(await run(world, recovery, 1)).toEqual({ kind: 'stopped', reason: 'replied' });
    const ended = await world.stores.recoveries.byId(world.shop.id, recovery);
    expect(ended).toMatchObject({ state: 'stopped', reason: 'replied' });
  });

  it('is skipped when a series needs a consent that is missing, and the recovery completes', async () => {
    await run(world, recovery, 0);
    expect(await run(world, recovery, 1)).toEqual({ kind: 'skipped', reason: 'no_consent' });
    const done = await world.stores.recoveries.byId(world.shop.id, recovery);
    expect(done).toMatchObject({ state: 'completed', reason: null });
    expect(await eventTypes(world)).toContain('recovery.completed');
  });

  it('is not sent without an approved template in a language of the shopper', async () => {
    await world.query(
      `UPDATE template SET state = 'rejected' WHERE shop_id = $1 AND name = 'cart_reminder'`,
    );
    expect(await run(world, recovery, 0)).toEqual({ kind: 'skipped', reason: 'template_missing' });
  });

  it('is not sent when a part of the message has no value', async () => {
    await world.query(
      `UPDATE cart SET line_items = jsonb_set(line_items, '{0,title}', '" "') WHERE shop_id = $1`,
    );
    expect(await run(world, recovery, 0)).toEqual({ kind: 'skipped', reason: 'not_renderable' });
    expect(await messages()).toEqual([]);
  });
});
