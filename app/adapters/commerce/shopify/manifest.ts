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
export const SCOPES = {
  read_orders: 'checkouts, orders and refunds: webhooks and the reconciliation of lost ones',
  read_products: 'photos and compare-at prices of the items in a reminder',
  write_customers: 'names and phones; WhatsApp consent is read, and an opt-out is written back',
  write_discounts: 'one single-use discount code for a reminder that promises one',
} as const;

/** As Shopify wants it: comma-separated, sorted. */
export const SCOPE_TEXT = Object.keys(SCOPES).sort().join(',');

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
