import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CART_MINOR, placeOrder } from '../../sandbox/woocommerce/shopper-desk';
import { sentTo } from '../support/ledger';
import { DAY } from './acts';
import { sessionIn, startPaying, stripePaid, type Paying } from './paying';

let shop: Paying['shop'];
let of: Paying['of'];

beforeAll(async () => {
  ({ shop, of } = await startPaying());
});
afterAll(() => shop.close());

const paid = (session: string) => stripePaid(shop, session);

describe('money that came', () => {
  test('makes one order, however often and in whichever order the provider tells of it', async () => {
    const { cart, session } = await of.begin('+393483000001');
    shop.stripe.shopper.pays(session);
    const told = ['checkout.session.expired', 'checkout.session.completed', 'charge.refunded'];
    for (const type of [...told, ...told]) expect(await shop.stripeTells(type, session)).toBe(200);
    await of.world.advance(0);
    await paid(session);
    await of.world.advance(60);
    expect(of.ordersOf(cart)).toHaveLength(1);
    expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'ordered' }]);
  });

  test('is looked for when the shopper comes back, without waiting for a webhook', async () => {
    const { cart, token, session } = await of.begin('+393483000015');
    shop.stripe.shopper.pays(session);
    const back = await of.see(`/p/${token}?paid`);
    expect(back.headers.get('refresh')).toBe('4');
    expect(await back.text()).toContain('One moment');
    await of.world.advance(0);
    expect(of.ordersOf(cart)).toHaveLength(1);
    expect(await (await of.see(`/p/${token}?paid`)).text()).toContain('Thank you');
  });

  test('is found when no webhook ever tells of it', async () => {
    const { cart, session } = await of.begin('+393483000002');
    shop.stripe.shopper.pays(session);
    await of.world.advance(30);
    expect(of.ordersOf(cart)).toMatchObject([{ status: 'processing' }]);
  });

  test.each([
    [-1, 'paid_in_part'],
    [1, 'amount_differs'],
  ])('and is %d cent off the cart is held for the merchant as %s', async (cents, reason) => {
    const { cart, token, session } = await of.begin(`+39348300000${cents + 4}`);
    shop.stripe.shopper.pays(session, { received: CART_MINOR + cents });
    await paid(session);
    await of.world.advance(DAY);
    expect(of.ordersOf(cart)).toEqual([]);
    expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'held', reason }]);
    expect(await (await of.see(`/p/${token}`)).text()).toContain('The shop is checking it');
    shop.stripe.shopper.refunded(session, CART_MINOR + cents);
    await shop.stripeTells('charge.refunded', session);
    await of.world.advance(0);
    expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'failed' }]);
    expect(sessionIn(await of.press(token))).not.toBe(session);
  });

  test('for a cart that was bought meanwhile is held as paid twice', async () => {
    const { cart, session } = await of.begin('+393483000006');
    const order = placeOrder(shop.site.state, cart, 'card', await of.world.now());
    await shop.site.tell('order', { order, refunds: [] });
    await of.world.advance(0);
    shop.stripe.shopper.pays(session);
    await paid(session);
    await of.world.advance(0);
    expect(of.ordersOf(cart)).toHaveLength(1);
    expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'held', reason: 'paid_twice' }]);
  });

  test('later makes an order when it is certain, and none when it is not', async () => {
    const later = async (phone: string) => {
      const begun = await of.begin(phone);
      const { session, cart, token } = begun;
      shop.stripe.shopper.paysLater(session);
      await paid(session);
      await of.world.advance(0);
      expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'pending' }]);
      expect(await (await of.see(`/p/${token}`)).text()).toContain('on its way');
      return begun;
    };
    const [good, bad] = [await later('+393483000007'), await later('+393483000008')];
    shop.stripe.shopper.bankSays(good.session, 'paid');
    shop.stripe.shopper.bankSays(bad.session, 'failed');
    await shop.stripeTells('checkout.session.async_payment_failed', bad.session);
    await of.world.advance(DAY);
    expect(of.ordersOf(good.cart)).toHaveLength(1);
    expect(of.ordersOf(bad.cart)).toEqual([]);
    expect(sessionIn(await of.press(bad.token))).not.toBe(bad.session);
  });

  test('goes back, and the store’s order and the message’s credit follow', async () => {
    const { cart, session } = await of.begin('+393483000009');
    shop.stripe.shopper.pays(session);
    await paid(session);
    await of.world.advance(0);
    shop.stripe.shopper.refunded(session, 3_000);
    for (let time = 0; time < 3; time += 1) await shop.stripeTells('charge.refunded', session);
    await of.world.advance(30);
    const [order] = of.ordersOf(cart);
    expect(shop.site.state.refunds.get(Number(order?.id))).toMatchObject([{ amount: '30.00' }]);
    await shop.site.tell('order', {
      order,
      refunds: shop.site.state.refunds.get(Number(order?.id)),
    });
    await of.world.advance(0);
    expect(await of.creditOf(cart)).toMatchObject({ minor: CART_MINOR - 3_000 });
    shop.stripe.shopper.disputes(session);
    await shop.stripeTells('charge.dispute.created', session);
    await of.world.advance(0);
    expect(await of.paymentsOf(cart)).toMatchObject([{ refunded: 3_000, disputed: true }]);
  });
});

