import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whatsappFaults } from '#adapters/messaging/whatsapp-cloud/index';
import type { OrderSeen } from '#core/commerce/index';
import { applyFacts } from '#core/intake/index';
import type { RecoveryId } from '#core/kernel/ids';
import { begin, eventTypes, leaveCart } from '../recovery/acts';
import { after, newId, openLab, person } from '../recovery/world';
import type { Lab, World } from '../recovery/world';

let lab: Lab;
let world: World;
beforeAll(async () => {
  lab = await openLab();
  world = await lab.createWorld();
});
afterAll(() => lab.close());

const total = { minor: 4_900, currency: 'EUR' };
const nobody = {
  ...{ externalCustomerId: null, email: null, phoneRaw: null, countryCode: null },
  ...{ firstName: null, lastName: null, locale: null },
};
const orderOf = (checkoutToken: string, parts: Partial<OrderSeen> = {}): OrderSeen => ({
  ...{ externalId: randomUUID(), name: '#1', checkoutToken, cartToken: null, clickToken: null },
  ...{ contact: nobody, total, currentTotal: total, payment: 'pending', discountCodes: [] },
  ...{ refunds: [], placedAt: after(2), updatedAt: after(2), cancelledAt: null },
  ...{ acceptsMarketing: null, fromDraft: false },
  ...parts,
});

/** Hears of orders in one transaction, which fails in the end if told so. */
const hear = (orders: readonly OrderSeen[], fails = false) =>
  world.transact(async (stores) => {
    const receipt = {
      ...{ source: 'shopify' as const, externalId: randomUUID(), shopId: world.shop.id },
      ...{ receivedAt: after(2), triggeredAt: null },
    };
    const source = { receipt, align: (outside: Date) => outside, now: after(3), newId };
    const facts = orders.map((order) => ({ kind: 'order' as const, order }));
    await applyFacts(facts, source, { ...stores, faults: whatsappFaults });
    if (fails) throw new Error('the worker died');
  });

let phones = 0;
async function running(): Promise<{ token: string; recovery: RecoveryId }> {
  phones += 1;
  const phone = `+3934712300${String(phones).padStart(2, '0')}`;
  const externalId = randomUUID();
  const cart = await leaveCart(world, await person(world, ['phone', phone]), { externalId, phone });
  return { token: externalId, recovery: await begin(world, cart) };
}
const stateOf = async (id: RecoveryId) =>
  (await world.stores.recoveries.byId(world.shop.id, id))?.state;

test('an order and the end of its recovery are committed together, or neither is', async () => {
  const { token, recovery } = await running();
  const order = orderOf(token);
  await expect(hear([order], true)).rejects.toThrow('the worker died');
  expect(await stateOf(recovery)).toBe('active');
  expect(await world.stores.orders.byExternalId(world.shop.id, order.externalId)).toBeNull();
  await hear([order]);
  expect(await stateOf(recovery)).toBe('stopped');
  const told = (await eventTypes(world)).filter((type) => /^(order|recovery\.stopped)/.test(type));
  expect(told).toEqual(['order.placed', 'recovery.stopped']);
});

test('the orders of a list end what each of them concerns', async () => {
  const several = [await running(), await running(), await running()];
  await hear(several.map(({ token }) => orderOf(token)));
  for (const { recovery } of several) expect(await stateOf(recovery)).toBe('stopped');
});

test('an order that is void or cancelled when we first hear of it ends nothing', async () => {
  const { token, recovery } = await running();
  await hear([
    orderOf(token, { payment: 'voided' }),
    orderOf(token, { cancelledAt: after(2), externalId: randomUUID() }),
  ]);
  expect(await stateOf(recovery)).toBe('active');
});
