import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sql } from '#adapters/postgres/client';
import { createStores } from '#adapters/postgres/stores';
import type { Order } from '#core/commerce/index';
import { stopRecovery } from '#core/recovery/index';
import * as rows from '../postgres/sample-rows';

const { minutes, NOW } = rows;
let rig: rows.Rig;
let seeded: Awaited<ReturnType<typeof rows.seedShop>>;
beforeAll(async () => {
  rig = await rows.openRig();
  seeded = await rows.seedShop(rig.stores, 'busy');
});
afterAll(() => rig.end());

/** A person with a running recovery, a queued message in it, and the order that ends it. */
async function buyer() {
  const { shop, channel } = seeded;
  const customer = rows.customerOf(shop.id);
  await rig.stores.customers.save(customer);
  const begun = await rows.seedRecovery(rig.stores, customer, [minutes(60), minutes(600)]);
  const message = rows.messageOf(channel, customer.id, { recoveryId: begun.recovery.id });
  await rig.stores.messages.enqueue(message);
  const placed = { checkoutToken: begun.cart.externalId, placedAt: minutes(1) };
  const order: Order = { ...rows.orderOf(shop.id, placed), refunded: rows.eur(0) };
  return { ...begun, order, message };
}
const buyers = (count: number) => Promise.all(Array.from({ length: count }, buyer));

/** Ends what the orders concern, in one transaction, and counts its statements. */
async function stop(orders: readonly Order[], now = minutes(2)) {
  let statements = 0;
  const outcome = await rig.database.transaction((sql) => {
    const counting: Sql = {
      query: (text, values) => {
        statements += 1;
        return sql.query(text, values);
      },
    };
    const cause = { kind: 'purchase', orders } as const;
    return stopRecovery(
      { shopId: seeded.shop.id, cause, now },
      createStores(counting, rows.cipher),
    );
  });
  return { ended: outcome.ended, statements };
}

test('sixty orders end their recoveries in as many statements as one does', async () => {
  const one = await buyers(1);
  const alone = await stop(one.map(({ order }) => order));
  const many = await buyers(60);
  const together = await stop(many.map(({ order }) => order));
  expect(alone.ended).toHaveLength(1);
  expect(together.ended).toHaveLength(60);
  expect(together.statements).toBe(alone.statements);
  expect(alone.statements).toBeLessThanOrEqual(7);
  for (const { recovery, message } of many) {
    const { shopId, id } = recovery;
    expect(await rig.stores.recoveries.byId(shopId, id)).toMatchObject({
      ...{ state: 'stopped', reason: 'purchased', endedAt: minutes(2) },
    });
    const steps = await rig.stores.recoveries.steps(shopId, id);
    expect(steps.map(({ state, reason }) => [state, reason])).toEqual([
      ['cancelled', 'purchased'],
      ['cancelled', 'purchased'],
    ]);
    expect((await rig.stores.messages.byId(shopId, message.id))?.state).toBe('cancelled');
  }
});

test('two orders of one recovery end it once, with one event', async () => {
  const [one] = await buyers(1);
  if (!one) throw new Error('a buyer was made');
  const second = {
    ...one.order,
    ...rows.orderOf(seeded.shop.id, { customerId: one.recovery.customerId }),
  };
  const { ended } = await stop([one.order, { ...second, placedAt: minutes(2) }]);
  expect(ended).toEqual([{ id: one.recovery.id, state: 'stopped' }]);
  const told = await rig.database.sql.query(
    `SELECT FROM domain_event WHERE subject_id = $1 AND type = 'recovery.stopped'`,
    [one.recovery.id],
  );
  expect(told).toHaveLength(1);
});

test('of many orders only those of concern end something: late ones and strangers’ do not', async () => {
  const [bought, early] = await buyers(2);
  if (!bought || !early) throw new Error('two buyers were made');
  const before = { customerId: early.recovery.customerId, placedAt: minutes(-60) };
  const orders: Order[] = [
    bought.order,
    { ...rows.orderOf(seeded.shop.id, before), refunded: rows.eur(0) },
    { ...rows.orderOf(seeded.shop.id, { placedAt: NOW }), refunded: rows.eur(0) },
  ];
  expect((await stop(orders)).ended.map(({ id }) => id)).toEqual([bought.recovery.id]);
});

test('two batches at once that share recoveries end each once, and neither waits forever', async () => {
  const many = await buyers(20);
  const orders = many.map(({ order }) => order);
  const both = await Promise.all([stop(orders), stop([...orders].reverse())]);
  expect(both.flatMap(({ ended }) => ended)).toHaveLength(20);
});
