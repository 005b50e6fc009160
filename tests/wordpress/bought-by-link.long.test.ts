import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser } from './support/browser';
import { endShop, forget, leaveACart, openShop, type Shop } from './support/shop';
import { cartsIn, lastCart } from './support/told-cart';

let shop: Shop;
let shopper: Browser;
let token = '';
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => endShop(shop));
beforeEach(async () => {
  await forget(shop);
  shopper = shop.browser();
  await leaveACart(shop, shopper);
  token = lastCart(await shop.told()).token;
});

/** The app makes the order of a paid link, and then says that it is paid. */
const makeOrder = (quantity = 1) =>
  shop.php<number>(`
    $items = [['product_id' => ${shop.mug}, 'quantity' => ${quantity}]];
    $meta = ['_ripresa_payment' => 'p1', '_ripresa_cart' => '${token}'];
    return (new WC_Order(['total' => 30.1, 'items' => $items, 'meta' => $meta]))->save();`);
const pay = (order: number) => shop.php(`return wc_get_order(${order})->payment_complete();`);
const inTheCart = async (): Promise<{ id: number; quantity: number }[]> => {
  const answer = await shopper.get('/wp-json/wc/store/v1/cart');
  const { items } = (await answer.json()) as { items: { id: number; quantity: number }[] };
  return items.map(({ id, quantity }) => ({ id, quantity }));
};

describe('a cart that was paid by a payment link', () => {
  it('is told as bought, and lies in the shopper’s browser no more', async () => {
    const order = await makeOrder();
    expect(cartsIn(await shop.told())).toEqual([]);
    await pay(order);
    const told = cartsIn(await shop.told());
    expect(told).toMatchObject([{ token, state: 'ordered', orderId: `${order}` }]);
    expect(await inTheCart()).toEqual([]);
    expect(cartsIn(await shop.told())).toEqual([]);
  });

  it('keeps what came into it since, which is another cart to win back', async () => {
    await pay(await makeOrder());
    await shop.told();
    await shopper.get(`/?add-to-cart=${shop.lampBlue}`);
    await shopper.get(`/?add-to-cart=${shop.mug}`);
    await shopper.capture({ phone: '3471234567' });
    const next = lastCart(await shop.told());
    expect(next.state).toBe('open');
    expect(next.token).not.toBe(token);
    expect(await inTheCart()).toHaveLength(2);
  });

  it('keeps what is more than was bought', async () => {
    await shopper.get(`/?add-to-cart=${shop.mug}&quantity=2`);
    await pay(await makeOrder(1));
    expect(await inTheCart()).toEqual([{ id: shop.mug, quantity: 2 }]);
  });

  it('stays as it is while its order waits, and after an order that no link made', async () => {
    await makeOrder();
    expect(await inTheCart()).toHaveLength(1);
    const other = await shop.php<number>(
      `return (new WC_Order(['total' => 30.1, 'meta' => ['_ripresa_cart' => '${token}']]))->save();`,
    );
    await pay(other);
    expect(await inTheCart()).toHaveLength(1);
  });
});
