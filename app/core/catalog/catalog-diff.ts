import type { ProductSeen } from './product';

export interface HashedProduct {
  readonly product: ProductSeen;
  readonly hash: string;
}

/**
 * All that the app keeps of a product, in one text. The time of its last change is left out: a
 * platform moves it for every sale, and a product that says the same needs no writing.
 */
export const contentOf = (product: ProductSeen): string =>
  JSON.stringify([
    product.title,
    product.handle,
    product.status,
    product.imageUrl,
    product.variants.map((variant) => [
      variant.externalId,
      variant.title,
      variant.sku,
      variant.price,
      variant.compareAtPrice,
      variant.imageUrl,
      variant.inStock,
    ]),
  ]);

/** The products whose content is not the known one; new ones among them. */
export const changedOf = (
  products: readonly HashedProduct[],
  known: ReadonlyMap<string, string | null>,
): readonly HashedProduct[] =>
  products.filter(({ product, hash }) => known.get(product.externalId) !== hash);
