import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CartQuote,
  Delivery,
  OutsideSales,
  QuoteTerms,
  ShippingAddress,
} from '#core/commerce/index';
import { TURIN } from '../fixtures/addresses';
import { BY_COURIER } from '../../sandbox/woocommerce/state';
import { LAMPS, ordersOf, saleOf, UNSAID } from '../fixtures/woocommerce/sales';
import { startConnectedSite, type ConnectedSite } from '../fixtures/woocommerce/stand-in';

let site: ConnectedSite;
let sales: OutsideSales;
beforeAll(async () => {
  site = await startConnectedSite();
  if (!site.client.outsideSales) throw new Error('WooCommerce takes orders that were paid outside');
  sales = site.client.outsideSales;
  site.state.shipping = BY_COURIER;
});
afterAll(() => site.close());

const to = (change: Partial<ShippingAddress>, rates: Delivery['rates'] = {}) => ({
  coupons: [],
  delivery: { address: { ...TURIN, ...change }, rates },
});

async function priced(terms: QuoteTerms): Promise<CartQuote> {
  const outcome = await sales.quote(site.domain, LAMPS, terms);
  if (outcome.kind !== 'priced') throw new Error(outcome.kind);
  return outcome.quote;
}

describe('a WooCommerce store prices a cart that has to be sent', () => {
  it('once it is known where to, wherever that is', async () => {
    for (const countryCode of ['IT', 'DE', null]) {
      const outcome = await sales.quote(site.domain, { ...LAMPS, countryCode }, UNSAID);
      expect(outcome).toMatchObject({ kind: 'needs_address', lines: [{}, {}] });
    }
  });

  it('with the way of sending that the shopper chose, or its own while it offers another', async () => {
    const goods = 2 * 4_990 + 3_010;
    for (const [rates, chosen, shipping] of [
      [{}, 'flat_rate:1', 550],
      [{ '0': 'flat_rate:2' }, 'flat_rate:2', 990],
      [{ '0': 'pigeon:9' }, 'flat_rate:1', 550],
    ] as const) {
      const quote = await priced(to({}, rates));
      expect(quote.total.minor).toBe(goods + shipping);
      expect(quote.parcels).toMatchObject([{ id: '0', chosen }]);
    }
    const [parcel] = (await priced(to({}))).parcels;
    expect(parcel?.rates.map(({ title }) => title)).toEqual([
      'Courier',
      'Express',
      'With the next fair',
    ]);
  });

  it('unless it finds a part of the address wrong, and says which', async () => {
    for (const [change, part] of [
      [{ postcode: 'ABC' }, 'postcode'],
      [{ province: 'XX' }, 'province'],
      [{ country: 'ZZ', province: null }, 'country'],
    ] as const) {
      expect(await sales.quote(site.domain, LAMPS, to(change))).toEqual({
        kind: 'address_refused',
        parts: [part],
      });
    }
  });

  it('unless it sends nothing there', async () => {
    const ireland = to({ country: 'IE', province: 'D', postcode: 'D01 F5P2' });
    expect(await sales.quote(site.domain, LAMPS, ireland)).toEqual({ kind: 'undeliverable' });
  });

  it('and knows the provinces of a country, or none', async () => {
    expect(await sales.provinces(site.domain, 'IT')).toContainEqual({
      code: 'TO',
      name: 'Torino',
    });
    expect(await sales.provinces(site.domain, 'ZZ')).toEqual([]);
  });

  it('and makes its order with the address and the way of sending in it', async () => {
    const quote = await priced(to({}, { '0': 'flat_rate:2' }));
    const placed = await sales.placeOrder(site.domain, {
      ...saleOf('sent-1', quote),
      shipTo: TURIN,
    });
    expect(placed).toMatchObject({ kind: 'placed', order: { payment: 'paid' } });
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
});
