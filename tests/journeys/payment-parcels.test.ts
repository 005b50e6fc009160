import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CART_MINOR } from '../../sandbox/woocommerce/shopper-desk';
import { BY_COURIER } from '../../sandbox/woocommerce/state';
import { DAY } from './acts';
import { sessionIn, startPaying, stripePaid, type Paying } from './paying';

let shop: Paying['shop'];
let of: Paying['of'];

beforeAll(async () => {
  ({ shop, of } = await startPaying());
});
beforeEach(() => {
  shop.site.state.shipping = BY_COURIER;
});
afterAll(() => shop.close());

const VIA_ROMA = {
  ...{ firstName: 'Grazia', lastName: 'Verdi', address1: 'Via Roma 1', address2: '' },
  ...{ postcode: '10121', city: 'Torino', province: 'TO', country: 'IT' },
};
const EXPRESS = { 'rate:0': 'flat_rate:2' };
const sum = (shipping: number) => `${CART_MINOR + shipping} EUR`;

const deliveryOf = async (token: unknown) =>
  of.book.rows<{ state: string; city: string | null }>(
    `SELECT payment.state, payment.delivery -> 'address' ->> 'city' AS city
     FROM payment JOIN cart ON cart.shop_id = payment.shop_id AND cart.id = payment.cart_id
     WHERE cart.external_id = $1 ORDER BY payment.opened_at`,
    [token],
  );

describe('a cart that has to be sent', () => {
  test('is priced for the address that the shopper writes, and its order can be delivered', async () => {
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
    expect(await chosen.text()).toContain('€109.70');
    const pay = { ...VIA_ROMA, ...EXPRESS, provider: 'stripe', total: sum(990) };
    const session = sessionIn(await of.send(token, pay));
    shop.stripe.shopper.pays(session);
    expect(await stripePaid(shop, session)).toBe(200);
    await of.world.advance(0);
    expect(of.ordersOf(cart)).toMatchObject([
      {
        ...{ status: 'processing', total: '109.70' },
        shipping: { first_name: 'Grazia', address_1: 'Via Roma 1', postcode: '10121', state: 'TO' },
        shipping_lines: [{ method_title: 'Express', total: '9.90' }],
      },
    ]);
    expect(await deliveryOf(cart.token)).toEqual([{ state: 'ordered', city: null }]);
    expect(await of.creditOf(cart)).toMatchObject({ proof: 'click_token' });
  });

  test('is not charged for another way of sending than the shopper has seen', async () => {
    const { cart, token } = await of.remind('+393482100002');
    const pay = { ...VIA_ROMA, ...EXPRESS, provider: 'stripe', total: sum(550) };
    const answer = await of.send(token, pay);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('€109.70');
    expect(await of.paymentsOf(cart)).toEqual([]);
  });

  test.each([
    ['a field is empty', { lastName: '' }, 'Please fill this in.'],
    ['a postcode is none', { postcode: 'ABC' }, 'does not know this one'],
    ['a province is of another country', { country: 'US', postcode: '94105' }, 'California'],
    ['a text is too long', { city: 'x'.repeat(101) }, 'does not know this one'],
    ['the store sends nothing there', { country: 'IE', province: 'D' }, 'sends nothing to'],
  ])('is asked for again when %s, and what was written stays', async (_why, odd, words) => {
    const { token } = await of.remind('+393482100003');
    const answer = await of.send(token, { ...VIA_ROMA, ...odd });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain(words);
    expect(page).toContain('value="Via Roma 1"');
    const changed = await of.send(token, { ...VIA_ROMA, edit: '' });
    expect(await changed.text()).toContain('value="Via Roma 1"');
  });

  test('shows its address to no browser but the one it was written in, and has one page at the provider for it', async () => {
    const { cart, token } = await of.remind('+393482100004');
    const pay = { ...VIA_ROMA, provider: 'stripe', total: sum(550) };
    const first = (await of.send(token, pay)).headers.get('location');
    const elsewhere = await (await of.see(`/p/${token}`)).text();
    expect(elsewhere).toContain('Where should it be sent?');
    for (const personal of ['Via Roma', 'Grazia', '10121', 'Rossi', '348']) {
      expect(elsewhere).not.toContain(personal);
    }
    const shown = await of.send(token, VIA_ROMA);
    const cookie = shown.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(new RegExp(`Path=/p/${token}; HttpOnly; SameSite=Lax`));
    const back = await of.see(`/p/${token}`, { cookie: cookie.split(';')[0] ?? '' });
    expect(await back.text()).toContain('Via Roma 1');
    expect((await of.send(token, pay)).headers.get('location')).toBe(first);
    const other = await of.send(token, { ...pay, address1: 'Via Po 2' });
    expect(other.headers.get('location')).not.toBe(first);
    expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'replaced' }, { state: 'open' }]);
  });

  test('is written into a page as text, whatever stands in it', async () => {
    const { token } = await of.remind('+393482100005');
    const evil = '"><script>alert(1)</script>';
    const steps: readonly Record<string, string>[] = [{}, { edit: '' }, { postcode: '' }];
    for (const step of steps) {
      const fields = { ...VIA_ROMA, address1: evil, 'rate:0': evil, ...step };
      expect(await (await of.send(token, fields)).text()).not.toContain('<script');
    }
  });

  test('is not taken from a shopper whose parcel has become dearer meanwhile', async () => {
    const { cart, token } = await of.remind('+393482100006');
    const pay = { ...VIA_ROMA, provider: 'paypal', total: sum(550) };
    const order = sessionIn(await of.send(token, pay));
    shop.site.state.shipping = {
      ...BY_COURIER,
      rates: [{ id: 'flat_rate:1', name: 'Courier', minor: 650 }],
    };
    shop.paypal.shopper.approves(order);
    await shop.paypalTells('CHECKOUT.ORDER.APPROVED', order);
    await of.world.advance(0);
    expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'open' }]);
    shop.site.state.shipping = BY_COURIER;
    await shop.paypalTells('CHECKOUT.ORDER.APPROVED', order);
    await of.world.advance(0);
    expect(of.ordersOf(cart)).toMatchObject([{ status: 'processing', total: '105.30' }]);
  });

  test('keeps its address for a week after nobody paid, for money that comes late, and no longer', async () => {
    const { cart, token } = await of.remind('+393482100007');
    const pay = { ...VIA_ROMA, provider: 'stripe', total: sum(550) };
    await of.send(token, pay);
    await of.world.advance(DAY);
    expect(await deliveryOf(cart.token)).toEqual([{ state: 'expired', city: 'Torino' }]);
    await of.world.advance(8 * DAY);
    expect(await deliveryOf(cart.token)).toEqual([{ state: 'expired', city: null }]);
  });
});
