import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CART_MINOR, refundOrder } from '../../sandbox/woocommerce/shopper-desk';
import { DAY } from './acts';
import { clickIn, metaOf, nameOf, openWooStage, type WooStage } from './woocommerce-acts';

let stage: WooStage;
beforeAll(async () => {
  stage = await openWooStage();
  // The rehearsal's clock tells real stamps from its own by nearness, so it starts far away.
  await stage.world.advance(60 * DAY);
});
afterAll(() => stage.close());

const heard = async (): Promise<number> =>
  (await stage.book.rows(`SELECT 1 FROM receipt WHERE source = 'woocommerce'`)).length;

describe('a WooCommerce store whose news are lost', () => {
  test('is asked for its carts and orders: reminder, credit and refund come all the same', async () => {
    const phone = '+393485100001';
    const before = await heard();
    const cart = await stage.leave(phone, { isTold: false });
    await stage.reconcile();
    await stage.world.advance(2 * DAY);
    expect(await stage.arrived(phone)).toHaveLength(1);
    const click = clickIn(await stage.click(phone));
    const order = await stage.order(cart, 'card', { meta_data: metaOf(cart, click) });
    await stage.reconcile();
    expect(await stage.book.credit(nameOf(order))).toEqual({
      minor: CART_MINOR,
      proof: 'click_token',
    });
    expect((await stage.book.cart(String(cart.token)))?.state).toBe('ordered');
    await stage.world.advance(DAY);
    refundOrder(stage.shop.site.state, order, 2_500, await stage.world.now());
    await stage.reconcile();
    await stage.reconcile();
    expect(await stage.book.credit(nameOf(order))).toMatchObject({ minor: CART_MINOR - 2_500 });
    await stage.world.advance(8 * DAY);
    expect(await stage.arrived(phone)).toHaveLength(1);
    expect(await heard()).toBe(before);
  });

  test('gets no reminder for a cart that was bought unheard', async () => {
    const phone = '+393485100002';
    const cart = await stage.leave(phone);
    await stage.order(cart, 'cash_on_delivery');
    await stage.reconcile();
    await stage.world.advance(5 * DAY);
    expect(await stage.arrived(phone)).toEqual([]);
    expect((await stage.book.cart(String(cart.token)))?.state).toBe('ordered');
  });

  test('is asked for what changed since the last look alone, and what is told twice counts once', async () => {
    const cart = await stage.leave('+393485100003');
    const order = await stage.order(cart, 'card');
    await stage.tell('order', { order, refunds: [] });
    await stage.reconcile();
    const news = () =>
      stage.book.rows(
        `SELECT (SELECT count(*) FROM cart) AS carts, (SELECT count(*) FROM orders) AS orders,
           (SELECT count(*) FROM domain_event WHERE type LIKE 'order.%') AS news`,
      );
    const before = await news();
    const calls = stage.shop.site.ledger.entries().length;
    await stage.reconcile();
    expect(await news()).toEqual(before);
    const asked = stage.shop.site.ledger.entries().slice(calls);
    const since = asked.map(({ path }) => new URL(path, 'http://site').searchParams);
    expect(asked.map(({ path }) => path.split('?')[0])).toEqual([
      '/wp-json/wc/v3/orders',
      '/wp-json/ripresa/v1/carts',
    ]);
    const now = (await stage.world.now()).getTime();
    for (const query of since) {
      const after = Date.parse(`${(query.get('modified_after') ?? '').slice(0, 19)}Z`);
      expect(now - after).toBeLessThan(60 * 60_000);
    }
  });

  test('keeps what it told last when an older state of the cart is read afterwards', async () => {
    const phone = '+393485100004';
    const cart = await stage.leave(phone);
    const at = new Date((await stage.world.now()).getTime() + 1_000).toISOString();
    await stage.tell('cart', { cart: { ...cart, sequence: 2, total: '10.00', updatedAt: at } });
    await stage.reconcile();
    const rows = await stage.book.rows('SELECT total_minor FROM cart WHERE external_id = $1', [
      cart.token,
    ]);
    expect(rows).toEqual([{ total_minor: 1_000 }]);
  });
});
