import type { CatalogPlatform } from '#core/catalog/index';
import type { CommercePlatform } from '#core/commerce/index';
import type { Normalized, Receipt } from '#core/intake/index';

import {
  createShopifyClient,
  normalize as normalizeShopify,
  type ShopifyClientOptions,
} from './shopify/index';
import {
  createWooCommerceClient,
  normalize as normalizeWooCommerce,
  type WooCommerceClientOptions,
} from './woocommerce/index';

/** What every platform can do. */
export type StorePlatform = CommercePlatform & CatalogPlatform;

/** The platforms that a store can run on today. */
export type PlatformId = 'shopify' | 'woocommerce';

export interface PlatformOptions {
  readonly shopify: ShopifyClientOptions;
  readonly woocommerce: WooCommerceClientOptions;
}

/** Makes each platform's client, complete by type: a new id without an entry doesn't compile. */
export const createPlatforms = (options: PlatformOptions): Record<PlatformId, StorePlatform> => ({
  shopify: createShopifyClient(options.shopify),
  woocommerce: createWooCommerceClient(options.woocommerce),
});

/** Turns a platform's receipts into facts. */
export type Normalize = (
  receipt: Pick<Receipt, 'topic' | 'body' | 'triggeredAt' | 'receivedAt' | 'externalId'>,
) => Normalized;

export const NORMALIZERS = {
  shopify: normalizeShopify,
  woocommerce: normalizeWooCommerce,
} satisfies Record<PlatformId, Normalize>;
