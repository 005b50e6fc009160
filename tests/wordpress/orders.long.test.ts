import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser } from './support/browser';
import { endShop, forget, leaveACart, openShop, type Shop } from './support/shop';
import { cartsIn, lastCart } from './support/told-cart';

interface Told {
  id: number;
  date_created_gmt: string;
  meta_data: { key: string; value: unknown }[];
}

let shop: Shop;
let shopper: Browser;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => endShop(shop));
beforeEach(async () => {
  await forget(shop);
  shopper = shop.browser();
});

const forgetSessions = () =>
  shop.php("return $GLOBALS['wpdb']->query('DELETE FROM wp_woocommerce_sessions');");

/** Runs PHP on what the one session in the shop holds, `$values`, and keeps what it makes of it. */
const onlySession = (code: string) =>
  shop.php(`global $wpdb;
    $row = $wpdb->get_row('SELECT * FROM wp_woocommerce_sessions');
    $values = unserialize($row->session_value);
    ${code}
    $kept = ['session_value' => serialize($values)];
    return $wpdb->update('wp_woocommerce_sessions', $kept, ['session_key' => $row->session_key]);`);

const order = (status: string) =>
  shop.php<number>(`
    $order = new WC_Order(['status' => '${status}', 'total' => 30.1, 'billing' => ['email' => 'ada@example.com', 'phone' => '3471234567']]);
    return $order->save();`);

describe('orders', () => {
  it('are told with what WooCommerce answers, the refunds beside them', async () => {
    const id = await order('on-hold');
    const [placed] = await shop.told('order');
    expect(placed?.body).toMatchObject({
      version: 1,
      order: { id, status: 'on-hold', total: '30.10', billing: { phone: '3471234567' } },
      refunds: [],
    });
    await shop.php(
      `return wc_create_refund(['order_id' => ${id}, 'amount' => '10', 'reason' => 'Rotta'])->get_id();`,
    );
    const [refunded] = await shop.told('order');
    expect(refunded?.body).toMatchObject({ refunds: [{ amount: '10.00', reason: 'Rotta' }] });
  });

  it('are told once for all changes that nobody heard yet', async () => {
    const id = await order('pending');
    await shop.php(
      `wc_get_order(${id})->update_status('processing'); wc_get_order(${id})->update_status('completed'); return true;`,
    );
    const told = await shop.told('order');
    expect(told.map((event) => event.body['order'])).toMatchObject([{ id, status: 'completed' }]);
  });

  it('are not told as drafts of the block checkout', async () => {
    await shopper.postJson('/wp-json/wc/store/v1/cart/add-item', { id: shop.mug, quantity: 1 });
    await shopper.get('/wp-json/wc/store/v1/checkout');
    expect(await shop.told('order')).toEqual([]);
  });

  it('are told as in the trash when they are deleted for good', async () => {
    const id = await order('processing');
    await shop.told();
    await shop.php(`wc_get_order(${id})->delete(); return true;`);
    const told = await shop.told('order');
    expect(told.map((event) => event.body['order'])).toMatchObject([
      { id, status: 'trash', total: '30.10' },
    ]);
  });

  it('that are posts are told when they go to the trash, come back and are deleted', async () => {
    const made = await order('processing');
    const id = await shop.php<number>(`
      $post = wp_insert_post(['post_type' => 'shop_order', 'post_status' => 'private']);
      $GLOBALS['wpdb']->update('wp_wc_orders', ['id' => $post], ['id' => ${made}]);
      return $post;`);
    await shop.told();
    const states = async (code: string) => {
      await shop.php(`return (bool) ${code};`);
      return (await shop.told('order')).map((event) => event.body['order']);
    };
    expect(await states(`wp_trash_post(${id})`)).toMatchObject([{ id }]);
    expect(await states(`wp_untrash_post(${id})`)).toMatchObject([{ id }]);
    expect(await states(`wp_delete_post(${id}, true)`)).toMatchObject([{ id, status: 'trash' }]);
  });

  it('are not told when a draft of the block checkout is cleaned away', async () => {
    const id = await order('checkout-draft');
    await shop.php(`wc_get_order(${id})->delete(); return true;`);
    expect(await shop.told('order')).toEqual([]);
  });

  it('give no shopper a right to read them', async () => {
    const id = await order('processing');
    const answer = await shopper.get(`/wp-json/wc/v3/orders/${id}`);
    expect(answer.status).toBe(401);
  });
});

describe('products', () => {
  it('are told with all their variations, and when they are gone', async () => {
    await shop.php(
      `do_action('woocommerce_update_product_variation', ${shop.lampBlue}); return true;`,
    );
    const [event] = await shop.told('product');
    expect(event?.body).toMatchObject({
      product: { id: shop.lamp, type: 'variable' },
      variations: [{ id: shop.lampBlue, price: '49.90' }],
    });
    const id = await shop.php<number>(
      "return stub_save_product(['name' => 'Vaso', 'meta' => ['_price' => '5']]);",
    );
    await shop.php(`return (bool) wp_trash_post(${id});`);
    expect((await shop.told()).map((heard) => [heard.topic, heard.body['productDeleted']])).toEqual(
      [['product-deleted', { id: `${id}` }]],
    );
  });
});

