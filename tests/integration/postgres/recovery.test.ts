import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#boot/chance';
import type { CartWrite, Customer } from '#core/commerce/index';
import type { LinkToken, MessageId, OrderId, RecoveryId, SequenceId } from '#core/kernel/ids';
import type { Channel } from '#core/messaging/index';
import {
  cartOf,
  customerOf,
  eur,
  messageOf,
  minutes,
  NOW,
  openRig,
  orderOf,
  recoveryOf,
  seedRecovery,
  seedShop,
  stepOf,
  type Rig,
} from './sample-rows';

let rig: Rig;
let channel: Channel;
let customer: Customer;
beforeAll(async () => {
  rig = await openRig(8);
  ({ channel, customer } = await seedShop(rig.stores, 'recovery'));
});
afterAll(() => rig.end());
beforeEach(async () => {
  await rig.database.sql.query('TRUNCATE recovery, recovery_cart, recovery_step');
});

describe('recoveries', () => {
  test('a person has one running recovery and a cart one recovery, also when two start at once', async () => {
    const starts = await Promise.all(
      [1, 2, 3].map(() => seedRecovery(rig.stores, customer, [NOW])),
    );
    expect(starts.filter(({ started }) => started)).toHaveLength(1);
    const { cart, recovery } = starts.find(({ started }) => started) ?? starts[0]!;
    const { shopId } = customer;
    expect(await rig.stores.recoveries.runningOf(shopId, customer.id)).toEqual(recovery);
    await rig.stores.recoveries.end(shopId, recovery.id, 'stopped', 'replied', minutes(1));
    const second = recoveryOf(cart, customer.id);
    expect(await rig.stores.recoveries.start(second, [])).toBe(false);
    expect(await rig.stores.recoveries.byId(shopId, second.id)).toBeNull();
    expect(await rig.stores.recoveries.byCart(shopId, cart.id)).toMatchObject({
      id: recovery.id,
      state: 'stopped',
      reason: 'replied',
      endedAt: minutes(1),
    });
  });

  test('a declined recovery gives its cart to one that starts later, or is discarded', async () => {
    const { shopId } = customer;
    const declined = { state: 'declined', reason: 'no_phone', endedAt: NOW } as const;
    const { cart, recovery } = await seedRecovery(rig.stores, customer, [], declined);
    const real = recoveryOf(cart, customer.id, { startedAt: minutes(5) });
    expect(await rig.stores.recoveries.start(real, [stepOf(real, 0, minutes(9))])).toBe(true);
    expect(await rig.stores.recoveries.byCart(shopId, cart.id)).toMatchObject({ id: real.id });
    await rig.stores.recoveries.discard(shopId, recovery.id);
    expect(await rig.stores.recoveries.byId(shopId, recovery.id)).toBeNull();
    const order = { ...orderOf(shopId, { customerId: customer.id }), refunded: eur(0) };
    const boughtAt = async (now: Date) =>
      (await rig.stores.recoveries.boughtBy(shopId, [order], now)).map(({ id }) => id);
    expect(await boughtAt(minutes(5))).toEqual([real.id]);
    expect(await boughtAt(minutes(4))).toEqual([]);
    expect(await rig.stores.recoveries.running(shopId, 5)).toEqual([real]);
  });

  test('an adopted cart is shown from then on, and all its tokens count', async () => {
    const { shopId } = customer;
    const { cart, recovery } = await seedRecovery(rig.stores, customer, [NOW]);
    const newer = cartOf(shopId, { customerId: customer.id });
    await rig.stores.carts.upsertNewest(newer);
    await rig.stores.recoveries.adoptCart(shopId, recovery.id, newer.id);
    expect(await rig.stores.recoveries.byCart(shopId, newer.id)).toMatchObject({
      id: recovery.id,
      cartId: newer.id,
    });
    const proofs = await rig.stores.recoveries.purchaseProofs(shopId, recovery.id);
    expect(proofs.checkoutTokens).toEqual([cart.externalId, newer.externalId].sort());
  });
});

describe('due steps', () => {
  test('workers claim different steps, and a leased step comes back only after its lease', async () => {
    const dueAt = Array.from({ length: 30 }, (_, index) => minutes(-index));
    await seedRecovery(rig.stores, customer, dueAt);
    const claim = (now: Date) => rig.stores.recoveries.completeAndClaim([], now, minutes(5), 8);
    const claims = (await Promise.all([1, 2, 3, 4].map(() => claim(NOW)))).flat();
    const rest = (await Promise.all([1, 2, 3, 4].map(() => claim(NOW)))).flat();
    const ids = [...claims, ...rest].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    while ((await claim(NOW)).length > 0);
    expect(await rig.stores.recoveries.nextDueAt()).toEqual(minutes(5));
    expect(await claim(minutes(5))).toHaveLength(8);
  });

  test('a large shop’s rush does not hold up a small shop’s single step', async () => {
    await seedRecovery(
      rig.stores,
      customer,
      Array.from({ length: 50 }, () => minutes(-60)),
    );
    const small = await seedShop(rig.stores, 'small');
    const { steps } = await seedRecovery(rig.stores, small.customer, [minutes(-1)]);
    const claimed = await rig.stores.recoveries.completeAndClaim([], NOW, minutes(5), 10);
    expect(claimed.map(({ id }) => id)).toContain(steps[0]?.id);
    expect(claimed.length).toBeGreaterThan(5);
  });

  test('a decided or cancelled step is never claimed, rescheduled or decided again', async () => {
    const { shopId } = customer;
    const { recovery, steps } = await seedRecovery(rig.stores, customer, [NOW, NOW, minutes(9)]);
    const [first, second] = steps;
    if (!first || !second) throw new Error('two steps were made');
    const decision = { state: 'skipped', reason: 'too_late', messageId: null } as const;
    await rig.stores.recoveries.decide(shopId, first.id, decision, minutes(1));
    const other = { ...decision, reason: 'holdout' as const };
    await rig.stores.recoveries.decide(shopId, first.id, other, minutes(2));
    await rig.stores.recoveries.reschedule(shopId, first.id, minutes(99));
    await rig.stores.recoveries.reschedule(shopId, second.id, minutes(3));
    expect(await rig.stores.recoveries.stepById(shopId, first.id)).toEqual({
      ...first,
      ...decision,
      decidedAt: minutes(1),
    });
    expect(await rig.stores.recoveries.completeAndClaim([], NOW, minutes(5), 9)).toEqual([]);
    expect(await rig.stores.recoveries.nextDueAt()).toEqual(minutes(3));
    const { recoveries } = rig.stores;
    expect(await recoveries.cancelPending(shopId, recovery.id, 'purchased', NOW)).toBe(2);
    expect(await recoveries.nextDueAt()).toBeNull();
  });
});

