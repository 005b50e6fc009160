import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hash } from '#boot/chance';
import { syncCatalog } from '#core/catalog/index';
import type { ProductSeen } from '#core/catalog/index';
import type { ShopId } from '#core/kernel/ids';
import { minutes, NOW, openRig, seedShop } from '../postgres/sample-rows';
import type { Rig } from '../postgres/sample-rows';

const MANY = 4_500;
const shopId = 'shop' as ShopId;
const other = 'other' as ShopId;
let rig: Rig;

beforeAll(async () => {
  rig = await openRig();
  await seedShop(rig.stores, shopId);
  await seedShop(rig.stores, other);
});
beforeEach(() => rig.database.sql.query('DELETE FROM product'));
afterAll(() => rig.end());

const productOf = (number: number, with_: Partial<ProductSeen> = {}): ProductSeen => ({
  externalId: String(number),
  title: `Moka “${number}”`,
  handle: `moka-${number}`,
  status: 'active',
  imageUrl: `https://cdn.example/${number}.jpg`,
  variants: [
    {
      externalId: `v${number}`,
      title: '3 cups',
      sku: null,
      price: '34.90',
      compareAtPrice: null,
      imageUrl: null,
      inStock: true,
    },
  ],
  updatedAt: minutes(-600),
  ...with_,
});
const many = (count: number) => Array.from({ length: count }, (_, number) => productOf(number));

async function* inPages(products: readonly ProductSeen[], failing = false) {
  for (let start = 0; start < products.length; start += 250) {
    yield await Promise.resolve(products.slice(start, start + 250));
  }
  if (failing) throw new Error('the list broke off');
}

const pass = (products: readonly ProductSeen[], failing = false, shop = shopId) =>
  syncCatalog(
    { shopId: shop, products: inPages(products, failing), toldBefore: NOW, hash },
    rig.stores,
  );
const rows = () =>
  rig.database.sql.query<{ row: string }>(
    'SELECT xmin::text || product::text AS row FROM product ORDER BY shop_id, external_id',
  );

test('a second pass over the same catalogue writes nothing', async () => {
  expect(await pass(many(MANY))).toEqual({ seen: MANY, written: MANY, removed: 0 });
  const before = await rows();
  expect(await pass(many(MANY).toReversed())).toEqual({ seen: MANY, written: 0, removed: 0 });
  expect(await rows()).toEqual(before);
});

test('only what changed is written, and what is gone is removed, in this store alone', async () => {
  await pass(many(MANY));
  await pass(many(3), false, other);
  const next = many(MANY)
    .slice(1)
    .map((product) =>
      product.externalId === '7' ? { ...product, title: 'Moka, new', updatedAt: NOW } : product,
    );
  expect(await pass(next)).toEqual({ seen: MANY - 1, written: 1, removed: 1 });
  expect(await rig.stores.products.withVariants(shopId, ['v0', 'v7'])).toMatchObject([
    { externalId: '7', title: 'Moka, new' },
  ]);
  expect(await rig.stores.products.count(other)).toBe(3);
});

test('a later change alone, with the same content, writes nothing', async () => {
  await pass(many(5));
  const sold = many(5).map((product) => ({ ...product, updatedAt: NOW }));
  expect(await pass(sold)).toMatchObject({ written: 0 });
});

test('what a webhook told meanwhile stays: a newer state, and a product that the pass did not see', async () => {
  await pass(many(5));
  const newer = productOf(2, { title: 'Told by a webhook', updatedAt: minutes(1) });
  await rig.stores.products.upsertNewest(shopId, newer);
  await rig.stores.products.upsertNewest(shopId, productOf(9, { updatedAt: minutes(1) }));
  expect(await pass(many(5))).toMatchObject({ removed: 0 });
  expect(await rig.stores.products.withVariants(shopId, ['v2', 'v9'])).toMatchObject([
    { title: 'Told by a webhook' },
    { externalId: '9' },
  ]);
});

test('a pass that breaks off, or that sees nothing, removes nothing', async () => {
  await pass(many(300));
  await expect(pass(many(100), true)).rejects.toThrow('broke off');
  expect(await pass([])).toEqual({ seen: 0, written: 0, removed: 0 });
  expect(await rig.stores.products.count(shopId)).toBe(300);
});

test('a product that a moving list shows twice counts as it was shown last', async () => {
  const again = productOf(1, { title: 'Shown again' });
  expect(await pass([...many(3), again])).toEqual({ seen: 3, written: 3, removed: 0 });
  expect(await rig.stores.products.withVariants(shopId, ['v1'])).toMatchObject([
    { title: 'Shown again' },
  ]);
});
