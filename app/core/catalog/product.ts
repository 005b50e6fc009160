import type { ShopId } from '../kernel/ids';

export interface ProductVariantSeen {
  readonly externalId: string;
  readonly title: string;
  readonly sku: string | null;
  /** Decimal text in the shop's currency. */
  readonly price: string;
  readonly compareAtPrice: string | null;
  readonly imageUrl: string | null;
  readonly inStock: boolean | null;
}

export interface ProductSeen {
  readonly externalId: string;
  readonly title: string;
  readonly handle: string | null;
  readonly status: 'active' | 'draft' | 'archived';
  readonly imageUrl: string | null;
  readonly variants: readonly ProductVariantSeen[];
  readonly updatedAt: Date;
}

export interface Product extends ProductSeen {
  readonly shopId: ShopId;
}
