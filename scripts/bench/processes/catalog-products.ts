import type { ProductSeen } from '../../../app/core/catalog/index';

export const SHOP = 'shop';
/** Products that a page of the platform's list carries, as a bulk read would hand them on. */
const PAGE = 250;

const AT = new Date('2026-11-01T00:00:00Z');

/** A product of three variants, as stores have them. */
const productOf = (number: number): ProductSeen => ({
  externalId: String(8_000_000_000_000 + number),
  title: `Merino Wool Crew Neck Sweater – Navy ${number}`,
  handle: `merino-wool-crew-neck-sweater-navy-${number}`,
  status: 'active',
  imageUrl: `https://cdn.shopify.com/s/files/1/0000/0001/products/sweater-${number}.jpg?v=1`,
  variants: ['S', 'M', 'L'].map((title, place) => ({
    externalId: String(45_000_000_000_000 + number * 3 + place),
    title,
    sku: `MW-${number}-${title}`,
    price: '89.00',
    compareAtPrice: place === 0 ? '109.00' : null,
    imageUrl: null,
    inStock: true,
  })),
  updatedAt: AT,
});

/** Made while they are read, as an answer is parsed while it is read: nobody holds them all. */
export async function* catalogOf(count: number): AsyncIterable<readonly ProductSeen[]> {
  for (let start = 0; start < count; start += PAGE) {
    const size = Math.min(PAGE, count - start);
    yield await Promise.resolve(Array.from({ length: size }, (_, at) => productOf(start + at)));
  }
}