describe('attribution', () => {
  let cart: CartWrite;
  let recoveryId: RecoveryId;
  beforeEach(async () => {
    const person = customerOf(channel.shopId);
    await rig.stores.customers.save(person);
    customer = person;
    const seeded = await seedRecovery(rig.stores, person, [NOW]);
    cart = seeded.cart;
    recoveryId = seeded.recovery.id;
  });

  const link = async (discountCode: string | null = null) => {
    const token: LinkToken = newId();
    const message = messageOf(channel, customer.id, { recoveryId, linkToken: token });
    await rig.stores.messages.enqueue(message);
    await rig.stores.links.save({
      token,
      shopId: channel.shopId,
      customerId: customer.id,
      recoveryId,
      sequenceId: 's' as SequenceId,
      messageId: message.id,
      cartId: cart.id,
      discountCode,
      createdAt: NOW,
      expiresAt: minutes(999),
    });
    return { token, messageId: message.id };
  };
  const touch = (token: LinkToken, occurredAt: Date, robot = false) =>
    rig.stores.links.recordTouch({ shopId: channel.shopId, token, occurredAt, robot, client: 'x' });
  const send = async (id: MessageId, at: Date) => {
    await rig.stores.messages.claim([{ shopId: channel.shopId, id }], NOW, minutes(99));
    const answer = { vendorId: id, waId: null, userId: null };
    await rig.stores.messages.accepted([{ shopId: channel.shopId, id, answer, at }]);
  };

  test('the last click within the window is found by token, checkout and person, robots never', async () => {
    const { token, messageId } = await link();
    const { attributions, recoveries } = rig.stores;
    const { shopId } = channel;
    expect(await recoveries.clickedMessage(shopId, messageId)).toBe(false);
    await touch(token, minutes(9), true);
    expect(await recoveries.clickedMessage(shopId, messageId)).toBe(false);
    for (const at of [1, 5, 20]) await touch(token, minutes(at));
    const click = { token, occurredAt: minutes(5), customerId: customer.id, recoveryId };
    const window = [minutes(0), minutes(10)] as const;
    const found = await Promise.all([
      attributions.lastClickByToken(shopId, token, ...window),
      attributions.lastClickByCheckout(shopId, ['x', cart.externalId], ...window),
      attributions.lastClickByCustomer(shopId, customer.id, ...window),
    ]);
    for (const it of found) expect(it).toMatchObject(click);
    expect(await attributions.lastClickByToken(shopId, token, minutes(6), minutes(10))).toBeNull();
    expect(await attributions.lastClickByCheckout(shopId, ['x'], ...window)).toBeNull();
    expect(await recoveries.clickedMessage(shopId, messageId)).toBe(true);
  });

  test('a code counts once its message was sent, in whatever case it was typed', async () => {
    const { token, messageId } = await link('Torna-ABC');
    const find = (until: Date) =>
      rig.stores.attributions.linkByDiscountCode(channel.shopId, ['torna-abc'], until);
    expect(await find(minutes(9))).toBeNull();
    await send(messageId, minutes(5));
    expect(await find(minutes(4))).toBeNull();
    expect(await find(minutes(5))).toMatchObject({ token, discountCode: 'Torna-ABC' });
  });

  test('one order has one attribution, and each change of its value counts once', async () => {
    const { attributions } = rig.stores;
    const { shopId } = channel;
    const orderId: OrderId = newId();
    const attribution = {
      shopId,
      orderId,
      recoveryId,
      sequenceId: 's' as SequenceId,
      proof: 'click_token' as const,
      evidence: 'token',
      attributedAt: NOW,
    };
    const entry = { kind: 'credit' as const, amount: eur(900), sourceKey: 'paid', at: NOW };
    await expect(attributions.append(shopId, orderId, entry)).rejects.toThrow(/foreign key/);
    const outcomes = await Promise.all([1, 2].map(() => attributions.attribute(attribution)));
    expect(outcomes.sort()).toEqual([false, true]);
    expect(await attributions.append(shopId, orderId, entry)).toBe(true);
    expect(await attributions.append(shopId, orderId, entry)).toBe(false);
    const refund = { kind: 'refund' as const, amount: eur(-250), sourceKey: 'r1', at: NOW };
    await attributions.append(shopId, orderId, refund);
    expect(await attributions.balance(shopId, orderId, 'EUR')).toEqual(eur(650));
    expect(await attributions.balance(shopId, orderId, 'USD')).toEqual({
      minor: 0,
      currency: 'USD',
    });
    expect(await attributions.byOrder(shopId, orderId)).toEqual(attribution);
  });
});
