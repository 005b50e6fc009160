/** The version of PROTOCOL.md that both sides speak. */
export const PROTOCOL_VERSION = 1;

/** What our own plugin tells (woocommerce-bridge/PROTOCOL.md). */
export const PLUGIN_TOPICS = [
  'cart',
  'order',
  'product',
  'product-deleted',
  'consent',
  'customer-erased',
  'site',
  'disconnected',
] as const;

export type PluginTopic = (typeof PLUGIN_TOPICS)[number];

/** Of WooCommerce's own webhooks those that say something; they are a second signal only. */
export const CORE_TOPICS = [
  'order.created',
  'order.updated',
  'order.restored',
  'product.deleted',
] as const;

export type CoreTopic = (typeof CORE_TOPICS)[number];

/** A request that was signed longer ago, or later than now, is refused: replay window. */
export const CLOCK_TOLERANCE_SECONDS = 300;

/** The plugin's own routes, below the site's REST address. */
export const PLUGIN_ROUTES = 'ripresa/v1';

/** WooCommerce's own routes, below the site's REST address. */
export const STORE_ROUTES = 'wc/v3';
