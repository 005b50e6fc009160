import { describe, expect, it } from 'vitest';

import { createAccessTokens } from '#adapters/commerce/shopify/access-token.server';
import type { OfflineToken, OfflineTokenStore } from '#core/commerce/index';
import type { Http, HttpRequest, HttpResponse } from '#adapters/http/request';
import { VendorFault } from '#core/kernel/vendor-fault';

import { tokenMemory } from '../fixtures/shopify/token-memory';

const SHOP = 'demo.myshopify.com';
const NOW = new Date('2026-11-24T12:00:00Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

const token = (changes: Partial<OfflineToken> = {}): OfflineToken => ({
  accessToken: 'access-1',
  expiresAt: minutes(60),
  refreshToken: 'refresh-1',
  refreshTokenExpiresAt: minutes(60 * 24 * 90),
  scope: 'read_orders',
  ...changes,
});

type Answer = { status: number; body: unknown } | VendorFault;

/** Shopify's token endpoint: a refresh token works once, then its successor does. */
function tokenEndpoint(answers?: () => Answer) {
  const requests: HttpRequest[] = [];
  let current = 1;
  const rotate = (given: unknown): Answer => {
    if (given !== `refresh-${current}`) return { status: 400, body: { error: 'invalid_grant' } };
    current += 1;
    return { status: 200, body: fresh(current) };
  };
  const request: Http['request'] = async (call) => {
    requests.push(call);
    await new Promise((resolve) => setImmediate(resolve));
    const sent = JSON.parse(String(call.body)) as { refresh_token: unknown };
    const answer = answers ? answers() : rotate(sent.refresh_token);
    if (answer instanceof VendorFault) throw answer;
    return response(call.url, answer.status, answer.body);
  };
  return { requests, request };
}

const fresh = (version: number) => ({
  access_token: `access-${version}`,
  refresh_token: `refresh-${version}`,
  expires_in: 3600,
  refresh_token_expires_in: 7_776_000,
  scope: 'read_orders',
});

const response = (url: string, status: number, body: unknown): HttpResponse => ({
  status,
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
  url,
  retryAfterMs: null,
});

const worker = (store: OfflineTokenStore, endpoint: Pick<Http, 'request'>) =>
  createAccessTokens({
    store,
    http: endpoint,
    address: { apiBaseUrl: 'http://127.0.0.1:9' },
    apiKey: 'key',
    apiSecret: 'secret',
    now: () => NOW,
    wait: () => Promise.resolve(),
  });

const codeOf = (promise: Promise<string>) =>
  promise.then(
    (value) => value,
    (error: unknown) => (error instanceof VendorFault ? error.details : error),
  );

describe('an offline access token', () => {
  it('is used as it is while it has more than five minutes left', async () => {
    const endpoint = tokenEndpoint();
    const tokens = worker(tokenMemory({ [SHOP]: token() }), endpoint);
    expect(await tokens.valid(SHOP)).toBe('access-1');
    expect(endpoint.requests).toHaveLength(0);
  });

  it('without an end is used for ever', async () => {
    const eternal = token({ expiresAt: null, refreshToken: null, refreshTokenExpiresAt: null });
    const tokens = worker(tokenMemory({ [SHOP]: eternal }), tokenEndpoint());
    expect(await tokens.valid(SHOP)).toBe('access-1');
  });

  it('is renewed and stored as a pair when its end is near', async () => {
    const store = tokenMemory({ [SHOP]: token({ expiresAt: minutes(4) }) });
    const endpoint = tokenEndpoint();
    expect(await worker(store, endpoint).valid(SHOP)).toBe('access-2');
    expect(await store.read(SHOP)).toEqual({
      accessToken: 'access-2',
      expiresAt: minutes(60),
      refreshToken: 'refresh-2',
      refreshTokenExpiresAt: minutes(60 * 24 * 90),
      scope: 'read_orders',
    });
    expect(endpoint.requests[0]).toMatchObject({
      url: 'http://127.0.0.1:9/admin/oauth/access_token',
      headers: { 'x-forwarded-host': SHOP },
      repeatable: true,
    });
  });

  it('is renewed once when five processes and twenty callers want it at once', async () => {
    const store = tokenMemory({ [SHOP]: token({ expiresAt: minutes(-1) }) });
    const endpoint = tokenEndpoint();
    const processes = Array.from({ length: 5 }, () => worker(store, endpoint));
    const wanted = processes.flatMap((tokens) => [1, 2, 3, 4].map(() => tokens.valid(SHOP)));
    expect(new Set(await Promise.all(wanted))).toEqual(new Set(['access-2']));
    expect(endpoint.requests).toHaveLength(1);
    expect(store.saves()).toBe(1);
  });

  it('refused by Shopify is replaced by the one that another process has stored meanwhile', async () => {
    const endpoint = tokenEndpoint();
    const store = tokenMemory({ [SHOP]: token({ accessToken: 'access-9' }) });
    expect(await worker(store, endpoint).renewed(SHOP, 'access-1')).toBe('access-9');
    expect(endpoint.requests).toHaveLength(0);
  });

  it('refused by Shopify is renewed although its time isn’t over', async () => {
    const store = tokenMemory({ [SHOP]: token() });
    expect(await worker(store, tokenEndpoint()).renewed(SHOP, 'access-1')).toBe('access-2');
  });

  it('needs the merchant once the refresh token is refused', async () => {
    const store = tokenMemory({ [SHOP]: token({ expiresAt: minutes(-1), refreshToken: 'dead' }) });
    expect(await codeOf(worker(store, tokenEndpoint()).valid(SHOP))).toMatchObject({
      code: 'reauthorize',
      retry: 'never',
    });
  });

  it('of a token exchange that won the race is found at the second look', async () => {
    const store = tokenMemory({ [SHOP]: token({ expiresAt: minutes(-1) }) });
    const endpoint = tokenEndpoint(() => {
      void store.save(SHOP, token({ accessToken: 'exchanged' }));
      return { status: 401, body: { error: 'invalid_request' } };
    });
    expect(await worker(store, endpoint).valid(SHOP)).toBe('exchanged');
  });

  it('that is still alive outlasts an outage of the token endpoint', async () => {
    const store = tokenMemory({ [SHOP]: token({ expiresAt: minutes(3) }) });
    const endpoint = tokenEndpoint(() => ({ status: 520, body: 'error code: 520' }));
    expect(await worker(store, endpoint).valid(SHOP)).toBe('access-1');
  });

  it('that is dead waits for the end of an outage, and keeps its refresh token', async () => {
    const store = tokenMemory({ [SHOP]: token({ expiresAt: minutes(-3) }) });
    const endpoint = tokenEndpoint(() => ({ status: 503, body: 'busy' }));
    expect(await codeOf(worker(store, endpoint).valid(SHOP))).toMatchObject({
      code: 'token_http_503',
      retry: 'after',
    });
    expect((await store.read(SHOP))?.refreshToken).toBe('refresh-1');
  });

  it('of a shop without the app is a fault that says so', async () => {
    expect(await codeOf(worker(tokenMemory(), tokenEndpoint()).valid(SHOP))).toMatchObject({
      code: 'not_installed',
      retry: 'never',
    });
  });
});
