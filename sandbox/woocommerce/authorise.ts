import { createHash, createHmac } from 'node:crypto';
import { json, type Exchange, type Reply } from '../http/exchange';
import type { SiteKeys, SiteState } from './state';

const CLOCK_SECONDS = 300;
const OAUTH_SECONDS = 15 * 60;

const refused = (code: string, message: string): Reply =>
  json(401, { code, message, data: { status: 401 } });

/**
 * Who may use WooCommerce's own routes. Over http WooCommerce takes no password, only OAuth 1.0a,
 * and each nonce once.
 */
export function refuseStoreCall(state: SiteState, exchange: Exchange): Reply | null {
  const { url, headers } = exchange;
  const given = Object.fromEntries(url.searchParams);
  if (headers.authorization !== undefined || state.keys === null) {
    return refused('woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.');
  }
  const objection = oauthObjection(state, state.keys, given, exchange);
  if (objection !== null) return refused('woocommerce_rest_authentication_error', objection);
  state.nonces.add(given.oauth_nonce ?? '');
  return null;
}

function oauthObjection(
  { nonces }: SiteState,
  keys: SiteKeys,
  given: Record<string, string>,
  { url, headers, method }: Exchange,
): string | null {
  if (given.oauth_consumer_key !== keys.consumerKey) return 'Consumer key is invalid.';
  const away = Math.abs(Date.now() / 1000 - Number(given.oauth_timestamp));
  if (!(away <= OAUTH_SECONDS) || nonces.has(given.oauth_nonce ?? '')) {
    return 'Invalid timestamp or nonce.';
  }
  const { oauth_signature: signature, ...signed } = given;
  const address = `http://${headers.host ?? ''}${url.pathname}`;
  const expected = oauthSignature(method, address, signed, keys.consumerSecret);
  return signature === expected ? null : 'Invalid signature.';
}

function oauthSignature(
  method: string,
  address: string,
  parameters: Record<string, string>,
  secret: string,
): string {
  const written = Object.keys(parameters)
    .sort()
    .map((name) => `${strict(name)}%3D${strict(strict(parameters[name] ?? ''))}`)
    .join('%26');
  return createHmac('sha256', `${secret}&`)
    .update(`${method}&${strict(address)}&${written}`)
    .digest('base64');
}

const strict = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9._~-]/.test(char)
        ? char
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

/** The text that both sides sign, and its signature. */
export function pluginSignature(
  key: string,
  request: { method: string; path: string; timestamp: number; body: string | Buffer },
): string {
  const body = createHash('sha256').update(request.body).digest('hex');
  const text = [request.method, request.path, request.timestamp, body].join('\n');
  return `v1=${createHmac('sha256', key).update(text).digest('hex')}`;
}

/** Who may use the plugin's routes: whoever signs with the key of this site, now. */
export function refusePluginCall(state: SiteState, exchange: Exchange): Reply | null {
  const { url, headers, method, body } = exchange;
  if (headers['x-ripresa-site'] !== state.keys?.siteId || state.keys === null) {
    return json(410, { error: 'unknown_site' });
  }
  const timestamp = Number(headers['x-ripresa-timestamp']);
  const path = `${url.pathname}${url.search}`;
  const expected = pluginSignature(state.keys.signingKey, { method, path, timestamp, body });
  if (headers['x-ripresa-signature'] !== expected) return json(401, { error: 'signature' });
  const now = Math.floor(Date.now() / 1000);
  return Math.abs(now - timestamp) > CLOCK_SECONDS ? json(401, { error: 'clock', now }) : null;
}
