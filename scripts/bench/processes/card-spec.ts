import { productImageSpecSchema, type ProductImageSpec } from '../../../app/core/messaging/index';

const euro = (minor: number) => ({ minor, currency: 'EUR' });

/** A cart of `items` lines whose products, each with its own title, price and photo, are numbered from `first`. */
export function cardSpec(origin: string, items: number, first: number): ProductImageSpec {
  const products = Array.from({ length: items }, (_, index) => first + index);
  const price = (product: number): number => 8_900 + product;
  return productImageSpecSchema.parse({
    items: products.map((product) => ({
      title: `Merino Wool Crew Neck Sweater – Navy ${product}`,
      photoUrl: `${origin}/${product}.jpg`,
      price: euro(price(product)),
      compareAt: euro(price(product) + 3_000),
      quantity: 1,
    })),
    total: euro(products.reduce((sum, product) => sum + price(product), 0)),
    totalLabel: 'Total',
    discountBadge: '−25 %',
    shopName: 'Example Woollens',
    brandColor: '#1b6b5a',
    logoUrl: null,
    locale: 'en',
    headline: 'You left something behind',
  });
}
