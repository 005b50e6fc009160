import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Cart, CartQuote, OutsideSales, Sale } from '#core/commerce/index';
import { isVendorFault } from '#core/kernel/vendor-fault';
import { quoteSum } from '#core/payments/index';
import { cartOf, item, LAMPS, ordersOf, saleOf, UNSAID } from '../fixtures/woocommerce/sales';
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
beforeEach(() => site.ledger.clear());

async function priced(cart: Cart, coupons: readonly string[] = []): Promise<CartQuote> {
  const outcome = await sales.quote(site.domain, cart, { coupons, delivery: null });
  if (outcome.kind !== 'priced') throw new Error(outcome.kind);
  return outcome.quote;
}

describe('a WooCommerce store prices a cart', () => {
  it('and shows each item as it is sold today', async () => {
    const quote = await priced(LAMPS);
    expect(quote.total).toEqual({ minor: 2 * 4_990 + 3_010, currency: 'EUR' });
    expect(quote.lines).toEqual([
      { title: 'Lampada', quantity: 2, unitPrice: { minor: 4_990, currency: 'EUR' } },
      { title: 'Tazza', quantity: 1, unitPrice: { minor: 3_010, currency: 'EUR' } },
    ]);
  });

  it('to the same figures each time, so that a page can stay open', async () => {
    expect(JSON.stringify(await priced(LAMPS))).toBe(JSON.stringify(await priced(LAMPS)));
  });

  it('only in its own checkout when an item has no product', async () => {
    const outcome = await sales.quote(site.domain, cartOf(item(null, null, 1)), UNSAID);
    expect(outcome).toEqual({ kind: 'checkout_only' });
  });

  it('and names what it does not sell any more', async () => {
    const outcome = await sales.quote(site.domain, cartOf(item('999', null, 1)), UNSAID);
    expect(outcome).toEqual({
      kind: 'unavailable',
      missing: [{ title: 'Lampada', why: 'gone' }],
    });
  });

  it('without a word about the shopper', async () => {
    await priced({ ...LAMPS, email: 'ada@example.com', phone: '+393481234567' });
    const told = JSON.stringify(site.ledger.entries().map(({ body }) => body));
    expect(told).not.toMatch(/ada|348/);
  });
});

const repair = (key: string, minor = 1_250): Sale => ({
  ...saleOf(key, quoteSum({ amount: { minor, currency: 'EUR' }, reason: '' })),
  sold: { kind: 'sum', amount: { minor, currency: 'EUR' }, reason: 'Repair of the lamp' },
  isRequested: true,
});

describe('a WooCommerce store takes a sum that was asked for in a chat', () => {
  it('as an order of one fee without tax, once, and tells it as asked for', async () => {
    const first = await sales.placeOrder(site.domain, repair('sum-1'));
    await sales.placeOrder(site.domain, repair('sum-1'));
    expect(first).toMatchObject({
      kind: 'placed',
      order: { payment: 'paid', total: { minor: 1_250 }, isRequested: true, checkoutToken: null },
    });
    expect(ordersOf(site, 'sum-1')).toMatchObject([
      { fee_lines: [{ name: 'Repair of the lamp', total: '12.50', tax_status: 'none' }] },
    ]);
    expect(ordersOf(site, 'sum-1')[0]).not.toHaveProperty('coupon_lines');
  });
});

describe('a WooCommerce store makes an order of exactly what was paid', () => {
  it.each([0, 4, 19, 22])('where %d %% of taxes are in its prices', async (taxPercent) => {
    Object.assign(site.state, { taxPercent });
    for (let quantity = 1; quantity < 10; quantity += 1) {
      const cart = cartOf(item('12', '15', quantity), item('21', '21', quantity + 1));
      const sale = saleOf(`taxed-${taxPercent}-${quantity}`, await priced(cart));
      expect(await sales.placeOrder(site.domain, sale)).toMatchObject({
        kind: 'placed',
        order: { payment: 'paid', total: sale.paid.amount },
      });
    }
    Object.assign(site.state, { taxPercent: 0 });
  });

  it('where a product has another price by now than its cart had', async () => {
    const cup = site.state.products.find(({ id }) => id === 21);
    const sale = saleOf('dearer', await priced(LAMPS));
    Object.assign(cup ?? {}, { price: '35.00' });
    expect(await sales.placeOrder(site.domain, sale)).toMatchObject({
      kind: 'placed',
      order: { total: sale.paid.amount },
    });
    Object.assign(cup ?? {}, { price: '30.10' });
  });
});

