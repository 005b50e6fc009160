import { describe, expect, it } from 'vitest';
import { createPayPalProvider } from '#adapters/payments/paypal/index';
import { createStripeProvider } from '#adapters/payments/stripe/index';
import { createPayPalStandIn } from '../../sandbox/paypal/paypal-standin';
import { createStripeStandIn } from '../../sandbox/stripe/stripe-standin';
import type { Reply } from '../../sandbox/http/exchange';
import { makeCoupon } from '../../sandbox/woocommerce/coupon-desk';
import { changeOrder, makeOrder } from '../../sandbox/woocommerce/order-desk';
import { createSiteState, type SiteState } from '../../sandbox/woocommerce/state';
import { TURIN } from '../fixtures/addresses';
import { withPaymentSchemas, type ObjectTo } from '../support/payment-schemas';
import { withWooCommerceSchemas, wooCommerceObjection } from '../support/woocommerce-schemas';

const NOW = new Date('2026-11-24T09:00:00Z');
const now = () => NOW;
const EUR = { minor: 6_495, currency: 'EUR' };
const ASKED = {
  key: 'payment-1',
  amount: EUR,
  description: 'Bottega · Lampada',
  lines: [{ title: 'Lampada', quantity: 1, unitPrice: EUR, imageUrl: null }],
  email: 'ada@example.com',
  shipTo: TURIN,
  locale: 'it-IT',
  paidUrl: 'https://app.test/p/1?paid',
  cancelUrl: 'https://app.test/p/1',
  expiresAt: new Date(NOW.getTime() + 2 * 60 * 60_000),
};

type Body = Record<string, unknown>;
const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null;

/** What careless code would write in the place of a value. */
const WRONG: readonly unknown[] = ['', 'x'.repeat(3_000), 'wrong', -1, [], {}, null];

interface Spoilt {
  /** What was done to it, as "purchase_units.0.amount: -1". */
  readonly how: string;
  readonly body: unknown;
}

/** Every copy of a body in which one value is gone or of another kind. */
function spoilt(body: unknown, place = ''): Spoilt[] {
  if (!isBody(body)) {
    return WRONG.map((bad) => ({ how: `${place}: ${JSON.stringify(bad).slice(0, 9)}`, body: bad }));
  }
  return Object.entries(body).flatMap(([name, value]) => {
    const where = place === '' ? name : `${place}.${name}`;
    return [
      { how: `${where} is gone`, body: put(body, name, undefined) },
      ...spoilt(value, where).map((bad) => ({ ...bad, body: put(body, name, bad.body) })),
    ];
  });
}

function put(body: Body, name: string, value: unknown): unknown {
  if (Array.isArray(body)) return value === undefined ? [] : body.with(Number(name), value);
  const { [name]: _before, ...without } = body;
  return value === undefined ? without : { ...body, [name]: value };
}

/** What was done to bodies that the vendor's description refuses and the stand-in takes. */
async function takenThough(
  request: Parameters<ObjectTo>[0],
  objectTo: ObjectTo,
  ask: (body: unknown) => Promise<number>,
): Promise<string[]> {
  expect(objectTo(request)).toEqual([]);
  const bad = spoilt(request.body).filter(({ body }) => objectTo({ ...request, body }).length > 0);
  expect(bad.length).toBeGreaterThan(5);
  const taken: string[] = [];
  for (const { how, body } of bad) if ((await ask(body)) < 400) taken.push(how);
  return taken;
}

describe('the stand-in for Stripe', () => {
  withPaymentSchemas('stripe', (objectTo) => {
    it('refuses what Stripe’s published description refuses', async () => {
      const standIn = createStripeStandIn({ now, keys: { rk_test: [] } });
      const { port, close } = await standIn.start();
      const access = { secret: 'rk_test', live: false };
      const baseUrl = `http://127.0.0.1:${port}`;
      await createStripeProvider({ baseUrl, now }).open(access, ASKED);
      const [request] = standIn.ledger.entries().filter(({ method }) => method === 'POST');
      if (!request) throw new Error('nothing was asked');
      const taken = await takenThough(request, objectTo, async (body) => {
        const form = new URLSearchParams(body as Record<string, string>);
        const headers = { authorization: 'Bearer rk_test' };
        const url = `${baseUrl}${request.path}`;
        return (await fetch(url, { method: 'POST', body: form, headers })).status;
      });
      expect(taken).toEqual([]);
      await close();
    });
  });
});

describe('the stand-in for PayPal', () => {
  withPaymentSchemas('paypal', (objectTo) => {
    it('refuses what PayPal’s published description refuses', async () => {
      const standIn = createPayPalStandIn({ now, keys: { 'client:secret': [] } });
      const { port, close } = await standIn.start();
      const baseUrl = `http://127.0.0.1:${port}`;
      const provider = createPayPalProvider({ baseUrl, now });
      await provider.open({ secret: 'client:secret', live: false }, ASKED);
      const request = standIn.ledger.entries().find(({ path }) => path === '/v2/checkout/orders');
      if (!request) throw new Error('nothing was asked');
      const taken = await takenThough(request, objectTo, async (body) => {
        const { authorization = '' } = request.headers;
        const headers = { authorization, 'content-type': 'application/json' };
        const init = { method: 'POST', body: JSON.stringify(body), headers };
        return (await fetch(`${baseUrl}${request.path}`, init)).status;
      });
      expect(taken).toEqual([]);
      await close();
    });
  });
});

const ORDER = {
  status: 'pending',
  set_paid: false,
  currency: 'EUR',
  payment_method: 'ripresa_stripe',
  payment_method_title: 'Stripe',
  billing: { first_name: 'Ada', email: 'ada@example.com', phone: '+393481000001', country: 'IT' },
  shipping: { first_name: 'Ada', country: 'IT' },
  line_items: [
    { product_id: 12, variation_id: 15, quantity: 2, subtotal: '99.80', total: '99.80' },
  ],
  shipping_lines: [
    { method_id: 'flat_rate', instance_id: '1', method_title: 'Courier', total: '5.50' },
  ],
  coupon_lines: [],
  meta_data: [{ key: '_ripresa_cart', value: 'abc' }],
};
const COUPON = {
  code: 'torna',
  description: 'A code of a message',
  discount_type: 'percent',
  amount: '10',
  usage_limit: 1,
  usage_limit_per_user: 1,
  date_expires_gmt: '2026-12-01T00:00:00',
};
type Write = (state: SiteState, body: unknown) => Reply;
const WRITTEN: readonly (readonly [string, object, Write])[] = [
  ['orders', ORDER, (state, body) => makeOrder(state, body, NOW)],
  [
    'orders/101',
    { set_paid: true, transaction_id: 'pi_1' },
    (state, body) => changeOrder(state, state.orders[0] ?? {}, body, NOW),
  ],
  ['coupons', COUPON, makeCoupon],
];

describe('the stand-in for WooCommerce', () => {
  withWooCommerceSchemas(() => {
    it('refuses orders and coupons that WooCommerce’s own schemas refuse', async () => {
      const objectTo = wooCommerceObjection();
      if (!objectTo) throw new Error('the schemas are absent');
      for (const [route, body, make] of WRITTEN) {
        const request = { method: 'POST', path: `/wp-json/wc/v3/${route}`, body };
        const taken = await takenThough(request, objectTo, (bad) => {
          const state = createSiteState();
          if (route === 'orders/101') makeOrder(state, ORDER, NOW);
          return Promise.resolve(make(state, bad).status);
        });
        expect(taken, route).toEqual([]);
      }
    });
  });
});
