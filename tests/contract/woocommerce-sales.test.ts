import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CartQuote, OutsideSales, Sale } from '#core/commerce/index';
import { quoteSum } from '#core/payments/index';
import { BY_COURIER } from '../../sandbox/woocommerce/state';
import { TURIN } from '../fixtures/addresses';
import { cartOf, item, saleOf, UNSAID } from '../fixtures/sales';
import { LAMPS, ordersOf } from '../fixtures/woocommerce/sales';
import { startConnectedSite, type ConnectedSite } from '../fixtures/woocommerce/stand-in';
import { withWooCommerceSchemas } from '../support/woocommerce-schemas';

let site: ConnectedSite;
let sales: OutsideSales;
beforeAll(async () => {
  site = await startConnectedSite();
  if (!site.client.outsideSales) throw new Error('WooCommerce takes orders that were paid outside');
  sales = site.client.outsideSales;
});
afterAll(() => site.close());
beforeEach(() => {
  site.ledger.clear();
  site.state.shipping = null;
});

async function priced(coupons: readonly string[] = [], cart = LAMPS): Promise<CartQuote> {
  const outcome = await sales.quote(site.domain, cart, { ...UNSAID, coupons });
  if (outcome.kind !== 'priced') throw new Error(outcome.kind);
  return outcome.quote;
}

const repair = (key: string, minor = 1_250): Sale => ({
  ...saleOf(key, quoteSum({ amount: { minor, currency: 'EUR' }, reason: '' })),
  sold: { kind: 'sum', amount: { minor, currency: 'EUR' }, reason: 'Repair of the lamp' },
  isRequested: true,
});

describe('a WooCommerce store makes an order of exactly what was paid', () => {
  it.each([0, 4, 19, 22])('where %d %% of taxes are in its prices', async (taxPercent) => {
    Object.assign(site.state, { taxPercent });
    for (let quantity = 1; quantity < 10; quantity += 1) {
      const cart = cartOf(item('12', '15', quantity), item('21', '21', quantity + 1));
      const sale = saleOf(`taxed-${taxPercent}-${quantity}`, await priced([], cart));
      expect(await sales.placeOrder(site.domain, sale)).toMatchObject({
        kind: 'placed',
        order: { payment: 'paid', total: sale.paid.amount },
      });
    }
    Object.assign(site.state, { taxPercent: 0 });
  });
});

describe('a WooCommerce store takes an order that was paid elsewhere', () => {
  it('and has a sum as one fee without tax', async () => {
    await sales.placeOrder(site.domain, repair('sum-1'));
    expect(ordersOf(site, 'sum-1')).toMatchObject([
      { fee_lines: [{ name: 'Repair of the lamp', total: '12.50', tax_status: 'none' }] },
    ]);
    expect(ordersOf(site, 'sum-1')[0]).not.toHaveProperty('coupon_lines');
  });

  it('with address and way of sending where WooCommerce keeps them', async () => {
    site.state.shipping = BY_COURIER;
    const delivery = { address: TURIN, rates: { '0': 'flat_rate:2' } };
    const quoted = await sales.quote(site.domain, LAMPS, { coupons: [], delivery });
    if (quoted.kind !== 'priced') throw new Error(quoted.kind);
    await sales.placeOrder(site.domain, { ...saleOf('sent-1', quoted.quote), shipTo: TURIN });
    const address = {
      ...{ first_name: 'Ada', last_name: 'Rossi', address_1: 'Via Roma 1', address_2: '' },
      ...{ postcode: '10121', city: 'Torino', state: 'TO', country: 'IT' },
    };
    expect(ordersOf(site, 'sent-1')).toMatchObject([
      {
        shipping: address,
        billing: { ...address, email: 'ada@example.com', phone: '+393481234567' },
        shipping_lines: [
          { method_id: 'flat_rate', instance_id: '2', method_title: 'Express', total: '9.90' },
        ],
      },
    ]);
  });

  withWooCommerceSchemas((schemas) => {
    it('in words that WooCommerce’s own description takes', async () => {
      site.state.coupons.push({ code: 'meno', amount: '5', discount_type: 'fixed_cart' });
      await sales.placeOrder(site.domain, saleOf('pay-5', await priced(['meno'])));
      await sales.placeOrder(site.domain, repair('sum-2'));
      const made = site.ledger
        .entries()
        .filter(({ method, path }) => method === 'POST' && path.includes('/wc/v3/orders'));
      expect(made).toHaveLength(4);
      for (const { body } of made) expect(schemas('orders', body)).toEqual([]);
    });
  });
});