describe('a WooCommerce store takes an order that the merchant accepted', () => {
  it.each([
    [9_980 - 1, '0.01 EUR less', 9_979],
    [9_980 + 1, '0.01 EUR more', 9_980],
  ])('for %d of 9980 cents: paid, with one note, and worth no more', async (minor, by, worth) => {
    const sale = saleOf(`accepted-${minor}`, await priced(cartOf(item('12', '15', 2))));
    const accepted = {
      ...{ ...sale, isAccepted: true },
      paid: { ...sale.paid, amount: { minor, currency: 'EUR' } },
    };
    for (let time = 0; time < 2; time += 1) {
      expect(await sales.placeOrder(site.domain, accepted)).toMatchObject({
        kind: 'placed',
        order: { payment: 'paid', total: { minor: worth } },
      });
    }
    const [order, ...others] = ordersOf(site, sale.key);
    expect(others).toEqual([]);
    const notes = site.state.notes.get(Number(order?.id));
    expect(notes).toHaveLength(1);
    expect(notes?.[0]).toContain(by);
  });
});

describe('a WooCommerce store takes an order that was paid elsewhere', () => {
  it('once for its key, and names it by the provider’s reference', async () => {
    const sale = saleOf('pay-1', await priced(LAMPS));
    const first = await sales.placeOrder(site.domain, sale);
    const again = await sales.placeOrder(site.domain, sale);
    expect(first).toMatchObject({
      kind: 'placed',
      order: { payment: 'paid', total: sale.paid.amount },
    });
    expect(again).toMatchObject({ kind: 'placed' });
    expect(ordersOf(site, 'pay-1')).toMatchObject([
      { transaction_id: 'pi_1', status: 'processing' },
    ]);
  });

  it('once, also when the answer to its making was lost', async () => {
    const sale = saleOf('pay-2', await priced(LAMPS));
    site.troubles.push({ status: 504, of: 'POST orders', isDone: true });
    const fault: unknown = await sales
      .placeOrder(site.domain, sale)
      .catch((error: unknown) => error);
    expect(isVendorFault(fault) && fault.details.retry).not.toBe('never');
    expect(await sales.placeOrder(site.domain, sale)).toMatchObject({ kind: 'placed' });
    expect(ordersOf(site, 'pay-2')).toHaveLength(1);
  });

  it('and reduces its stock by it', async () => {
    const cup = site.state.products.find(({ id }) => id === 21);
    Object.assign(cup ?? {}, { manage_stock: true, stock_quantity: 1 });
    await sales.placeOrder(site.domain, saleOf('pay-3', await priced(cartOf(item('21', '21', 1)))));
    expect(cup).toMatchObject({ stock_quantity: 0, stock_status: 'outofstock' });
    Object.assign(cup ?? {}, { manage_stock: false, stock_status: 'instock' });
  });

  it('and writes down what went back, to the same sum however often it is told', async () => {
    const placed = await sales.placeOrder(site.domain, saleOf('pay-4', await priced(LAMPS)));
    const { externalId } = placed.order;
    for (const minor of [1_000, 1_000, 2_500, 2_500]) {
      await sales.noteRefund(site.domain, externalId, { minor, currency: 'EUR' });
    }
    expect(site.state.refunds.get(Number(externalId))).toMatchObject([
      { amount: '10.00' },
      { amount: '15.00' },
    ]);
  });

  withWooCommerceSchemas((schemas) => {
    it('in words that WooCommerce’s own description takes', async () => {
      site.state.coupons.push({ code: 'meno', amount: '5', discount_type: 'fixed_cart' });
      await sales.placeOrder(site.domain, saleOf('pay-5', await priced(LAMPS, ['meno'])));
      await sales.placeOrder(site.domain, repair('sum-2'));
      const made = site.ledger
        .entries()
        .filter(({ method, path }) => method === 'POST' && path.includes('/wc/v3/orders'));
      expect(made).toHaveLength(4);
      for (const { body } of made) expect(schemas('orders', body)).toEqual([]);
    });
  });
});
