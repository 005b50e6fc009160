import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { creditable, recordOrder, recordRefund } from '#core/commerce/index';
import type { OrderSeen, PaymentState, RefundSeen } from '#core/commerce/index';
import { after, MONDAY, newId, openLab } from '../recovery/world';
import type { Lab, World } from '../recovery/world';

let lab: Lab;
let world: World;
beforeAll(async () => {
  lab = await openLab();
  world = await lab.createWorld();
});
afterAll(() => lab.close());

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const NOBODY = {
  externalCustomerId: null,
  email: null,
  phoneRaw: null,
  countryCode: null,
  firstName: null,
  lastName: null,
  locale: null,
};

let orders = 0;
const seen = (externalId: string, parts: Partial<OrderSeen> = {}): OrderSeen => ({
  externalId,
  name: `#${externalId}`,
  checkoutToken: null,
  cartToken: null,
  clickToken: null,
  contact: NOBODY,
  total: eur(10_000),
  currentTotal: eur(10_000),
  payment: 'pending',
  discountCodes: [],
  refunds: [],
  placedAt: MONDAY,
  updatedAt: MONDAY,
  cancelledAt: null,
  acceptsMarketing: null,
  fromDraft: false,
  ...parts,
});
const newName = (): string => `order-${(orders += 1)}`;

const tell = (order: OrderSeen) =>
  world.transact((stores) =>
    recordOrder({ shop: world.shop, order, now: after(1), newId }, stores),
  );
const refund = (told: RefundSeen) =>
  world.transact((stores) =>
    recordRefund({ shop: world.shop, refund: told, now: after(1) }, stores),
  );

async function known(externalId: string) {
  const order = await world.stores.orders.byExternalId(world.shop.id, externalId);
  if (!order) throw new Error('the order is not known');
  return order;
}

const newsOf = async (externalId: string): Promise<string[]> => {
  const { id } = await known(externalId);
  const rows = await world.query<{ type: string }>(
    'SELECT type FROM domain_event WHERE shop_id = $1 AND subject_id = $2 ORDER BY id',
    id,
  );
  return rows.map(({ type }) => type);
};

describe('an order of a person who was erased', () => {
  test('stays without one when the store, which keeps its orders, tells it again', async () => {
    const name = newName();
    const email = 'erased@example.com';
    const contact = { ...NOBODY, email, phoneRaw: '+393481234599', firstName: 'Erasa' };
    await tell(seen(name, { contact }));
    const { customerId } = await known(name);
    if (!customerId) throw new Error('the order names nobody');
    await world.stores.customers.erase(world.shop.id, customerId);
    await tell(seen(name, { contact, payment: 'paid', updatedAt: after(1) }));
    expect(await known(name)).toMatchObject({
      ...{ customerId, phone: null, email: null, payment: 'paid' },
    });
    const again = [{ kind: 'email', value: email } as const];
    expect(await world.stores.customers.withAny(world.shop.id, again)).toEqual([]);

    const next = newName();
    await tell(seen(next, { contact, updatedAt: after(2) }));
    expect(await known(next)).toMatchObject({ email });
  });
});

describe('an order', () => {
  test('is placed once and paid once, however often it is told', async () => {
    const name = newName();
    await tell(seen(name));
    await tell(seen(name));
    const paid = seen(name, { payment: 'paid', updatedAt: after(1) });
    await tell(paid);
    await tell(paid);
    expect(await newsOf(name)).toEqual(['order.placed', 'order.paid']);
  });

  test('that an older telling follows stays as it was', async () => {
    const name = newName();
    await tell(seen(name, { payment: 'paid', updatedAt: after(2) }));
    expect(await tell(seen(name, { updatedAt: after(1) }))).toEqual({ kind: 'older' });
    expect(await known(name)).toMatchObject({ payment: 'paid', sourceUpdatedAt: after(2) });
  });

  test('that was voided before we heard of it was never placed', async () => {
    const name = newName();
    await tell(seen(name, { payment: 'voided' }));
    expect(await newsOf(name)).toEqual([]);
  });

  test('keeps the time at which its money came, and the token that a later telling leaves out', async () => {
    const name = newName();
    await tell(seen(name, { payment: 'paid', clickToken: 'token', checkoutToken: 'checkout' }));
    await tell(seen(name, { payment: 'partially_refunded', updatedAt: after(3) }));
    const order = await known(name);
    expect(order).toMatchObject({
      paidAt: after(1),
      clickToken: 'token',
      checkoutToken: 'checkout',
    });
  });

  test('marks the cart of its checkout as bought', async () => {
    const { leaveCart } = await import('../recovery/acts');
    const cart = await leaveCart(world, null);
    await tell(seen(newName(), { checkoutToken: cart.externalId }));
    expect(await world.stores.carts.byId(world.shop.id, cart.id)).toMatchObject({
      state: 'ordered',
    });
  });
});

test('an order that names only the storefront cart marks the cart as bought', async () => {
  const { leaveCart } = await import('../recovery/acts');
  const cart = await leaveCart(world, null, { cartToken: 'basket' });
  await tell(seen(newName(), { cartToken: 'basket' }));
  expect((await world.stores.carts.byId(world.shop.id, cart.id))?.state).toBe('ordered');
});

test('a refund is told once, also when it came before its order', async () => {
  const name = newName();
  const given = { externalId: `r-${name}`, orderExternalId: name, amount: eur(2_500), at: MONDAY };
  expect(await refund(given)).toBe('order_unknown');
  await tell(seen(name, { payment: 'partially_refunded', refunds: [given] }));
  expect(await refund(given)).toBe('repeated');
  expect(creditable(await known(name))).toEqual(eur(7_500));
  const second = { ...given, externalId: `r2-${name}`, amount: eur(500) };
  expect(await refund(second)).toBe('recorded');
  expect(creditable(await known(name))).toEqual(eur(7_000));
  expect(await newsOf(name)).toEqual(['order.placed', 'order.paid', 'order.changed']);
});

test('tellings in any order, some twice, end in the same worth and state', async () => {
  const life: readonly PaymentState[] = ['pending', 'authorized', 'paid', 'partially_refunded'];
  // Whole seconds as platforms stamp them: neighbours may share one.
  const plan = fc.record({
    seconds: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }),
    order: fc.shuffledSubarray([0, 1, 2, 3, 0, 1, 2, 3], { minLength: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ seconds, order }) => {
      const name = newName();
      const stamps = seconds.toSorted((left, right) => left - right);
      for (const index of order) {
        const updatedAt = new Date(MONDAY.getTime() + (stamps[index] ?? 0) * 1_000);
        const at = {
          externalId: `r-${name}`,
          orderExternalId: name,
          amount: eur(3_000),
          at: MONDAY,
        };
        const payment = life[index] ?? 'pending';
        await tell(seen(name, { payment, updatedAt, refunds: index === 3 ? [at] : [] }));
      }
      const end = await known(name);
      expect(end.payment).toBe('partially_refunded');
      expect(creditable(end)).toEqual(eur(7_000));
      expect((await newsOf(name)).filter((type) => type === 'order.placed')).toHaveLength(1);
      expect((await newsOf(name)).filter((type) => type === 'order.paid')).toHaveLength(1);
    }),
    { numRuns: 25 },
  );
});
