import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creditable } from '#core/commerce/index';
import type { Order } from '#core/commerce/index';
import type { LinkToken, OrderId } from '#core/kernel/ids';
import { order } from '../recovery/acts';
import { after, openLab } from '../recovery/world';
import type { Lab, World } from '../recovery/world';
import { balance, changed, openWithClick, paid } from './acts';

let lab: Lab;
let world: World;
let token: LinkToken;

beforeAll(async () => {
  lab = await openLab();
  ({ world, token } = await openWithClick(lab));
});
afterAll(() => lab.close());

let refunds = 0;
const refund = async (bought: Order, minor: number): Promise<string> => {
  refunds += 1;
  const externalId = `refund-${refunds}`;
  await world.stores.orders.addRefund(world.shop.id, {
    externalId,
    orderExternalId: bought.externalId,
    amount: { minor, currency: bought.total.currency },
    at: after(40),
  });
  return externalId;
};
const told = (orderId: OrderId, externalId: string) =>
  changed(world, { orderId, reason: 'refund', sourceKey: `refund:${externalId}`, now: after(41) });

describe('an attributed order', () => {
  it('loses what is refunded, by a row of its own', async () => {
    const bought = await order(world, { clickToken: token, placedAt: after(27) });
    await paid(world, bought.id, after(27));
    const amount = { minor: -1_200, currency: 'EUR' };
    expect(await told(bought.id, await refund(bought, 1_200))).toEqual({ kind: 'settled', amount });
    const rows = await world.query(
      `SELECT kind, amount_minor AS minor FROM attribution_entry
       WHERE shop_id = $1 AND order_id = $2 ORDER BY id`,
      bought.id,
    );
    expect(rows).toEqual([
      { kind: 'credit', minor: 4_900 },
      { kind: 'refund', minor: -1_200 },
    ]);
  });

  it('loses a refund once, however often it is told', async () => {
    const bought = await order(world, { clickToken: token, placedAt: after(27) });
    await paid(world, bought.id, after(27));
    const first = await refund(bought, 1_000);
    await Promise.all([told(bought.id, first), told(bought.id, first)]);
    expect(await balance(world, bought.id)).toBe(3_900);
    expect(await told(bought.id, first)).toEqual({ kind: 'even' });
  });

  it('is even also when a change is told under a key that is spent', async () => {
    const bought = await order(world, { clickToken: token, placedAt: after(27) });
    await paid(world, bought.id, after(27));
    const first = await refund(bought, 1_000);
    await told(bought.id, first);
    await refund(bought, 500);
    await told(bought.id, first);
    expect(await balance(world, bought.id)).toBe(3_400);
  });

  it('is worth nothing once it is cancelled', async () => {
    const bought = await order(world, { clickToken: token, placedAt: after(27) });
    await paid(world, bought.id, after(27));
    await order(world, { ...bought, cancelledAt: after(30), sourceUpdatedAt: after(30) });
    const input = { orderId: bought.id, sourceKey: 'cancellation', now: after(30) };
    await changed(world, { ...input, reason: 'cancellation' });
    expect(await balance(world, bought.id)).toBe(0);
  });

  it('that nobody is credited for has nothing to settle', async () => {
    const bought = await order(world, { placedAt: after(27) });
    const settled = await told(bought.id, await refund(bought, 100));
    expect(settled).toEqual({ kind: 'not_attributed' });
  });
});

type Change = 'pay' | 'refund' | 'edit' | 'cancel' | 'void' | 'owe the rest';

/** Applies a change to the order as the platform would tell it, with the events that follow. */
async function apply(
  change: Change,
  id: OrderId,
  amount: number,
  minute: number,
): Promise<() => Promise<unknown>> {
  const bought = await world.stores.orders.byId(world.shop.id, id);
  if (!bought) throw new Error('no order');
  const now = new Date(after(30).getTime() + minute * 60_000);
  const write = (part: Partial<Order>) =>
    order(world, { ...bought, ...part, sourceUpdatedAt: now });
  const revalued = () => {
    const sourceKey = `edit:${now.toISOString()}`;
    return changed(world, { orderId: id, reason: 'edit', sourceKey, now });
  };
  switch (change) {
    case 'pay':
      await write({ payment: 'paid', paidAt: now });
      return () => paid(world, id, now);
    case 'refund': {
      const externalId = await refund(bought, amount);
      return () => told(id, externalId);
    }
    case 'edit':
      await write({ currentTotal: { minor: amount, currency: 'EUR' } });
      return revalued;
    case 'void':
      await write({ payment: 'voided' });
      return revalued;
    case 'owe the rest':
      await write({ payment: 'partially_paid' });
      return revalued;
    case 'cancel':
      await write({ cancelledAt: now });
      return () =>
        changed(world, { orderId: id, reason: 'cancellation', sourceKey: 'cancellation', now });
  }
}

describe('the sum of an order’s entries', () => {
  it('is what the order is worth, whatever happens to it and in whatever order it is told', async () => {
    const changes = fc.array(
      fc.record({
        change: fc.constantFrom<Change>('refund', 'edit', 'cancel', 'void', 'owe the rest'),
        amount: fc.integer({ min: 0, max: 6_000 }),
        tellLater: fc.boolean(),
        tellTwice: fc.boolean(),
      }),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(changes, fc.nat({ max: 5 }), async (planned, payAt) => {
        const { id } = await order(world, {
          clickToken: token,
          placedAt: after(27),
          payment: 'pending',
          paidAt: null,
        });
        const pay = { change: 'pay' as const, amount: 0, tellLater: false, tellTwice: true };
        const late: (() => Promise<unknown>)[] = [];
        for (const [minute, one] of planned.toSpliced(payAt, 0, pay).entries()) {
          const tell = await apply(one.change, id, one.amount, minute);
          if (one.tellLater) late.unshift(tell);
          else await tell();
          if (one.tellTwice) late.push(tell);
        }
        for (const tell of late) await tell();
        const bought = await world.stores.orders.byId(world.shop.id, id);
        expect(await balance(world, id)).toBe(bought && creditable(bought).minor);
      }),
      { numRuns: 25 },
    );
  });
});
