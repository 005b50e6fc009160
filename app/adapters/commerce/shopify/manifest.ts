/**
 * Admin API version of every query and webhook: the newest one that both the Shopify library and
 * the published schema know. A test fails as soon as both know a newer one.
 */
export const API_VERSION = '2026-07';

/**
 * Everything that we ask Shopify to tell us. Subscriptions themselves stand in shopify.app.toml
 * (app-specific, so that no call per shop is needed); a test keeps both lists equal.
 */
export const TOPICS = [
  'checkouts/create',
  'checkouts/update',
  'orders/create',
  'orders/updated',
  'orders/paid',
  'orders/cancelled',
  'refunds/create',
  'customers/update',
  'customers_whats_app_marketing_consent/update',
  'products/create',
  'products/update',
  'products/delete',
  'app/uninstalled',
  'app/scopes_update',
] as const;

/** Mandatory for every public app; Shopify sends them without a subscription per shop. */
export const COMPLIANCE_TOPICS = [
  'customers/data_request',
  'customers/redact',
  'shop/redact',
] as const;

export type ShopifyTopic = (typeof TOPICS)[number] | (typeof COMPLIANCE_TOPICS)[number];

/** Access scopes, each with what breaks without it. A write scope contains its read scope. */
const SCOPES = {
  read_orders: 'checkouts, orders and refunds: webhooks and the reconciliation of lost ones',
  read_products: 'photos and compare-at prices of the items in a reminder',
  write_customers: 'names and phones; WhatsApp consent is read, and an opt-out is written back',
  write_discounts: 'one single-use discount code for a reminder that promises one',
} as const;

/**
 * Through the App Store, whose rule 1.1.2 lets nothing go past Shopify's checkout, or as an app of one
 * merchant's own, who may take payments elsewhere.
 */
export type Distribution = 'app-store' | 'custom';

/** What an app of a merchant's own needs besides, for orders that were paid by a link. */
const PAYMENT_SCOPES = {
  write_draft_orders: 'has Shopify price a cart, and makes the order of a payment',
  write_orders: 'marks that order paid, notes what differs, and writes refunds into it',
  read_shipping: 'the provinces of the countries that the store sends to, for the address form',
} as const;

/** The access scopes of an app, by how it is distributed. */
export const scopesOf = (distribution: Distribution): readonly string[] =>
  distribution === 'custom' ? Object.keys({ ...SCOPES, ...PAYMENT_SCOPES }) : Object.keys(SCOPES);

/** As Shopify wants it: comma-separated, sorted. */
export const scopeText = (distribution: Distribution): string =>
  [...scopesOf(distribution)].sort().join(',');

const KNOWN: ReadonlyMap<string, ShopifyTopic> = new Map(
  [...TOPICS, ...COMPLIANCE_TOPICS].map((topic) => [spelling(topic), topic]),
);

/**
 * The topic that a header names. Shopify has two spellings ("orders/create", "ORDERS_CREATE");
 * null for a topic that we don't know, which is kept but not acted upon.
 */
export const topicOf = (header: string): ShopifyTopic | null => KNOWN.get(spelling(header)) ?? null;

function spelling(topic: string): string {
  return topic.trim().toLowerCase().replaceAll('/', '_');
}
