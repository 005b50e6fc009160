import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type {
  CartQuote,
  Delivery,
  QuotedLine,
  QuoteTerms,
  Sale,
  ShippingAddress,
} from '#core/commerce/index';
import { isVendorFault } from '#core/kernel/vendor-fault';
import { quoteSum } from '#core/payments/index';

import { cartOf, item, saleOf, UNSAID } from '../fixtures/sales';
import type { SalesRig } from './sales-rig';

/** What the app relies on of every store that takes such orders. */
export function conformsToOutsideSales(name: string, start: () => Promise<SalesRig>): void {
  let rig: SalesRig;
  let keys = 0;
  beforeAll(async () => {
    rig = await start();
  });
  afterAll(() => rig.close());
  beforeEach(() => rig.reset());

  const nextKey = () => `019ad2b0-0000-7000-8000-${String((keys += 1)).padStart(12, '0')}`;
  const quote = (terms: QuoteTerms = UNSAID, cart = rig.cart) =>
    rig.sales.quote(rig.domain, cart, terms);
  const priced = async (terms: QuoteTerms = UNSAID): Promise<CartQuote> => {
    const outcome = await quote(terms);
    if (outcome.kind !== 'priced') throw new Error(outcome.kind);
    return outcome.quote;
  };
  const place = (sale: Sale) => rig.sales.placeOrder(rig.domain, sale);
  const sale = async (change: Partial<Sale> = {}, terms: QuoteTerms = UNSAID): Promise<Sale> => ({
    ...saleOf(nextKey(), await priced(terms)),
    ...change,
  });
  const sum = (lines: readonly QuotedLine[]) =>
    lines.reduce((total, line) => total + line.unitPrice.minor * line.quantity, 0);
  const to = (change: Partial<ShippingAddress>, rates: Delivery['rates'] = {}) => ({
    coupons: [],
    delivery: { address: { ...rig.address, ...change }, rates },
  });

  describe(`${name} prices a cart`, () => {
    it('and shows each item as it is sold today', async () => {
      const { total, lines, parcels } = await priced();
      expect(lines).toEqual(rig.lines);
      expect(total).toEqual({ minor: sum(rig.lines), currency: 'EUR' });
      expect(parcels).toEqual([]);
    });

    it('to the same figures each time, so that a page can stay open', async () => {
      expect(JSON.stringify(await priced())).toBe(JSON.stringify(await priced()));
    });

    it('with the coupons that it takes, and without the others', async () => {
      rig.coupon('MENO', 500);
      const { total, coupons } = await priced({ ...UNSAID, coupons: ['MENO', 'GONE'] });
      expect(total.minor).toBe(sum(rig.lines) - 500);
      expect(coupons.map((code) => code.toUpperCase())).toEqual(['MENO']);
    });

    it('only in its own checkout when an item has no product', async () => {
      expect(await quote(UNSAID, cartOf(item(null, null, 1)))).toEqual({ kind: 'checkout_only' });
    });

    it('and names what can’t be bought as it stands in the cart', async () => {
      const [two, one] = rig.cart.lineItems;
      const more = { quantity: 2, variantTitle: 'Blu' };
      const cart = { ...rig.cart, lineItems: two && one ? [two, { ...one, ...more }] : [] };
      for (const [stock, why] of [
        ['gone', 'gone'],
        [0, 'sold_out'],
        [1, 'too_few'],
      ] as const) {
        rig.keep(stock);
        const missing = [{ title: `${one?.title} - Blu`, why }];
        expect(await quote(UNSAID, cart)).toEqual({ kind: 'unavailable', missing });
      }
      rig.keep(2);
      expect(await quote(UNSAID, cart)).toMatchObject({ kind: 'priced' });
    });

    it('without a word about the shopper', async () => {
      const cart = { ...rig.cart, email: 'ada@example.com', phone: '+393481234567' };
      expect(await quote(UNSAID, cart)).toMatchObject({ kind: 'priced' });
      expect(rig.told()).not.toMatch(/ada@|3481234567/);
    });
  });

  describe(`${name} prices a cart that has to be sent`, () => {
    beforeEach(() => rig.send());

    it('once it is known where to, wherever that is', async () => {
      for (const countryCode of ['IT', 'DE', null]) {
        const outcome = await quote(UNSAID, { ...rig.cart, countryCode });
        expect(outcome).toMatchObject({ kind: 'needs_address', lines: [{}, {}] });
      }
    });

    it('with the way of sending that the shopper chose, or its own while it offers another', async () => {
      const [own, other] = rig.ways;
      for (const [wanted, chosen] of [
        [undefined, own],
        [other?.id, other],
        ['pigeon:9', own],
      ] as const) {
        const found = await priced(to({}, wanted === undefined ? {} : { '0': wanted }));
        expect(found.total.minor).toBe(sum(rig.lines) + (chosen?.minor ?? 0));
        expect(found.parcels).toMatchObject([{ id: '0', chosen: chosen?.id }]);
      }
      const [parcel] = (await priced(to({}))).parcels;
      expect(parcel?.rates.map(({ title }) => title)).toEqual(rig.ways.map(({ title }) => title));
    });

    it('unless it finds a part of the address wrong, and says which', async () => {
      for (const [change, part] of rig.odd) {
        expect(await quote(to(change))).toEqual({ kind: 'address_refused', parts: [part] });
      }
    });

    it('unless it sends nothing there', async () => {
      expect(await quote(to(rig.abroad))).toEqual({ kind: 'undeliverable' });
    });

    it('and knows the provinces of a country, or none', async () => {
      expect(await rig.sales.provinces(rig.domain, 'IT')).toContainEqual(rig.province);
      expect(await rig.sales.provinces(rig.domain, 'ZZ')).toEqual([]);
    });

    it('and makes its order with the address and the way of sending in it', async () => {
      const [, other] = rig.ways;
      const sent = await sale({ shipTo: rig.address }, to({}, { '0': other?.id ?? '' }));
      expect(await place(sent)).toMatchObject({ kind: 'placed', order: { payment: 'paid' } });
      const [order] = rig.ordersOf(sent.key);
      expect(order).toMatchObject({ totalMinor: sent.paid.amount.minor, sentBy: other?.title });
      for (const part of Object.values(rig.address)) expect(order?.sentTo).toContain(part ?? '');
    });
  });

  describe(`${name} takes an order that was paid elsewhere`, () => {
    it('once for its key, and names it by the provider’s reference', async () => {
      const bought = await sale();
      const first = await place(bought);
      expect(await place(bought)).toMatchObject({ kind: 'placed' });
      expect(first).toMatchObject({
        kind: 'placed',
        order: { payment: 'paid', total: bought.paid.amount },
      });
      const [order, ...others] = rig.ordersOf(bought.key);
      expect(others).toEqual([]);
      expect(order).toMatchObject({ isPaid: true, totalMinor: bought.paid.amount.minor });
      expect(order?.words).toContain('pi_1');
    });

    it('as the order of that cart and of that message, not of a request', async () => {
      const { order } = await place(await sale());
      expect(order).toMatchObject({ checkoutToken: 'ab'.repeat(16), clickToken: 'A'.repeat(22) });
      expect(order).toMatchObject({ isRequested: false, fromDraft: false });
    });

    it('once, also when the answer of the store was lost', async () => {
      for (const lose of rig.losses) {
        const bought = await sale();
        lose();
        const fault: unknown = await place(bought).catch((error: unknown) => error);
        expect(isVendorFault(fault) && fault.details.retry).toMatch(/after|unknown/);
        expect(await place(bought)).toMatchObject({ kind: 'placed', order: { payment: 'paid' } });
        expect(rig.ordersOf(bought.key)).toMatchObject([{ isPaid: true }]);
      }
    });

    it('and reduces its stock by it', async () => {
      rig.keep(3);
      await place(await sale());
      expect(rig.stock()).toBe(2);
    });

    it('for what was paid, where an item has another price by now', async () => {
      const bought = await sale();
      rig.reprice(9_900);
      expect(await place(bought)).toMatchObject({
        kind: 'placed',
        order: { payment: 'paid', total: bought.paid.amount },
      });
    });

    it('and leaves it unpaid, with a word, when it comes to another total', async () => {
      const bought = await sale();
      const paid = { ...bought.paid, amount: { minor: 1, currency: 'EUR' } };
      for (let time = 0; time < 2; time += 1) {
        expect(await place({ ...bought, paid })).toMatchObject({ kind: 'differs' });
      }
      const [order, ...others] = rig.ordersOf(bought.key);
      expect(others).toEqual([]);
      expect(order?.isPaid).toBe(false);
      expect(order?.words).toContain('which is not this order’s total');
    });

    it.each([
      [-1, '0.01 EUR less', -1],
      [1, '0.01 EUR more', 0],
    ])('and %d cents off as paid once the merchant accepts', async (off, words, worth) => {
      const bought = await sale({ isAccepted: true });
      const { minor } = bought.paid.amount;
      const paid = { ...bought.paid, amount: { minor: minor + off, currency: 'EUR' } };
      for (let time = 0; time < 2; time += 1) {
        expect(await place({ ...bought, paid })).toMatchObject({
          kind: 'placed',
          order: { payment: 'paid', total: { minor: minor + worth } },
        });
      }
      const [order, ...others] = rig.ordersOf(bought.key);
      expect(others).toEqual([]);
      expect(order?.isPaid).toBe(true);
      expect(order?.words.split(words)).toHaveLength(2);
    });

    it('and writes down what went back, to the same sum however often it is told', async () => {
      const bought = await sale();
      const { externalId } = (await place(bought)).order;
      for (const minor of [1_000, 1_000, 2_500, 2_500, 1_000_000]) {
        await rig.sales.noteRefund(rig.domain, externalId, { minor, currency: 'EUR' });
      }
      const rest = bought.paid.amount.minor - 2_500;
      expect(rig.ordersOf(bought.key)[0]?.refundsMinor).toEqual([1_000, 1_500, rest]);
    });
  });

  describe(`${name} takes a sum that was asked for in a chat`, () => {
    it('as an order without a cart, once, and tells it as asked for', async () => {
      const amount = { minor: 1_250, currency: 'EUR' };
      const asked: Sale = {
        ...saleOf(nextKey(), quoteSum({ amount, reason: '' })),
        sold: { kind: 'sum', amount, reason: 'Repair of the lamp' },
        isRequested: true,
      };
      for (let time = 0; time < 2; time += 1) {
        expect(await place(asked)).toMatchObject({
          kind: 'placed',
          order: { payment: 'paid', total: amount, isRequested: true, checkoutToken: null },
        });
      }
      expect(rig.ordersOf(asked.key)).toMatchObject([{ isPaid: true, totalMinor: 1_250 }]);
      expect(rig.told()).toContain('Repair of the lamp');
    });
  });
}
