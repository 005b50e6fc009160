import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CART_MINOR } from '../../sandbox/woocommerce/shopper-desk';
import { BY_COURIER, type Item } from '../../sandbox/woocommerce/state';
import { linkTokenOf, sentTo } from '../support/ledger';
import { DAY } from './acts';
import { sessionIn, startPaying, stripePaid, VIA_ROMA, type Paying } from './paying';

let shop: Paying['shop'];
let of: Paying['of'];

beforeAll(async () => {
  ({ shop, of } = await startPaying());
});
afterAll(() => shop.close());

/** The variation that every cart here is of, as the store sells it today. */
const lamp = (): Item => {
  const [first] = shop.site.state.variations.get(12) ?? [];
  if (!first) throw new Error('the stand-in sells no lamp');
  return first;
};

async function withLamp<Result>(change: Item, work: () => Promise<Result>): Promise<Result> {
  const before = { ...lamp() };
  Object.assign(lamp(), change);
  try {
    return await work();
  } finally {
    Object.assign(lamp(), before);
  }
}

describe('a cart that is paid by a link', () => {
  test('becomes one order in the store, paid and credited to the message that led to it', async () => {
    const phone = '+393482000001';
    const { cart, token } = await of.remind(phone);
    const page = await of.see(`/p/${token}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('€99.80');
    const session = sessionIn(await of.press(token));
    shop.stripe.shopper.pays(session);
    expect(await shop.stripeTells('checkout.session.completed', session)).toBe(200);
    await of.world.advance(0);
    expect(of.ordersOf(cart)).toMatchObject([
      { status: 'processing', payment_method: 'ripresa_stripe', total: '99.80' },
    ]);
    expect(String(of.ordersOf(cart)[0]?.transaction_id)).toMatch(/^pi_/);
    expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'ordered', reason: null }]);
    expect(await of.creditOf(cart)).toEqual({ minor: CART_MINOR, proof: 'click_token' });
    expect((await of.book.cart(String(cart.token)))?.state).toBe('ordered');
    expect(await (await of.see(`/p/${token}`)).text()).toContain('your payment has arrived');
    await of.world.advance(5 * DAY);
    expect(sentTo(await of.world.messages(), phone)).toHaveLength(1);
  });

  test('has one page at the provider, however often and by whichever message it is opened', async () => {
    const phone = '+393482000002';
    const { token: first } = await of.remind(phone);
    await of.world.advance(4 * DAY);
    const [, message] = sentTo(await of.world.messages(), phone);
    const second = linkTokenOf(message);
    await of.see(`/r/${second}`);
    const both = await Promise.all([of.press(first), of.press(second)]);
    const again = await of.press(first);
    const places = [...both, again].map((answer) => answer.headers.get('location'));
    expect(new Set(places).size).toBe(1);
    expect(places[0]).toContain('checkout.stripe.test');
  });

  test('is closed at one provider when the shopper turns to the other', async () => {
    const { cart, token, session } = await of.begin('+393482000003');
    const order = sessionIn(await of.press(token, 'paypal'));
    shop.paypal.shopper.approves(order);
    expect(await shop.paypalTells('CHECKOUT.ORDER.APPROVED', order)).toBe(200);
    await of.world.advance(0);
    expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'replaced' }, { state: 'ordered' }]);
    expect(of.ordersOf(cart)).toMatchObject([{ payment_method: 'ripresa_paypal' }]);
    expect(() => shop.stripe.shopper.pays(session)).toThrow('expired');
  });

  test('is charged only what the shopper has seen, also when the price changes meanwhile', async () => {
    const { cart, token } = await of.begin('+393482000004');
    await withLamp({ price: '60.00' }, async () => {
      const page = await of.see(`/p/${token}`, { 'accept-language': 'it-IT,it;q=0.9' });
      const words = await page.text();
      expect(words).toContain('120,00');
      expect(words).toContain('Il totale non è più');
      expect((await of.press(token)).status).toBe(409);
      const session = sessionIn(await of.press(token, 'stripe', 12_000));
      shop.stripe.shopper.pays(session);
      await shop.stripeTells('checkout.session.completed', session);
      await of.world.advance(0);
    });
    expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'replaced' }, { state: 'ordered' }]);
    expect(of.ordersOf(cart)).toMatchObject([{ total: '120.00' }]);
  });

  test('is offered where its total can be taken, and left to the store where it can’t be at all', async () => {
    const { cart, token } = await of.remind('+393482000016');
    await withLamp({ price: '0.20' }, async () => {
      const words = await (await of.see(`/p/${token}`)).text();
      expect(words).toContain('Pay with PayPal');
      expect(words).not.toContain('Pay now');
      expect((await of.press(token, 'stripe', 40)).status).toBe(409);
    });
    await withLamp({ price: '0.00' }, async () => {
      const left = await of.see(`/p/${token}`);
      expect(left.status).toBe(302);
      expect(left.headers.get('location')).toContain(shop.domain);
    });
    expect(await of.paymentsOf(cart)).toEqual([]);
  });

  test('can’t be paid when an item is sold out, and says which', async () => {
    const { cart, token } = await of.remind('+393482000005');
    await withLamp({ stock_status: 'outofstock' }, async () => {
      const page = await of.see(`/p/${token}`);
      expect(page.status).toBe(409);
      const words = await page.text();
      expect(words).toContain('Lampada');
      expect(words).toContain('sold out');
      expect((await of.press(token)).status).toBe(409);
    });
    expect(await of.paymentsOf(cart)).toEqual([]);
  });

  test('says which code does not count any more, and asks the sum without it', async () => {
    const { cart, token } = await of.remind('+393482000023');
    const told = { ...cart, sequence: 2, coupons: ['LAPSED'], total: '89.82' };
    expect((await shop.site.tell('cart', { cart: told })).status).toBe(200);
    await of.world.advance(1);
    const page = await (await of.see(`/p/${token}`)).text();
    expect(page).toContain('no longer €89.82');
    expect(page).toContain('The code LAPSED does not count any more.');
    expect(page).toContain('€99.80');
    expect((await of.press(token, 'stripe', 8_982)).status).toBe(409);
  });

  test('takes a coupon into account as long as the store does', async () => {
    const { cart, token } = await of.remind('+393482000006');
    shop.site.state.coupons.push({ code: 'torna', amount: '10', discount_type: 'percent' });
    const coupons = ['TORNA', 'GONE'];
    const told = { ...cart, sequence: 2, coupons, total: '89.82' };
    expect((await shop.site.tell('cart', { cart: told })).status).toBe(200);
    await of.world.advance(0);
    const session = sessionIn(await of.press(token, 'stripe', 8_982));
    shop.stripe.shopper.pays(session);
    await shop.stripeTells('checkout.session.completed', session);
    await of.world.advance(0);
    expect(of.ordersOf(cart)).toMatchObject([
      { total: '89.82', coupon_lines: [{ code: 'torna' }], status: 'processing' },
    ]);
  });

  test('that has to be sent is priced for the address that the shopper writes, and its order can be delivered', async () => {
    shop.site.state.shipping = BY_COURIER;
    const { cart, token } = await of.remind('+393482100001');
    const asked = await (await of.see(`/p/${token}`)).text();
    expect(asked).toContain('Where should it be sent?');
    expect(asked).toContain('value="IT" selected');
    expect(asked).toContain('Torino');
    const priced = await (await of.send(token, VIA_ROMA)).text();
    for (const words of ['Via Roma 1', '10121 Torino', 'Courier', '€5.50', '€105.30']) {
      expect(priced).toContain(words);
    }
    expect(priced).not.toContain('no longer');
    const chosen = await of.send(token, { ...VIA_ROMA, 'choose:0': 'flat_rate:2' });
    const dearer = await chosen.text();
    expect(dearer).toContain('€109.70');
    expect(dearer).not.toContain('no longer');
    const express = { 'rate:0': 'flat_rate:2', total: `${CART_MINOR + 990} EUR` };
    const pay = { ...VIA_ROMA, ...express, provider: 'stripe' };
    const session = sessionIn(await of.send(token, pay));
    shop.stripe.shopper.pays(session);
    expect(await stripePaid(shop, session)).toBe(200);
    await of.world.advance(0);
    shop.site.state.shipping = null;
    expect(of.ordersOf(cart)).toMatchObject([
      {
        ...{ status: 'processing', total: '109.70' },
        shipping: { first_name: 'Grazia', address_1: 'Via Roma 1', postcode: '10121', state: 'TO' },
        shipping_lines: [{ method_title: 'Express', total: '9.90' }],
      },
    ]);
    const [kept] = await of.book.rows<{ delivery: unknown }>(
      `SELECT delivery FROM payment WHERE session_id = $1`,
      [session],
    );
    expect(kept).toEqual({ delivery: null });
    expect(await of.creditOf(cart)).toMatchObject({ proof: 'click_token' });
  });
});

describe('a payment link', () => {
  test('is looked at by robots without any effect, and shows them nothing of the cart', async () => {
    const { cart, token } = await of.remind('+393482000008');
    const calls = shop.site.ledger.entries().length;
    const robot = { 'user-agent': 'WhatsApp/2.24 A' };
    for (const path of [`/p/${token}`, `/r/${token}`]) await of.see(path, robot);
    expect(await (await of.see(`/p/${token}`, robot)).text()).not.toContain('Lampada');
    expect(shop.site.ledger.entries()).toHaveLength(calls);
    expect(await of.paymentsOf(cart)).toEqual([]);
  });

  test('that nobody made is not told from one that is malformed', async () => {
    const bodies = [];
    for (const token of ['A'.repeat(22), 'short', '%00', 'x'.repeat(400)]) {
      const answer = await of.see(`/p/${token}`);
      expect(answer.status).toBe(404);
      bodies.push(await answer.text());
    }
    expect(new Set(bodies).size).toBe(1);
    expect((await of.press('A'.repeat(22))).status).toBe(404);
  });

  test('ends with its time, and after a purchase in the store', async () => {
    const { token, cart } = await of.remind('+393482000009');
    const { token: late } = await of.remind('+393482000010');
    const order = {
      id: 9_001,
      number: '9001',
      status: 'processing',
      currency: 'EUR',
      total: '99.80',
    };
    const paid = new Date(await of.world.now()).toISOString().slice(0, 19);
    const stamps = { date_created_gmt: paid, date_modified_gmt: paid, date_paid_gmt: paid };
    const meta = [{ id: 1, key: '_ripresa_cart', value: cart.token }];
    await shop.site.tell('order', { order: { ...order, ...stamps, meta_data: meta }, refunds: [] });
    await of.world.advance(0);
    expect(await (await of.see(`/p/${token}`)).text()).toContain('already placed');
    await of.world.advance(50 * DAY);
    expect((await of.see(`/p/${late}`)).status).toBe(410);
  });
});
