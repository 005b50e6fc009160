import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOLDOUT_EXPERIMENT, recordConversion } from '#core/experiments/index';
import type { CustomerId, OrderId } from '#core/kernel/ids';
import { begin, leaveCart, order, run } from '../recovery/acts';
import { after, openLab, person } from '../recovery/world';
import type { Lab, World } from '../recovery/world';

let lab: Lab;
let world: World;
let people: readonly CustomerId[];

beforeAll(async () => {
  lab = await openLab();
  world = await lab.createWorld({ holdoutPercent: 50 });
  people = await Promise.all(
    Array.from({ length: 12 }, (_, place) =>
      person(world, ['phone', `+39347100${String(1_000 + place)}`]),
    ),
  );
  for (const customerId of people) {
    const recovery = await begin(world, await leaveCart(world, customerId, { phone: null }));
    await run(world, recovery, 0);
  }
});
afterAll(() => lab.close());

const convert = (orderId: OrderId) =>
  world.transact((stores) => recordConversion({ shopId: world.shop.id, orderId }, stores));
const totals = () => world.stores.experiments.totals(world.shop.id, HOLDOUT_EXPERIMENT);

describe('orders of people in the experiment', () => {
  it('count for the arm of the buyer, held out or not, and follow refunds', async () => {
    const arms = [];
    for (const customerId of people) {
      const bought = await order(world, { customerId, placedAt: after(50) });
      const outcome = await convert(bought.id);
      arms.push(outcome.kind === 'recorded' && outcome.arm);
      await world.stores.orders.addRefund(world.shop.id, {
        externalId: `refund-${bought.id}`,
        orderExternalId: bought.externalId,
        amount: { minor: 900, currency: 'EUR' },
        at: after(60),
      });
      await convert(bought.id);
    }
    for (const { arm, people: count, buyers, revenue } of await totals()) {
      const size = arms.filter((one) => one === arm).length;
      expect({ count, buyers }).toEqual({ count: size, buyers: size });
      expect(revenue).toEqual([
        { currency: 'EUR', minor: size * 4_000, squares: size * 4_000 ** 2 },
      ]);
    }
    expect(arms).not.toContain(false);
  });

  it('do not count before the recovery began, after the window, or unpaid', async () => {
    const [customerId] = people;
    if (!customerId) throw new Error('nobody');
    const early = await order(world, { customerId, placedAt: after(0.5) });
    const late = await order(world, { customerId, placedAt: after(25 + 5 * 24 + 1) });
    const pending = await order(world, {
      customerId,
      placedAt: after(50),
      payment: 'pending',
      paidAt: null,
    });
    expect(await convert(early.id)).toEqual({ kind: 'not_in_experiment' });
    expect(await convert(late.id)).toEqual({ kind: 'not_in_experiment' });
    expect(await convert(pending.id)).toEqual({ kind: 'not_paid' });
  });

  it('count for nothing once their payment came to nothing', async () => {
    const [customerId] = people;
    if (!customerId) throw new Error('nobody');
    const revenueOf = async () =>
      (await totals()).flatMap(({ revenue }) => revenue.map(({ minor }) => minor));
    const before = await revenueOf();
    const bought = await order(world, { customerId, placedAt: after(50) });
    await convert(bought.id);
    expect(await revenueOf()).not.toEqual(before);
    await order(world, { ...bought, payment: 'voided', sourceUpdatedAt: after(51) });
    await convert(bought.id);
    expect(await revenueOf()).toEqual(before);
  });

  it('do not count for somebody who was never in it', async () => {
    const stranger = await order(world, { phone: '+393330000001', placedAt: after(50) });
    expect(await convert(stranger.id)).toEqual({ kind: 'not_in_experiment' });
  });
});
