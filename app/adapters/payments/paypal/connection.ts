import { hash } from 'node:crypto';
import sdk from '@paypal/checkout-server-sdk';
import { TokenCache } from '@paypal/checkout-server-sdk/lib/core/token_cache.js';
import type { PaymentAccess } from '#core/payments/index';
import { VendorFault } from '#core/kernel/vendor-fault';
import { payPalFault } from './faults';

const LIVE = { api: 'https://api-m.paypal.com', web: 'https://www.paypal.com' };
const TRIAL = { api: 'https://api-m.sandbox.paypal.com', web: 'https://www.sandbox.paypal.com' };
/** Accounts whose token is kept for the next call. */
const MOST_CLIENTS = 1_000;

type Client = InstanceType<typeof sdk.core.PayPalHttpClient>;
export type PayPalRequest = Parameters<Client['execute']>[0];

/** Asks PayPal, and answers the body of its answer. */
export type Ask = (access: PaymentAccess, request: PayPalRequest) => Promise<unknown>;

/**
 * The library's client for each account. Its tokens are kept for the secret and not, as the library
 * would, for the client id alone: whoever knew another merchant's id could act for them.
 */
export function connecting(baseUrl: string | null): Ask {
  const clients = new Map<string, Client>();
  return async (access, request) => {
    const key = hash('sha256', `${access.live} ${access.secret}`);
    const client = clients.get(key) ?? open(access, baseUrl);
    clients.delete(key);
    clients.set(key, client);
    for (const oldest of clients.keys()) {
      if (clients.size <= MOST_CLIENTS) break;
      clients.delete(oldest);
    }
    try {
      return (await client.execute(request)).result ?? null;
    } catch (error) {
      throw payPalFault(error);
    }
  };
}

function open({ secret, live }: PaymentAccess, baseUrl: string | null): Client {
  const [clientId = '', ...rest] = secret.split(':');
  if (clientId === '' || rest.join('') === '') {
    const details = { vendor: 'paypal', code: 'keys_refused', retry: 'never' } as const;
    throw new VendorFault('PayPal wants a client id and a secret', details);
  }
  const { api, web } = live ? LIVE : TRIAL;
  const environment = new sdk.core.PayPalEnvironment(clientId, rest.join(':'), baseUrl ?? api, web);
  const client = new sdk.core.PayPalHttpClient(environment);
  client._cache = new TokenCache();
  const { encoder } = client;
  client.encoder = {
    // A text is JSON already, and goes out byte by byte as it is.
    serializeRequest: (request) =>
      typeof request.body === 'string' ? request.body : encoder.serializeRequest(request),
    deserializeResponse: (body, headers) => encoder.deserializeResponse(body, headers),
  };
  return client;
}

/** A call that the library has no class for. */
export const call = (verb: string, path: string, body?: unknown): PayPalRequest => ({
  verb,
  path,
  body: body ?? null,
  headers: { 'Content-Type': 'application/json' },
});
