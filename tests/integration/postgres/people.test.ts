import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#boot/chance';
import { createTransact } from '#adapters/postgres/stores';
import type { Identity } from '#core/commerce/index';
import type { CustomerId } from '#core/kernel/ids';
import {
  cartOf,
  cipher,
  customerOf,
  eur,
  messageOf,
  minutes,
  NOW,
  openRig,
  orderOf,
  seedRecovery,
  seedShop,
  type Rig,
} from './sample-rows';

let rig: Rig;
let shop: Awaited<ReturnType<typeof seedShop>>['shop'];
let channel: Awaited<ReturnType<typeof seedShop>>['channel'];
beforeAll(async () => {
  rig = await openRig();
  ({ shop, channel } = await seedShop(rig.stores, 'people'));
});
afterAll(() => rig.end());

const phone = (value: string): Identity => ({ kind: 'phone', value });
const person = async (...identities: Identity[]) => {
  const customer = customerOf(shop.id, { identities });
  await rig.stores.customers.save(customer);
  return customer;
};

describe('identities', () => {
  test('people are found by any identity, oldest first', async () => {
    const first = await person(phone('+391'), { kind: 'email', value: 'one@x.it' });
    const second = await person({ kind: 'whatsapp_user', value: 'IT.1' });
    const found = await rig.stores.customers.withAny(shop.id, [
      { kind: 'whatsapp_user', value: 'IT.1' },
      phone('+391'),
      phone('+399'),
    ]);
    expect(found.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(found[0]?.identities).toEqual([{ kind: 'email', value: 'one@x.it' }, phone('+391')]);
  });

  test('an identity has one owner: it moves, and can be forgotten', async () => {
    const from = await person(phone('+392'));
    const to = await person();
    await rig.stores.customers.moveIdentities(shop.id, [phone('+392')], to.id);
    expect((await rig.stores.customers.byId(shop.id, from.id))?.identities).toEqual([]);
    expect((await rig.stores.customers.byId(shop.id, to.id))?.identities).toEqual([phone('+392')]);
    await rig.stores.customers.removeIdentity(shop.id, phone('+392'));
    expect(await rig.stores.customers.withAny(shop.id, [phone('+392')])).toEqual([]);
  });

  test('two webhooks of one new shopper that are read at once make one person', async () => {
    const transact = createTransact(rig.database, cipher);
    const identity = phone('+393');
    const ids = await Promise.all(
      [1, 2, 3, 4].map(() =>
        transact(async ({ customers }) => {
          const [known] = await customers.withAny(shop.id, [identity]);
          if (known) return known.id;
          const customer = customerOf(shop.id, { identities: [identity] });
          await customers.save(customer);
          return customer.id;
        }),
      ),
    );
    expect(new Set(ids).size).toBe(1);
  });
});

describe('merging', () => {
  const assigned = (customerId: CustomerId, arm: 'holdout' | 'treatment', at: Date) =>
    rig.stores.experiments.assign(shop.id, {
      customerId,
      experimentKey: 'recovery',
      arm,
      assignedAt: at,
    });

  test('everything of one person becomes the other’s, with one running recovery', async () => {
    const from = await person(phone('+394'));
    const into = await person({ kind: 'email', value: 'four@x.it' });
    const newer = await seedRecovery(rig.stores, from, [minutes(60)], { startedAt: minutes(5) });
    const older = await seedRecovery(rig.stores, into, [minutes(30)], { startedAt: minutes(1) });
    await rig.stores.carts.upsertNewest({
      ...cartOf(shop.id),
      ...newer.cart,
      lastActivityAt: minutes(9),
    });
    await assigned(from.id, 'holdout', minutes(1));
    await assigned(into.id, 'treatment', minutes(2));
    const threads = [newId(), newId()] as const;
    await rig.stores.conversations.openFor(shop.id, channel.id, from.id, threads[0], NOW);
    await rig.stores.conversations.recordInbound(shop.id, threads[0], minutes(3));
    await rig.stores.conversations.openFor(shop.id, channel.id, into.id, threads[1], NOW);
    const message = messageOf(channel, from.id, { conversationId: threads[0] });
    await rig.stores.messages.enqueue(message);
    const order = orderOf(shop.id, { customerId: from.id });
    await rig.stores.orders.upsertNewest(order);

    await rig.stores.customers.merge(shop.id, from.id, into.id, minutes(10));

    expect(await rig.stores.customers.byId(shop.id, from.id)).toBeNull();
    const merged = await rig.stores.customers.byId(shop.id, into.id);
    expect(merged?.identities).toHaveLength(2);
    const running = await rig.stores.recoveries.runningOf(shop.id, into.id);
    expect(running).toMatchObject({ id: older.recovery.id, cartId: newer.cart.id });
    expect(await rig.stores.recoveries.byCart(shop.id, newer.cart.id)).toMatchObject({
      id: older.recovery.id,
    });
    expect(await rig.stores.recoveries.byId(shop.id, newer.recovery.id)).toMatchObject({
      state: 'stopped',
      reason: 'merged',
      customerId: into.id,
    });
    expect(await rig.stores.recoveries.steps(shop.id, newer.recovery.id)).toMatchObject([
      { state: 'cancelled', reason: 'merged' },
    ]);
    const arm = await assigned(into.id, 'treatment', minutes(99));
    expect(arm).toMatchObject({ arm: 'holdout', assignedAt: minutes(1) });
    const thread = await rig.stores.conversations.byId(shop.id, threads[1]);
    expect(thread).toMatchObject({ unreadCount: 1, lastInboundAt: minutes(3) });
    expect(await rig.stores.conversations.byId(shop.id, threads[0])).toBeNull();
    expect(await rig.stores.messages.byId(shop.id, message.id)).toMatchObject({
      customerId: into.id,
      conversationId: threads[1],
    });
    expect(await rig.stores.orders.byId(shop.id, order.id)).toMatchObject({ customerId: into.id });
  });

  test('a chain of merges leads to the last one', async () => {
    const [first, second, third] = [await person(), await person(), await person()];
    await rig.stores.customers.merge(shop.id, first.id, second.id, NOW);
    await rig.stores.customers.merge(shop.id, second.id, third.id, NOW);
    const rows = await rig.database.sql.query(
      'SELECT into_id FROM customer_merge WHERE from_id = ANY ($1::text[])',
      [[first.id, second.id]],
    );
    expect(rows).toEqual([{ into_id: third.id }, { into_id: third.id }]);
  });
});

test('the first assignment of a person stays, and totals go by arm and currency', async () => {
  const people = [await person(), await person(), await person()] as const;
  for (const [index, customer] of people.entries()) {
    const arm = index === 0 ? 'holdout' : 'treatment';
    const assignment = {
      customerId: customer.id,
      experimentKey: 'x',
      arm,
      assignedAt: NOW,
    } as const;
    await rig.stores.experiments.assign(shop.id, assignment);
    const again = { ...assignment, arm: 'holdout' as const };
    expect((await rig.stores.experiments.assign(shop.id, again)).arm).toBe(arm);
  }
  const [held, buyer] = people;
  const { recovery } = await seedRecovery(rig.stores, held, [NOW], {
    state: 'held_out',
  });
  const conversion = {
    orderId: orderOf(shop.id).id,
    recoveryId: recovery.id,
    customerId: buyer.id,
    arm: 'treatment' as const,
    amount: eur(500),
    convertedAt: NOW,
  };
  await rig.stores.experiments.recordConversion(shop.id, conversion);
  await rig.stores.experiments.recordConversion(shop.id, { ...conversion, amount: eur(300) });
  expect(await rig.stores.experiments.totals(shop.id, 'x')).toEqual([
    { arm: 'holdout', people: 1, buyers: 0, revenue: [] },
    { arm: 'treatment', people: 2, buyers: 1, revenue: [{ ...eur(300), squares: 90_000 }] },
  ]);
  const exposure = await rig.stores.experiments.exposure(
    shop.id,
    recovery.customerId as CustomerId,
    'x',
    NOW,
  );
  expect(exposure).toEqual({
    arm: 'holdout',
    recoveryId: recovery.id,
    startedAt: NOW,
    firstSendAt: null,
  });
});
