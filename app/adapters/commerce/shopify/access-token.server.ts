import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import { parseJson } from '#adapters/http/parse-json';
import type { Http } from '#adapters/http/request';
import { isVendorFault, VendorFault } from '#core/kernel/vendor-fault';

import { addressOf, type ShopifyAddress } from './address';
import { singleFlight } from './single-flight';
import type { OfflineToken, OfflineTokenStore } from '#core/commerce/index';

/** Hands out access tokens that are good for the next minutes, whatever other processes do. */
export interface AccessTokens {
  /**
   * A token with some minutes left.
   * @throws VendorFault never `not_installed` | `reauthorize` (the merchant has to open the app)
   */
  valid(domain: string): Promise<string>;
  /** After a 401: another process's newer token, else a fresh one. Throws like `valid`. */
  renewed(domain: string, refused: string): Promise<string>;
}

export interface AccessTokenOptions {
  readonly store: OfflineTokenStore;
  readonly http: Pick<Http, 'request'>;
  readonly address: ShopifyAddress;
  readonly apiKey: string;
  readonly apiSecret: string;
  /**
   * The real time, also where the product's clock is a rehearsal clock: tokens live in Shopify's
   * time, and the library that writes them at installation uses the real time too.
   */
  readonly now?: () => Date;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** Shopify's own libraries renew this early. */
const MARGIN_MS = 5 * 60_000;

/** Long enough for a token exchange that won the race to be committed. */
const SECOND_LOOK_MS = 1_000;

/**
 * Refresh tokens rotate, so two refreshes at once would race for the stored pair. The lock lets one
 * process refresh; the others then find the new pair. Within a process callers share one refresh.
 */
export function createAccessTokens(options: AccessTokenOptions): AccessTokens {
  const renew = singleFlight((domain: string, refused: string | null) =>
    renewSafely(domain, refused, options),
  );
  return {
    valid: async (domain) => {
      const token = await options.store.read(domain);
      if (!token) throw fault('not_installed', 'the app is not installed in this shop');
      return isFresh(token, options) ? token.accessToken : renew(domain, null);
    },
    renewed: renew,
  };
}

/**
 * A refusal gets a second look at the store: a token exchange (a merchant opening the app)
 * replaces the whole pair, and its answer may be on its way into the store.
 */
async function renewSafely(
  domain: string,
  refused: string | null,
  options: AccessTokenOptions,
): Promise<string> {
  const outcome = await options.store.withLock(domain, () => renewLocked(domain, refused, options));
  if (outcome.kind === 'token') return outcome.accessToken;
  await (options.wait ?? sleep)(SECOND_LOOK_MS);
  const later = await options.store.read(domain);
  if (later && later.accessToken !== outcome.tried && isFresh(later, options)) {
    return later.accessToken;
  }
  throw fault('reauthorize', 'Shopify no longer accepts the refresh token');
}

type Locked =
  | { readonly kind: 'token'; readonly accessToken: string }
  | { readonly kind: 'refused'; readonly tried: string };

async function renewLocked(
  domain: string,
  refused: string | null,
  options: AccessTokenOptions,
): Promise<Locked> {
  const token = await options.store.read(domain);
  if (!token) throw fault('not_installed', 'the app is not installed in this shop');
  if (token.accessToken !== refused && isFresh(token, options)) return given(token);
  const refreshToken = usableRefresh(token, options);
  if (!refreshToken) return { kind: 'refused', tried: token.accessToken };
  try {
    return await exchangePair(domain, { ...token, refreshToken }, options);
  } catch (error) {
    if (!isVendorFault(error) || !outlives(token, refused, options)) throw error;
    return given(token);
  }
}

const usableRefresh = (token: OfflineToken, options: AccessTokenOptions): string | null =>
  isPast(token.refreshTokenExpiresAt, 0, options) ? null : token.refreshToken;

/**
 * Renewal is early; until the old token really ends, an outage of the token endpoint is no reason
 * to stop.
 */
const outlives = (
  token: OfflineToken,
  refused: string | null,
  options: AccessTokenOptions,
): boolean => token.accessToken !== refused && !isPast(token.expiresAt, 0, options);

async function exchangePair(
  domain: string,
  token: OfflineToken & { readonly refreshToken: string },
  options: AccessTokenOptions,
): Promise<Locked> {
  const fresh = await refresh(domain, token.refreshToken, options);
  if (!fresh) return { kind: 'refused', tried: token.accessToken };
  await options.store.save(domain, fresh);
  return given(fresh);
}

const given = (token: OfflineToken): Locked => ({
  kind: 'token',
  accessToken: token.accessToken,
});

const isFresh = (token: OfflineToken, options: AccessTokenOptions): boolean =>
  !isPast(token.expiresAt, MARGIN_MS, options);

function isPast(instant: Date | null, marginMs: number, options: AccessTokenOptions): boolean {
  const now = options.now?.() ?? new Date();
  return instant !== null && instant.getTime() - marginMs <= now.getTime();
}

const answer = z.object({
  access_token: z.string().min(1),
  scope: z.string().default(''),
  expires_in: z.number().positive().nullish(),
  refresh_token: z.string().nullish(),
  refresh_token_expires_in: z.number().positive().nullish(),
});

/**
 * Null when Shopify refuses the refresh token for good. Asking twice does no harm: the token that
 * was used stays valid until the pair it was exchanged for is used (changelog, 28 August 2026).
 */
async function refresh(
  domain: string,
  refreshToken: string,
  options: AccessTokenOptions,
): Promise<OfflineToken | null> {
  const { url, headers } = addressOf(options.address, domain, '/admin/oauth/access_token');
  const response = await options.http.request({
    vendor: 'shopify',
    method: 'POST',
    url,
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      client_id: options.apiKey,
      client_secret: options.apiSecret,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    }),
    timeoutMs: 10_000,
    maxBytes: 64 * 1024,
    repeatable: true,
  });
  if (response.status === 200) return toToken(response.body, options);
  if (REFUSALS.has(response.status)) return null;
  throw new VendorFault(`shopify: token endpoint answered ${response.status}`, {
    vendor: 'shopify',
    code: `token_http_${response.status}`,
    retry: 'after',
    afterMs: response.retryAfterMs ?? 30_000,
    httpStatus: response.status,
  });
}

/** 400 invalid_grant, 401 invalid_request (used up), 403 and 404: shop or app are gone. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404]);

function toToken(body: Buffer, options: AccessTokenOptions): OfflineToken {
  const read = answer.safeParse(parseJson(body));
  if (!read.success) throw fault('bad_answer', 'the token endpoint answered something else');
  const now = (options.now?.() ?? new Date()).getTime();
  const { expires_in: seconds, refresh_token_expires_in: refreshSeconds } = read.data;
  return {
    accessToken: read.data.access_token,
    expiresAt: seconds ? new Date(now + seconds * 1000) : null,
    refreshToken: read.data.refresh_token ?? null,
    refreshTokenExpiresAt: refreshSeconds ? new Date(now + refreshSeconds * 1000) : null,
    scope: read.data.scope,
  };
}

const fault = (code: string, message: string): VendorFault =>
  new VendorFault(`shopify: ${message}`, { vendor: 'shopify', code, retry: 'never' });