describe('an order and its cart', () => {
  const pay = (gateway: string) =>
    shopper.post('/?wc-ajax=checkout', {
      billing_phone: '3471234567',
      billing_email: 'ada@example.com',
      payment_method: gateway,
    });

  it.each(['cod', 'bacs', 'redirect'])(
    'paid by %s: the cart is told as ordered',
    async (gateway) => {
      await leaveACart(shop, shopper);
      const left = lastCart(await shop.told());
      await pay(gateway);
      const events = await shop.told();
      const [placed] = events.filter((event) => event.topic === 'order');
      const { id, meta_data: meta } = placed!.body['order'] as Told;
      expect(meta).toContainEqual(
        expect.objectContaining({ key: '_ripresa_cart', value: left.token }),
      );
      expect(lastCart(events)).toMatchObject({
        token: left.token,
        state: 'ordered',
        orderId: `${id}`,
      });
      await shopper.get('/checkout/?order-received=1');
      expect(cartsIn(await shop.told())).toEqual([]);
    },
  );

  it('refused by the bank: the cart is open again', async () => {
    await leaveACart(shop, shopper);
    await pay('declined');
    expect(lastCart(await shop.told())).toMatchObject({ state: 'open', orderId: null });
  });

  it('of the block checkout: cart, click and consent are on the order', async () => {
    await shopper.get('/?rp_click=clk_5f1c0d2e');
    await shopper.postJson('/wp-json/wc/store/v1/cart/add-item', { id: shop.mug, quantity: 1 });
    await shopper.postJson('/wp-json/wc/store/v1/checkout', {
      billing_address: { phone: '3471234567', email: 'ada@example.com', country: 'IT' },
      payment_method: 'cod',
      additional_fields: { 'ripresa/whatsapp-consent': true },
    });
    const events = await shop.told();
    const [placed] = events.filter((event) => event.topic === 'order');
    const { meta_data: meta } = placed!.body['order'] as Told;
    const values = Object.fromEntries(meta.map(({ key, value }) => [key, value]));
    expect(values).toMatchObject({
      _ripresa_cart: lastCart(events).token,
      _ripresa_click: 'clk_5f1c0d2e',
      _ripresa_consent: { given: true, checkout: 'blocks' },
    });
    expect(lastCart(events)).toMatchObject({ state: 'ordered' });
  });

  it('of the block checkout: it says when it was placed, not when its draft was made', async () => {
    await shopper.postJson('/wp-json/wc/store/v1/cart/add-item', { id: shop.mug, quantity: 1 });
    const draft = await shopper.get('/wp-json/wc/store/v1/checkout');
    const { order_id: id } = (await draft.json()) as { order_id: number };
    await shop.php(`$draft = wc_get_order(${id});
      $draft->change(['created' => time() - DAY_IN_SECONDS]);
      return $draft->save();`);
    await shopper.postJson('/wp-json/wc/store/v1/checkout', {
      billing_address: { phone: '3471234567', email: 'ada@example.com', country: 'IT' },
      payment_method: 'cod',
    });
    const [placed] = await shop.told('order');
    const { date_created_gmt: made, meta_data: meta } = placed!.body['order'] as Told;
    const placedAt = meta.find(({ key }) => key === '_ripresa_placed')?.value;
    const hours = (Date.parse(String(placedAt)) - Date.parse(`${made}Z`)) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
  });

  it('bought anyway: there is no click on the order', async () => {
    await leaveACart(shop, shopper);
    await pay('cod');
    const [placed] = await shop.told('order');
    expect(placed!.raw).not.toContain('_ripresa_click');
  });

  it('and the next cart: it has a token of its own', async () => {
    await leaveACart(shop, shopper);
    const first = lastCart(await shop.told());
    await pay('cod');
    await shop.told();
    await leaveACart(shop, shopper);
    expect(lastCart(await shop.told()).token).not.toBe(first.token);
  });

  it('and a cart that a request beside the order wrote back: nothing is told', async () => {
    await shop.php("return wp_create_user('eva', 'secret', 'eva@example.com');");
    await shopper.logIn('eva', 'secret');
    await forgetSessions();
    await leaveACart(shop, shopper);
    await onlySession('update_option("test_cart", $values["cart"], false);');
    await pay('cod');
    await shop.told();
    await onlySession('$values["cart"] = get_option("test_cart");');
    expect(await shopper.page('/cart/')).toContain('Tazza');
    expect(cartsIn(await shop.told())).toEqual([]);
  });

  it('of a log-in that lost what the session knew: cart and click are on the order', async () => {
    await shop.php("return wp_create_user('ada', 'secret', 'ada@example.com');");
    await shopper.get('/?rp_click=clk_5f1c0d2e');
    await leaveACart(shop, shopper);
    const left = lastCart(await shop.told());
    await shopper.logIn('ada', 'secret');
    await forgetSessions();
    await shopper.get(`/?add-to-cart=${shop.mug}`);
    await pay('cod');
    const [placed] = await shop.told('order');
    expect(placed?.body['order']).toMatchObject({
      meta_data: expect.arrayContaining([
        expect.objectContaining({ key: '_ripresa_cart', value: left.token }),
        expect.objectContaining({ key: '_ripresa_click', value: 'clk_5f1c0d2e' }),
      ]) as unknown,
    });
  });
});