describe('a store', () => {
  test('that is down gets its order later, and the shopper no reminder meanwhile', async () => {
    const phone = '+393483000010';
    const { cart, session } = await of.begin(phone);
    for (let time = 0; time < 3; time += 1)
      shop.site.troubles.push({ status: 503, of: 'POST orders' });
    shop.stripe.shopper.pays(session);
    await paid(session);
    await of.world.advance(0);
    expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'paid' }]);
    await of.world.advance(3 * DAY);
    expect(of.ordersOf(cart)).toMatchObject([{ status: 'processing' }]);
    expect(sentTo(await of.world.messages(), phone)).toHaveLength(1);
  });

  test('whose answer is lost has one order all the same', async () => {
    const { cart, session } = await of.begin('+393483000011');
    shop.site.troubles.push({ status: 504, of: 'POST orders', isDone: true });
    shop.stripe.shopper.pays(session);
    await paid(session);
    await of.world.advance(60);
    expect(of.ordersOf(cart)).toMatchObject([{ status: 'processing' }]);
    expect(of.ordersOf(cart)).toHaveLength(1);
  });

  test('that reckons another total keeps its order unpaid and says why', async () => {
    const { cart, session } = await of.begin('+393483000012');
    shop.site.state.surchargeMinor = 1;
    shop.stripe.shopper.pays(session);
    await paid(session);
    await of.world.advance(0);
    shop.site.state.surchargeMinor = 0;
    const [order] = of.ordersOf(cart);
    expect(order).toMatchObject({ status: 'on-hold', total: '99.81' });
    expect(shop.site.state.notes.get(Number(order?.id))?.[0]).toContain('99.80 EUR');
    expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'held', reason: 'order_differs' }]);
  });

  test('that sold the last piece is not paid with what PayPal’s shopper agreed to', async () => {
    const { cart, session } = await of.begin('+393483000013', 'paypal');
    const [lamp] = shop.site.state.variations.get(12) ?? [];
    Object.assign(lamp ?? {}, { stock_status: 'outofstock' });
    shop.paypal.shopper.approves(session);
    await shop.paypalTells('CHECKOUT.ORDER.APPROVED', session);
    await of.world.advance(DAY);
    Object.assign(lamp ?? {}, { stock_status: 'instock' });
    expect(of.ordersOf(cart)).toEqual([]);
    expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'expired' }]);
  });
});

describe('the shopper', () => {
  test('reads in the chat that the payment has come, in a conversation that is open', async () => {
    const phone = '+393483000014';
    const { session } = await of.begin(phone);
    await of.world.reply(phone, { text: 'Posso pagare con carta?' });
    await of.world.advance(0);
    shop.stripe.shopper.pays(session);
    await paid(session);
    await of.world.advance(5);
    const texts = sentTo(await of.world.messages(), phone).filter(
      ({ body }) => body.type === 'text',
    );
    expect(texts).toHaveLength(1);
    expect(JSON.stringify(texts[0]?.body)).toContain('99,80');
  });
});
