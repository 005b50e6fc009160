import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PurchaseProofs, Shop } from '#core/commerce/index';
import type { ShopId } from '#core/kernel/ids';
import {
  cartOf,
  customerOf,
  eur,
  minutes,
  NOW,
  openRig,
  orderOf,
  shopOf,
  type Rig,
} from './sample-rows';

let rig: Rig;
const shop = shopOf('commerce');
const NOTHING = {
  ...{ customerId: null, phone: null, email: null },
  ...{ checkoutTokens: [], cartTokens: [], clickTokens: [], discountCodes: [] },
};
beforeAll(async () => {
  rig = await openRig();
  await rig.stores.shops.save(shop);
});
afterAll(() => rig.end());

describe('shops', () => {
  test('a shop is found by its domain in any case, and saving it again updates it', async () => {
    await rig.stores.shops.save({ ...shop, name: 'New name' });
    expect(await rig.stores.shops.byDomain('Commerce.myshopify.com')).toEqual({
      ...shop,
      name: 'New name',
    });
    expect(await rig.stores.shops.byDomain('nobody.myshopify.com')).toBeNull();
  });

  test('settings written before a setting existed are read with its default', async () => {
    await rig.database.sql.query(
      `UPDATE shop SET settings = '{"holdoutPercent": 3}' WHERE id = $1`,
      [shop.id],
    );
    const found = await rig.stores.shops.byId(shop.id);
    expect(found?.settings).toEqual({ ...shop.settings, holdoutPercent: 3 });
    await rig.stores.shops.saveSettings(shop.id, shop.settings);
  });
});

describe('carts', () => {
  test('the newest source time wins whatever the order of arrival', async () => {
    const cart = cartOf(shop.id, { sourceUpdatedAt: minutes(5), total: eur(500) });
    expect(await rig.stores.carts.upsertNewest(cart)).toBe(true);
    const older = { ...cart, sourceUpdatedAt: minutes(4), total: eur(400) };
    expect(await rig.stores.carts.upsertNewest(older)).toBe(false);
    const same = { ...cart, id: cartOf(shop.id).id, phone: '+393471234567' };
    expect(await rig.stores.carts.upsertNewest(same)).toBe(true);
    const stored = await rig.stores.carts.byExternalId(shop.id, cart.externalId);
    expect(stored).toEqual({ ...cart, phone: '+393471234567', abandonedAt: null });
  });

  test('another shop sees nothing of a cart with the same ids', async () => {
    const other = shopOf('commerce-other');
    await rig.stores.shops.save(other);
    const cart = cartOf(shop.id, { state: 'ordered' });
    await rig.stores.carts.upsertNewest(cart);
    expect(await rig.stores.carts.byId(other.id, cart.id)).toBeNull();
    expect(await rig.stores.carts.upsertNewest({ ...cart, shopId: other.id })).toBe(true);
  });

  test('idle carts are claimed once each, by their own shop’s inactivity time', async () => {
    const quick = shopOf('quick', { inactivityMinutes: 10 });
    const gone: Shop = { ...shopOf('gone'), state: 'uninstalled' };
    for (const it of [quick, gone]) await rig.stores.shops.save(it);
    const put = (shopId: ShopId, with_: Parameters<typeof cartOf>[1]) =>
      rig.stores.carts.upsertNewest(cartOf(shopId, with_));
    for (let n = 0; n < 6; n += 1) await put(quick.id, { lastActivityAt: minutes(-10) });
    await put(quick.id, { lastActivityAt: minutes(-9) });
    await put(quick.id, { lastActivityAt: minutes(-99), lineItems: [] });
    await put(quick.id, { lastActivityAt: minutes(-99), state: 'ordered' });
    await put(gone.id, { lastActivityAt: minutes(-999) });
    await put(shop.id, { lastActivityAt: minutes(-59) });

    const claims = await Promise.all([1, 2, 3].map(() => rig.stores.carts.claimIdle(NOW, 4)));
    const ids = claims.flat().map((cart) => cart.id);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await rig.stores.carts.claimIdle(NOW, 50);
    expect(ids.length + rest.length).toBe(6);
    for (const cart of [...claims.flat(), ...rest]) {
      expect(cart).toMatchObject({ shopId: quick.id, state: 'abandoned', abandonedAt: NOW });
    }
    expect(await rig.stores.carts.nextIdleAt()).toEqual(minutes(1));
  });

  test('a person’s unbought carts come newest activity first', async () => {
    const customer = customerOf(shop.id);
    await rig.stores.customers.save(customer);
    const states = ['open', 'abandoned', 'ordered', 'emptied'] as const;
    for (const [index, state] of states.entries()) {
      await rig.stores.carts.upsertNewest(
        cartOf(shop.id, { customerId: customer.id, state, lastActivityAt: minutes(index) }),
      );
    }
    const carts = await rig.stores.carts.unboughtOf(shop.id, customer.id);
    expect(carts.map((cart) => cart.state)).toEqual(['abandoned', 'open']);
  });
});

