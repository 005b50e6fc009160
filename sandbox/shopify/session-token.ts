import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { SHOP } from './shop';

/** App Bridge session tokens live for a minute of real time. */
const LIFETIME_S = 60;

/** Mints the JWT that App Bridge gives to the embedded app. */
export function mintSessionToken(apiKey: string, secret: string, realNow: Date): string {
  const issuedAt = Math.floor(realNow.getTime() / 1000);
  const payload = {
    iss: `https://${SHOP.domain}/admin`,
    dest: `https://${SHOP.domain}`,
    aud: apiKey,
    sub: '1',
    exp: issuedAt + LIFETIME_S,
    nbf: issuedAt,
    iat: issuedAt,
    jti: randomUUID(),
    sid: '6f1b9a3a0c5d4e4f9d2a7b1c8e6f5a4d3c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f',
  };
  const unsigned = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
  return `${unsigned}.${sign(unsigned, secret)}`;
}

export type TokenCheck = { ok: true; sub: string } | { ok: false; reason: string };

/** Verifies a session token as Shopify's token exchange does. */
export function checkSessionToken(
  token: string,
  apiKey: string,
  secret: string,
  realNow: Date,
  domain: string = SHOP.domain,
): TokenCheck {
  const [header = '', payload = '', signature = ''] = token.split('.');
  if (!isSame(signature, sign(`${header}.${payload}`, secret))) {
    return { ok: false, reason: 'signature' };
  }
  const claims = decode(payload);
  const now = Math.floor(realNow.getTime() / 1000);
  // Clocks of two machines may differ by a few seconds.
  const isFine: [claim: string, ok: boolean][] = [
    ['aud', claims['aud'] === apiKey],
    ['dest', claims['dest'] === `https://${domain}`],
    ['exp', Number(claims['exp']) > now],
    ['nbf', Number(claims['nbf']) <= now + 10],
  ];
  const [wrong] = isFine.find(([, ok]) => !ok) ?? [];
  return wrong === undefined
    ? { ok: true, sub: String(claims['sub']) }
    : { ok: false, reason: wrong };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function sign(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

function isSame(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
