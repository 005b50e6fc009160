import { createHmac } from 'node:crypto';

export interface ConsumerKeys {
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

/**
 * One-legged OAuth 1.0a (RFC 5849), which WooCommerce wants over plain http, where it refuses a
 * password in clear. Answers the address with the signature among its parameters.
 * @param once a nonce and the seconds since 1970
 */
export function signedByOauth(
  method: string,
  address: URL,
  keys: ConsumerKeys,
  once: { readonly nonce: string; readonly timestamp: number },
): URL {
  const signed = new URL(address);
  const own = {
    oauth_consumer_key: keys.consumerKey,
    oauth_nonce: once.nonce,
    oauth_signature_method: 'HMAC-SHA256',
    oauth_timestamp: String(once.timestamp),
  };
  for (const [name, value] of Object.entries(own)) signed.searchParams.set(name, value);
  signed.searchParams.set('oauth_signature', signatureOf(method, signed, keys.consumerSecret));
  return signed;
}

function signatureOf(
  method: string,
  { origin, pathname, searchParams }: URL,
  secret: string,
): string {
  const pairs = [...searchParams].map(([name, value]) => `${escaped(name)}=${escaped(value)}`);
  const parameters = pairs.sort().join('&');
  const base = [method.toUpperCase(), `${origin}${pathname}`, parameters].map(escaped).join('&');
  return createHmac('sha256', `${secret}&`).update(base).digest('base64');
}

/** RFC 3986, which leaves five characters fewer as they are than JavaScript does. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
