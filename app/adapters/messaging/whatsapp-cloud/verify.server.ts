import { STATUSES_TOPIC } from '#core/intake/index';
import { createHash, createHmac, hash, timingSafeEqual } from 'node:crypto';

/** Header names in lower case, as node:http hands them over. */
export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What the door does with a delivery whose signature was looked at. */
export type VerifiedWebhook =
  | {
      readonly kind: 'verified';
      /** SHA-256 of the body: Meta gives deliveries no id, so equal bodies are one delivery. */
      readonly externalId: string;
      readonly deliveryId: null;
      readonly bodyHash: string;
      /** `statuses`: nothing in it can change whether somebody may be written to. */
      readonly topic: 'whatsapp' | typeof STATUSES_TOPIC;
      /** Meta names the number inside the body only. */
      readonly shopDomain: null;
      readonly triggeredAt: null;
    }
  | { readonly kind: 'refused'; readonly reason: 'missing_signature' | 'bad_signature' };

/**
 * Checks `X-Hub-Signature-256` (HMAC-SHA256 of the raw bytes with the app secret, hex) in constant
 * time, before a word of the body is read.
 * @param secrets the app secret and, during a rotation, the one before it
 */
export function verifyWebhook(
  rawBody: Uint8Array,
  headers: WebhookHeaders,
  secrets: readonly string[],
): VerifiedWebhook {
  const signature = headers['x-hub-signature-256'];
  const hex = typeof signature === 'string' ? SIGNATURE.exec(signature.trim())?.[1] : undefined;
  if (!hex) return { kind: 'refused', reason: 'missing_signature' };
  const claimed = Buffer.from(hex, 'hex');
  const known = secrets.filter((secret) => secret !== '');
  // Every secret is tried whatever the first one says, so that time tells nothing.
  const fits = known.map((secret) => timingSafeEqual(claimed, hmac(rawBody, secret)));
  if (!fits.includes(true)) return { kind: 'refused', reason: 'bad_signature' };
  const bodyHash = hash('sha256', rawBody);
  return {
    kind: 'verified',
    externalId: bodyHash,
    deliveryId: null,
    bodyHash,
    topic: topicOf(rawBody),
    shopDomain: null,
    triggeredAt: null,
  };
}

/** Told apart without reading the body: statuses come in floods and must hold nothing up. */
function topicOf(rawBody: Uint8Array): 'whatsapp' | typeof STATUSES_TOPIC {
  const text = Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength).toString(
    'latin1',
  );
  const onlyStatuses =
    /"statuses"\s*:/.test(text) && !/"(messages|user_preferences)"\s*:/.test(text);
  return onlyStatuses ? STATUSES_TOPIC : 'whatsapp';
}

const SIGNATURE = /^sha256=([0-9a-f]{64})$/i;

const hmac = (bytes: Uint8Array, secret: string): Buffer =>
  createHmac('sha256', secret).update(bytes).digest();

export type Challenge =
  | { readonly kind: 'accepted'; readonly challenge: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Answers Meta's `GET` when a webhook address is entered: the challenge goes back as it came. */
export function answerChallenge(query: URLSearchParams, verifyToken: string): Challenge {
  const token = query.get('hub.verify_token') ?? '';
  const challenge = query.get('hub.challenge');
  if (query.get('hub.mode') !== 'subscribe' || !challenge) {
    return { kind: 'refused', reason: 'This address takes WhatsApp’s webhooks only.' };
  }
  if (verifyToken === '' || !sameText(token, verifyToken)) {
    return { kind: 'refused', reason: 'The verify token does not fit.' };
  }
  // Meta sends a number; anything longer or stranger would let others write into our answer.
  if (!/^[\w-]{1,200}$/.test(challenge)) {
    return { kind: 'refused', reason: 'The challenge has a strange form.' };
  }
  return { kind: 'accepted', challenge };
}

/** Hashes first, so that texts of different length compare in constant time too. */
function sameText(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
