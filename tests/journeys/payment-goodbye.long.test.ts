import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkTokenOf, sentTo } from '../support/ledger';
import { DAY } from './acts';
import { sessionIn, startPaying, type Paying } from './paying';
import { connectProvider, STRIPE_KEY } from '../support/payment-desks';
import { connect } from '../support/woocommerce-shop';

let shop: Paying['shop'];
let of: Paying['of'];
beforeAll(async () => {
  ({ shop, of } = await startPaying());
});
afterAll(() => shop.close());

const accounts = () =>
  of.book.rows('SELECT provider, state FROM payment_account ORDER BY provider');

/** The link of the reminder that a phone got, once tapped. */
async function tokenOf(phone: string): Promise<string> {
  const token = linkTokenOf(sentTo(await of.world.messages(), phone)[0]);
  await of.see(`/r/${token}`);
  return token;
}

const disconnect = async (): Promise<void> => {
  const told = { disconnected: { reason: 'merchant' } };
  expect((await shop.site.tell('disconnected', told)).status).toBe(200);
};

describe('a store that disconnects while a cart is being paid', () => {
  test('closes what is open, holds what had been paid, and has its keys forgotten afterwards', async () => {
    const phones = ['+393487000001', '+393487000002', '+393487000003'] as const;
    const [openCart, paidCart, agreedCart] = [
      await of.leave(phones[0]),
      await of.leave(phones[1]),
      await of.leave(phones[2]),
    ];
    await of.world.advance(2 * DAY);
    const openToken = await tokenOf(phones[0]);
    const openSession = sessionIn(await of.press(openToken));
    const paidSession = sessionIn(await of.press(await tokenOf(phones[1])));
    const order = sessionIn(await of.press(await tokenOf(phones[2]), 'paypal'));
    shop.stripe.shopper.pays(paidSession);
    shop.paypal.shopper.approves(order);
    await disconnect();
    await of.world.advance(0);

    expect(() => shop.stripe.shopper.pays(openSession)).toThrow('expired');
    expect(await of.paymentsOf(openCart)).toMatchObject([{ state: 'expired' }]);
    expect(await of.paymentsOf(paidCart)).toMatchObject([{ state: 'held', reason: 'store_left' }]);
    expect(of.ordersOf(paidCart)).toEqual([]);
    // PayPal closes no page: what the shopper agreed to is not taken, until it lapses by itself.
    expect(await accounts()).toEqual([{ provider: 'paypal', state: 'off' }]);
    expect(shop.stripe.hooks()).toEqual([]);
    expect((await of.see(`/p/${openToken}`)).status).toBe(410);

    await of.world.advance(DAY);
    expect(await of.paymentsOf(agreedCart)).toMatchObject([{ state: 'expired' }]);
    expect(await accounts()).toEqual([]);
    expect(shop.paypal.hooks()).toEqual([]);
    const captures = shop.paypal.ledger.entries().filter(({ path }) => path.endsWith('/capture'));
    expect(captures).toEqual([]);
  });

  test('keeps no keys when nothing is under way', async () => {
    expect((await connect(shop)).status).toBe(200);
    await connectProvider(shop, 'stripe', STRIPE_KEY);
    expect(await accounts()).toEqual([{ provider: 'stripe', state: 'active' }]);
    await disconnect();
    await of.world.advance(0);
    expect(await accounts()).toEqual([]);
  });
});
