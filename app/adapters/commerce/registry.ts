import type { CatalogPlatform } from '#core/catalog/index';
import type { CommercePlatform } from '#core/commerce/index';
import type { Normalized, Receipt } from '#core/intake/index';

import { createShopifyClient, normalize, type ShopifyClientOptions } from './shopify/index';

/** What every platform can do. */
export type StorePlatform = CommercePlatform & CatalogPlatform;

/** The platforms that a store can run on today. */
export type PlatformId = 'shopify';

export interface PlatformOptions {
  readonly shopify: ShopifyClientOptions;
}

/** Makes each platform's client, complete by type: a new id without an entry doesn't compile. */
export const createPlatforms = (options: PlatformOptions): Record<PlatformId, StorePlatform> => ({
  shopify: createShopifyClient(options.shopify),
});

/** Turns a platform's receipts into facts. */
export type Normalize = (
  receipt: Pick<Receipt, 'topic' | 'body' | 'triggeredAt' | 'receivedAt' | 'externalId'>,
) => Normalized;

export const NORMALIZERS = {
  shopify: normalize,
} satisfies Record<PlatformId, Normalize>;
