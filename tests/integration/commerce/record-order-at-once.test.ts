import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordOrder } from '#core/commerce/index';
import type { OrderSeen, PaymentState } from '#core/commerce/index';
import { after, MONDAY, newId, openLab } from '../recovery/world';
import type { Lab, World } from '../recovery/world';

let lab: Lab;
let world: World;
beforeAll(async () => {
  lab = await openLab();
  world = await lab.createWorld();
});
afterAll(() => lab.close());

const PAIRS = 60;
const total = { minor: 10_000, currency: 'EUR' };

/** As Shopify stamps them: placed and paid within one second have one `updated_at`. */
const told = (externalId: string, payment: PaymentState): OrderSeen => ({
  externalId,
  name: `#${externalId}`,
  checkoutToken: null,
  cartToken: null,
  clickToken: null,
  acceptsMarketing: null,
  contact: {
    externalCustomerId: null,
    email: null,
    phoneRaw: null,
    countryCode: null,
    firstName: null,
    lastName: null,
    locale: null,
  },
  total,
  currentTotal: total,
  payment,
  discountCodes: [],
  refunds: [],
  placedAt: MONDAY,
  updatedAt: MONDAY,
  cancelledAt: null,
  fromDraft: false,
});

const tell = (order: OrderSeen) =>
  world.transact((stores) =>
    recordOrder({ shop: world.shop, order, now: after(1), newId }, stores),
  );

test('orders that two workers read as placed and as paid at once all end as paid, told once each', async () => {
  const names = Array.from({ length: PAIRS }, (_, number) => `at-once-${number}`);
  await Promise.all(
    names.flatMap((name, number) => {
      const states: PaymentState[] = ['paid', 'pending'];
      return (number % 2 === 0 ? states : states.toReversed()).map((state) =>
        tell(told(name, state)),
      );
    }),
  );
  const unpaid = await world.query(
    `SELECT external_id FROM orders
     WHERE shop_id = $1 AND (payment <> 'paid' OR paid_at IS NULL)`,
  );
  expect(unpaid).toEqual([]);
  const news = await world.query<{ type: string; count: number }>(
    `SELECT type, count(*) FROM domain_event
     WHERE shop_id = $1 AND type LIKE 'order.%' GROUP BY type ORDER BY type`,
  );
  expect(news).toEqual([
    { type: 'order.paid', count: PAIRS },
    { type: 'order.placed', count: PAIRS },
  ]);
});
