import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** Header names in lower case, as node:http hands them over. */
export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export type RefusedReason =
  'missing_signature' | 'bad_signature' | 'missing_topic' | 'missing_shop';

export type VerifiedWebhook =
  | {
      readonly kind: 'verified';
      /** Unique for what happened; equal for every delivery of it. */
      readonly externalId: string;
      /** X-Shopify-Webhook-Id, when sent. */
      readonly deliveryId: string | null;
      readonly topic: string;
      /** Lower case. */
      readonly shopDomain: string;
      readonly triggeredAt: Date | null;
      readonly apiVersion: string | null;
      /** Hex SHA-256 of the body. */
      readonly bodyHash: string;
    }
  | { readonly kind: 'refused'; readonly reason: RefusedReason };

/** 32 bytes in Base64. Node decodes up to the padding only, and would overlook a second signature. */
const SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;

/** https://shopify.dev/docs/apps/build/webhooks: the domain is always the myshopify.com one. */
export const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/**
 * Checks a webhook's signature over the bytes as they came, before a word of them is read.
 * @param secrets the client secret and, during a rotation, the one before it
 */
export function verifyWebhook(
  rawBody: Uint8Array,
  headers: WebhookHeaders,
  secrets: readonly string[],
): VerifiedWebhook {
  const signature = header(headers, 'x-shopify-hmac-sha256');
  if (!signature) return refuse('missing_signature');
  if (!isSigned(rawBody, signature, secrets)) return refuse('bad_signature');
  const topic = header(headers, 'x-shopify-topic')?.toLowerCase();
  if (!topic) return refuse('missing_topic');
  const shopDomain = header(headers, 'x-shopify-shop-domain')?.toLowerCase() ?? '';
  if (!SHOP_DOMAIN.test(shopDomain)) return refuse('missing_shop');
  return describe(rawBody, headers, topic, shopDomain);
}

const refuse = (reason: RefusedReason): VerifiedWebhook => ({ kind: 'refused', reason });

/** Every secret is tried whatever the first one says, so that time tells nothing. */
function isSigned(rawBody: Uint8Array, signature: string, secrets: readonly string[]): boolean {
  if (!SIGNATURE.test(signature)) return false;
  const given = Buffer.from(signature, 'base64');
  const matches = secrets
    .filter((secret) => secret !== '')
    .map((secret) => timingSafeEqual(given, createHmac('sha256', secret).update(rawBody).digest()));
  return matches.includes(true);
}

function describe(
  rawBody: Uint8Array,
  headers: WebhookHeaders,
  topic: string,
  shopDomain: string,
): VerifiedWebhook {
  const eventId = header(headers, 'x-shopify-event-id');
  const deliveryId = header(headers, 'x-shopify-webhook-id');
  const bodyHash = hash('sha256', rawBody);
  return {
    kind: 'verified',
    externalId: externalId({ eventId, deliveryId, topic, shopDomain, bodyHash }),
    deliveryId,
    topic,
    shopDomain,
    triggeredAt: instant(header(headers, 'x-shopify-triggered-at')),
    apiVersion: header(headers, 'x-shopify-api-version'),
    bodyHash,
  };
}

/**
 * One action may cause webhooks of several topics that share one event id (an order that is paid at
 * once: orders/create and orders/paid), so the topic belongs to the identity. Shop domain too: ids
 * of one shop must never swallow another's.
 */
function externalId(parts: {
  eventId: string | null;
  deliveryId: string | null;
  topic: string;
  shopDomain: string;
  bodyHash: string;
}): string {
  const { eventId, deliveryId, topic, shopDomain, bodyHash } = parts;
  const id = eventId ?? (deliveryId ? `delivery:${deliveryId}` : `body:${bodyHash}`);
  return `${shopDomain}/${topic}/${id}`;
}

function header(headers: WebhookHeaders, name: string): string | null {
  const value = headers[name];
  const first = typeof value === 'string' ? value : value?.[0];
  return first?.trim() || null;
}

function instant(text: string | null): Date | null {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time);
}
