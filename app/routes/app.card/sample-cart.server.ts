import type { Services } from '#boot/services';
import type { Cart, LineItem, Shop } from '#core/commerce/index';
import type { CartId } from '#core/kernel/ids';
import { money, parseMoney } from '#core/kernel/money';
import { productCard } from '#core/recovery/index';
import type { GrantedDiscount, VariantLook } from '#core/recovery/index';
import { sampleItems } from '#queries/sample-items';

const invented = (title: string, minor: number, currency: string): LineItem => ({
  productId: null,
  variantId: null,
  title,
  variantTitle: null,
  sku: null,
  quantity: 1,
  unitPrice: money(minor, currency),
  compareAt: null,
  imageUrl: null,
});

/** A cart to show messages with: the goods of a real one of the shop, without its person. */
export async function sampleCart(shop: Shop, services: Services, now: Date): Promise<Cart> {
  const real = await sampleItems(shop.id, services.database.sql);
  const lineItems = real?.lineItems ?? [
    invented('Linen shirt', 4_900, shop.currency),
    invented('Leather belt', 3_500, shop.currency),
  ];
  const total = real?.total ?? money(8_400, shop.currency);
  return {
    id: 'sample' as CartId,
    shopId: shop.id,
    externalId: 'sample',
    cartToken: null,
    customerId: null,
    phone: null,
    phoneProblem: null,
    email: null,
    countryCode: shop.countryCode,
    locale: shop.locale,
    lineItems,
    total,
    recoveryUrl: null,
    discountCodes: [],
    state: 'abandoned',
    lastActivityAt: now,
    sourceUpdatedAt: now,
    abandonedAt: now,
  };
}

/** What previews fill a message with. */
export const previewSample = (shop: Shop, cart: Cart, now: Date) => ({
  shopName: shop.name,
  currency: shop.currency,
  timeZone: shop.timeZone,
  items: cart.lineItems.map(({ title, quantity }) => ({ title, quantity })),
  total: cart.total,
  now: now.toISOString(),
});

/** Draws the card of a cart; null when it has nothing to draw or drawing failed. */
export async function cardPath(
  input: {
    readonly shop: Shop;
    readonly cart: Cart;
    readonly discount: GrantedDiscount | null;
    readonly language: string;
  },
  services: Services,
): Promise<string | null> {
  const looks = await looksOf(input.shop, input.cart, services);
  const spec = productCard({ ...input, looks });
  if (!spec) return null;
  try {
    return (await services.images.imageFor(spec)).path;
  } catch (error) {
    services.log.warn({ err: error }, 'a card for a preview could not be drawn');
    return null;
  }
}

async function looksOf(
  shop: Shop,
  cart: Cart,
  { stores }: Services,
): Promise<ReadonlyMap<string, VariantLook>> {
  const wanted = cart.lineItems.flatMap(({ variantId }) => (variantId === null ? [] : [variantId]));
  const products = await stores.products.withVariants(shop.id, wanted);
  return new Map(
    products.flatMap((product) =>
      product.variants.map(({ externalId, imageUrl, compareAtPrice }) => [
        externalId,
        {
          imageUrl: imageUrl ?? product.imageUrl,
          compareAt: compareAtPrice ? readPrice(compareAtPrice, shop.currency) : null,
        },
      ]),
    ),
  );
}

function readPrice(text: string, currency: string) {
  try {
    return parseMoney(text, currency);
  } catch {
    return null;
  }
}