describe('orders', () => {
  test('a write answers the order as it is then, an older one changes nothing', async () => {
    const order = orderOf(shop.id, { payment: 'pending', sourceUpdatedAt: minutes(1) });
    const first = await rig.stores.orders.upsertNewest(order);
    expect(first).toEqual({ ...order, refunded: eur(0) });
    const paid = {
      ...order,
      payment: 'paid' as const,
      paidAt: minutes(2),
      sourceUpdatedAt: minutes(2),
    };
    const second = await rig.stores.orders.upsertNewest(paid);
    expect(second.payment).toBe('paid');
    const late = await rig.stores.orders.upsertNewest(order);
    expect(late).toEqual(second);
  });

  test('the time of payment is kept once it is set', async () => {
    const order = orderOf(shop.id, { payment: 'paid', paidAt: minutes(1) });
    await rig.stores.orders.upsertNewest(order);
    const after = await rig.stores.orders.upsertNewest({
      ...order,
      paidAt: minutes(9),
      sourceUpdatedAt: minutes(9),
    });
    expect(after.paidAt).toEqual(minutes(1));
  });

  test('two workers that write one new order at once make one row', async () => {
    const order = orderOf(shop.id);
    const results = await Promise.all(
      [1, 2, 3].map((n) =>
        rig.stores.orders.upsertNewest({ ...order, id: orderOf(shop.id).id, name: `#${n}` }),
      ),
    );
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
  });

  test('a refund that comes before its order counts when the order arrives, and once', async () => {
    const order = orderOf(shop.id, { payment: 'refunded' });
    const refund = {
      externalId: 'r1',
      orderExternalId: order.externalId,
      amount: eur(700),
      at: NOW,
    };
    expect(await rig.stores.orders.addRefund(shop.id, refund)).toBeNull();
    const after = await rig.stores.orders.upsertNewest(order);
    expect(after.refunded).toEqual(eur(700));
    const again = await rig.stores.orders.addRefund(shop.id, refund);
    expect(again).toMatchObject({ added: false, order: { refunded: eur(700) } });
    const more = await rig.stores.orders.addRefund(shop.id, { ...refund, externalId: 'r2' });
    expect(more).toMatchObject({ added: true, order: { refunded: eur(1_400) } });
  });

  test('a purchase is found by the cart, by our click and by our code in whatever case', async () => {
    const order = orderOf(shop.id, {
      ...{ cartToken: 'basket', clickToken: 'click', discountCodes: ['X', 'Back-1'] },
    });
    await rig.stores.orders.upsertNewest(order);
    const find = (match: Partial<PurchaseProofs>) =>
      rig.stores.orders.purchasedSince(shop.id, { ...NOTHING, ...match }, minutes(9));
    expect(await find({ cartTokens: ['other', 'basket'] })).toBe(order.id);
    expect(await find({ clickTokens: ['other', 'click'] })).toBe(order.id);
    expect(await find({ discountCodes: ['BACK-2', 'BACK-1'] })).toBe(order.id);
    expect(
      await find({ cartTokens: ['other'], clickTokens: ['other'], discountCodes: ['BACK-2'] }),
    ).toBeNull();
  });

  test('a purchase is found by token at any time, by person, phone or e-mail only afterwards', async () => {
    const customer = customerOf(shop.id);
    await rig.stores.customers.save(customer);
    const contact = { phone: '+393331112222', email: 'a@b.it', customerId: customer.id };
    const order = orderOf(shop.id, { ...contact, checkoutToken: 'tok', placedAt: NOW });
    await rig.stores.orders.upsertNewest(order);
    const find = (match: Partial<typeof contact & PurchaseProofs>, since: Date) =>
      rig.stores.orders.purchasedSince(shop.id, { ...NOTHING, ...match }, since);
    expect(await find({ checkoutTokens: ['x', 'tok'] }, minutes(1))).toBe(order.id);
    for (const key of ['phone', 'email', 'customerId'] as const) {
      expect(await find({ [key]: contact[key] }, NOW)).toBe(order.id);
      expect(await find({ [key]: contact[key] }, minutes(1))).toBeNull();
    }
    expect(await find({}, minutes(-99))).toBeNull();
    expect(await rig.stores.orders.countBefore(shop.id, customer.id, NOW)).toBe(0);
    expect(await rig.stores.orders.countBefore(shop.id, customer.id, minutes(1))).toBe(1);
  });
});

test('products are found by any of their variants, and the newest version wins', async () => {
  const variant = (externalId: string) => ({
    externalId,
    title: 'M',
    sku: null,
    price: '19.90',
    compareAtPrice: null,
    imageUrl: null,
    inStock: true,
  });
  const product = {
    externalId: 'p1',
    title: 'Maglia',
    handle: 'maglia',
    status: 'active' as const,
    imageUrl: null,
    variants: [variant('v1'), variant('v2')],
    updatedAt: minutes(2),
  };
  expect(await rig.stores.products.upsertNewest(shop.id, product)).toBe(true);
  const older = { ...product, title: 'Old', updatedAt: minutes(1) };
  expect(await rig.stores.products.upsertNewest(shop.id, older)).toBe(false);
  expect(await rig.stores.products.withVariants(shop.id, ['v9', 'v2'])).toEqual([
    { ...product, shopId: shop.id },
  ]);
  await rig.stores.products.delete(shop.id, 'p1');
  expect(await rig.stores.products.withVariants(shop.id, ['v2'])).toEqual([]);
});
