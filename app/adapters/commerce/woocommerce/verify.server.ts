import { hash } from 'node:crypto';

import { parseJson } from '#adapters/http/parse-json';

import { CLOCK_TOLERANCE_SECONDS } from './manifest';
import { isCoreSignedWith, isSignedWith } from './signature';

/** Header names in lower case, as node:http hands them over. */
export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request as it came: nothing of it is read before its signature is found right. */
export interface WebhookRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: WebhookHeaders;
  readonly body: Uint8Array;
}

/** What is known of the site that a request names. */
export interface SigningSite {
  readonly siteId: string;
  readonly domain: string;
  /** The current key and, during a change, the one before it. */
  readonly keys: readonly string[];
}

/** Who a request says that it is from; only its signature makes that true. */
export type Sender =
  | { readonly kind: 'plugin'; readonly siteId: string }
  /** WooCommerce's own webhook. */
  | { readonly kind: 'core'; readonly siteId: string }
  /** WooCommerce's own webhook is tried out: unsigned, no X-WC headers, again after each failure. */
  | { readonly kind: 'ping' }
  | { readonly kind: 'nobody' };

export type RefusedReason = 'signature' | 'clock' | 'event' | 'topic';

export type VerifiedWebhook =
  | {
      readonly kind: 'verified';
      /** Unique for what happened; equal for every delivery of it. */
      readonly externalId: string;
      readonly deliveryId: string | null;
      readonly topic: string;
      readonly shopDomain: string;
      readonly triggeredAt: null;
      /** Hex SHA-256 of the body. */
      readonly bodyHash: string;
    }
  | { readonly kind: 'refused'; readonly reason: RefusedReason };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PING = /^webhook_id=\d{1,20}$/;

/** Names the sender from headers and address; the body is looked at for a ping's few bytes only. */
export function senderOf({ path, headers, body }: WebhookRequest): Sender {
  const siteId = header(headers, 'x-ripresa-site');
  if (siteId !== null) return named('plugin', siteId);
  if (Object.keys(headers).some((name) => name.startsWith('x-wc-webhook-'))) {
    return named('core', new URLSearchParams(path.split('?')[1]).get('site'));
  }
  const isPing = body.length <= 32 && PING.test(Buffer.from(body).toString('latin1'));
  return { kind: isPing ? 'ping' : 'nobody' };
}

const named = (kind: 'plugin' | 'core', siteId: string | null): Sender =>
  siteId !== null && UUID.test(siteId)
    ? { kind, siteId: siteId.toLowerCase() }
    : { kind: 'nobody' };

/** Checks a plugin's request over the bytes as they came. */
export function isSignedByPlugin(
  request: WebhookRequest,
  { keys }: Pick<SigningSite, 'keys'>,
  now: Date,
): 'signed' | 'clock' | 'signature' {
  const { headers, ...sent } = request;
  const written = header(headers, 'x-ripresa-timestamp') ?? '';
  const signature = header(headers, 'x-ripresa-signature') ?? '';
  if (!/^\d{1,12}$/.test(written)) return 'signature';
  const timestamp = Number(written);
  if (!isSignedWith(keys, { ...sent, timestamp }, signature)) return 'signature';
  const away = Math.abs(now.getTime() / 1000 - timestamp);
  return away > CLOCK_TOLERANCE_SECONDS ? 'clock' : 'signed';
}

/** An event of our plugin: its own UUID names it however often it is delivered. */
export function verifyEvent(
  request: WebhookRequest,
  site: SigningSite,
  now: Date,
): VerifiedWebhook {
  const signed = isSignedByPlugin(request, site, now);
  if (signed !== 'signed') return refuse(signed);
  const eventId = header(request.headers, 'x-ripresa-event') ?? '';
  if (!UUID.test(eventId)) return refuse('event');
  const topic = header(request.headers, 'x-ripresa-topic');
  if (topic === null) return refuse('topic');
  return accept(request, site, topic, `event/${eventId.toLowerCase()}`);
}

/**
 * WooCommerce's own webhook. Its delivery id is not unique (a hash of webhook and second), so what
 * it tells is named by what it is: resource, id, time of change and content.
 */
export function verifyCore(request: WebhookRequest, site: SigningSite): VerifiedWebhook {
  const signature = header(request.headers, 'x-wc-webhook-signature') ?? '';
  if (!isCoreSignedWith(site.keys, request.body, signature)) return refuse('signature');
  const topic = header(request.headers, 'x-wc-webhook-topic')?.toLowerCase() ?? null;
  if (topic === null) return refuse('topic');
  return accept(request, site, topic, resourceIdentity(topic, request.body));
}

function resourceIdentity(topic: string, body: Uint8Array): string {
  const told = (parseJson(body) ?? {}) as { id?: unknown; date_modified_gmt?: unknown };
  const part = (value: unknown): string =>
    typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 40) : '-';
  const [resource = topic] = topic.split('.');
  return [resource, part(told.id), part(told.date_modified_gmt), hash('sha256', body)].join('/');
}

const accept = (
  { headers, body }: WebhookRequest,
  { siteId, domain }: SigningSite,
  topic: string,
  identity: string,
): VerifiedWebhook => ({
  kind: 'verified',
  externalId: `${siteId}/${identity}`,
  deliveryId: header(headers, 'x-wc-webhook-delivery-id'),
  topic,
  shopDomain: domain,
  triggeredAt: null,
  bodyHash: hash('sha256', body),
});

const refuse = (reason: RefusedReason): VerifiedWebhook => ({ kind: 'refused', reason });

function header(headers: WebhookHeaders, name: string): string | null {
  const value = headers[name];
  const first = typeof value === 'string' ? value : value?.[0];
  return first?.trim() || null;
}
