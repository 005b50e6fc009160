import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SequenceId } from '#core/kernel/ids';
import { DEFAULT_STEPS } from '#core/recovery/index';
import { CART_MINOR } from '../../sandbox/woocommerce/shopper-desk';
import type { Item } from '../../sandbox/woocommerce/state';
import type { WooCommerceShop } from '../support/woocommerce-shop';
import { DAY } from './acts';
import { sessionIn, startPaying, type Paying } from './paying';
import { clickIn, metaOf, nameOf, openWooStage, type WooStage } from './woocommerce-acts';

const OFF = 500;

/** The store's one reminder carries a code of five euros. */
async function grantCode({ rehearsal: { services }, domain }: WooCommerceShop): Promise<void> {
  const shop = await services.stores.shops.byDomain(domain);
  const [first] = DEFAULT_STEPS;
  if (!shop || !first) throw new Error('the store is not connected');
  await services.stores.sequences.save({
    id: `coded-${shop.id}` as SequenceId,
    shopId: shop.id,
    name: 'With a code',
    state: 'active',
    steps: [{ ...first, discount: { kind: 'fixed', minor: OFF, validHours: 96 } }],
    priority: -1,
  });
}

const madeIn = (shop: WooCommerceShop): Item => {
  const [coupon, ...others] = shop.site.state.coupons;
  if (!coupon || others.length > 0) throw new Error('not one coupon was made');
  return coupon;
};

describe('a code in a message of a WooCommerce store', () => {
  let stage: WooStage;
  beforeAll(async () => {
    stage = await openWooStage();
    await grantCode(stage.shop);
  });
  afterAll(() => stage.close());

  test('is made in the store once, goes along when the cart is restored, and proves the sale', async () => {
    const phone = '+393486000001';
    const cart = await stage.leave(phone);
    await stage.world.advance(2 * DAY);
    const coupon = madeIn(stage.shop);
    expect(coupon).toMatchObject({ amount: '5.00', discount_type: 'fixed_cart', usage_limit: 1 });
    const back = await stage.click(phone);
    const place = new URL(back.headers.get('location') ?? '');
    expect(place.searchParams.get('coupon')?.toLowerCase()).toBe(coupon.code);
    expect(place.searchParams.get('ripresa_restore')).toBe(
      new URL(String(cart.restoreUrl)).searchParams.get('ripresa_restore'),
    );
    expect(clickIn(back)).not.toBe('');
    const order = await stage.order(cart, 'card', {
      total: '94.80',
      coupon_lines: [{ id: 1, code: coupon.code, discount: '5.00' }],
      // Bought on another device: neither cart nor click is known, the code is.
      meta_data: metaOf(null, null),
    });
    await stage.tell('order', { order, refunds: [] });
    expect(await stage.book.credit(nameOf(order))).toMatchObject({ minor: CART_MINOR - OFF });
    expect(stage.shop.site.state.coupons).toHaveLength(1);
  });
});

describe('a code in a message whose cart is paid by a link', () => {
  let shop: Paying['shop'];
  let of: Paying['of'];
  beforeAll(async () => {
    ({ shop, of } = await startPaying());
    await grantCode(shop);
  });
  afterAll(() => shop.close());

  test('is in the price that is shown, asked for, paid and written into the order', async () => {
    const { cart, token } = await of.remind('+393486000002');
    const { code } = madeIn(shop);
    const page = await (await of.see(`/p/${token}`)).text();
    expect(page).toContain('€94.80');
    expect((await of.press(token, 'stripe', CART_MINOR)).status).toBe(409);
    const session = sessionIn(await of.press(token, 'stripe', CART_MINOR - OFF));
    expect(shop.stripe.page(session)?.amount).toBe('94.80 EUR');
    shop.stripe.shopper.pays(session);
    expect(await shop.stripeTells('checkout.session.completed', session)).toBe(200);
    await of.world.advance(0);
    expect(of.ordersOf(cart)).toMatchObject([
      { total: '94.80', coupon_lines: [{ code }], status: 'processing' },
    ]);
    expect(await of.creditOf(cart)).toMatchObject({ minor: CART_MINOR - OFF });
  });

  test('that is used up meanwhile is not promised: the full price is shown before anything is paid', async () => {
    const { token } = await of.remind('+393486000003');
    const coupon = shop.site.state.coupons.at(-1);
    Object.assign(coupon ?? {}, { usage_count: 1 });
    expect(await (await of.see(`/p/${token}`)).text()).toContain('€99.80');
    expect((await of.press(token, 'stripe', CART_MINOR - OFF)).status).toBe(409);
    expect((await of.press(token, 'stripe', CART_MINOR)).status).toBe(303);
  });
});
