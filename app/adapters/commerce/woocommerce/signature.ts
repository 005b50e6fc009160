import { createHmac, hash, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  readonly method: string;
  /** With its query, as it is requested. */
  readonly path: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: Uint8Array;
}

/** What is signed: everything that a replayed or redirected request would change. */
const textOf = ({ method, path, timestamp, body }: SignedRequest): string =>
  [method.toUpperCase(), path, String(timestamp), hash('sha256', body)].join('\n');

const digest = (key: string, text: string | Uint8Array): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** The header's value for a request, with the site's signing key as its 64 digits. */
export const signatureOf = (key: string, request: SignedRequest): string =>
  `v1=${digest(key, textOf(request)).toString('hex')}`;

const SIGNATURE = /^v1=[0-9a-f]{64}$/;

/** Every key is tried whatever the first one says, so that time tells nothing. */
export function isSignedWith(
  keys: readonly string[],
  request: SignedRequest,
  signature: string,
): boolean {
  if (!SIGNATURE.test(signature)) return false;
  const given = Buffer.from(signature.slice(3), 'hex');
  const text = textOf(request);
  return keys.map((key) => timingSafeEqual(given, digest(key, text))).includes(true);
}

/** WooCommerce signs its own webhooks with a secret; ours is derived, so that none is stored there. */
export const coreWebhookSecret = (key: string): string =>
  digest(key, 'core webhook').toString('hex');

/** 32 bytes in Base64. Node decodes up to the padding only, and would overlook a second signature. */
const CORE_SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;

export function isCoreSignedWith(
  keys: readonly string[],
  body: Uint8Array,
  signature: string,
): boolean {
  if (!CORE_SIGNATURE.test(signature)) return false;
  const given = Buffer.from(signature, 'base64');
  return keys
    .map((key) => timingSafeEqual(given, digest(coreWebhookSecret(key), body)))
    .includes(true);
}

/** Whether it is what the site answers to a challenge while an exchange is under way. */
export function isChallengeAnswer(verifier: string, challenge: string, answer: string): boolean {
  if (!/^[0-9a-f]{64}$/.test(answer)) return false;
  return timingSafeEqual(Buffer.from(answer, 'hex'), digest(verifier, challenge));
}
