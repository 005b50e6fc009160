import type { ShopId } from '../kernel/ids';
import type { HashedProduct } from './catalog-diff';
import type { Product, ProductSeen } from './product';

export interface ProductStore {
  upsertNewest(shopId: ShopId, product: ProductSeen): Promise<boolean>;
  delete(shopId: ShopId, externalId: string): Promise<void>;
  withVariants(shopId: ShopId, variantIds: readonly string[]): Promise<readonly Product[]>;
  /** Content hashes of those of the products that are known; null after a webhook. */
  hashesOf(
    shopId: ShopId,
    externalIds: readonly string[],
  ): Promise<ReadonlyMap<string, string | null>>;
  /** Writes many at once; one that was told newer meanwhile stays. */
  upsertMany(shopId: ShopId, products: readonly HashedProduct[]): Promise<void>;
  count(shopId: ShopId): Promise<number>;
  /** A page of the ids that are known, ascending, after one; those told since are left out. */
  idsBefore(
    shopId: ShopId,
    toldBefore: Date,
    after: string,
    limit: number,
  ): Promise<readonly string[]>;
  deleteMany(shopId: ShopId, externalIds: readonly string[]): Promise<void>;
}

/** A store platform as the source of its catalogue. Adapters throw VendorFault. */
export interface CatalogPlatform {
  /** A page of all products with all of their variants; `cursor` null on the last page. */
  products(
    domain: string,
    cursor: string | null,
  ): Promise<{ products: readonly ProductSeen[]; cursor: string | null }>;
}
