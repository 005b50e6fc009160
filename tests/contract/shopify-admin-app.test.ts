import { Session } from '@shopify/shopify-api';
import type { SessionStorage } from '@shopify/shopify-app-session-storage';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createAdminApp, type AdminAppOptions } from '#adapters/commerce/shopify/admin-app.server';

import { KEY, SECRET, SHOP, startStandIn, type StandIn } from '../fixtures/shopify/stand-in';
import { tokenMemory } from '../fixtures/shopify/token-memory';

const PUBLIC_URL = 'https://app.example';
const APP_BRIDGE = 'http://localhost:3000/sandbox/app-bridge.js';
/** isbot answers 410 to a plain Node client. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';

let shopify: StandIn;
let sessions: Map<string, Session>;
let installed: Set<string>;
let installs: string[];

beforeAll(async () => {
  shopify = await startStandIn();
});
afterAll(() => shopify.close());

beforeEach(() => {
  sessions = new Map();
  installed = new Set();
  installs = [];
});

const storage = (): SessionStorage => ({
  storeSession: (session) => Promise.resolve(Boolean(sessions.set(session.id, session))),
  loadSession: (id) => Promise.resolve(sessions.get(id)),
  deleteSession: (id) => Promise.resolve(sessions.delete(id)),
  deleteSessions: (ids) => Promise.resolve(ids.every((id) => sessions.delete(id))),
  findSessionsByShop: (shop) =>
    Promise.resolve([...sessions.values()].filter((session) => session.shop === shop)),
});

/** Slow on purpose: parallel first loads overlap with it. */
const install = async (domain: string): Promise<void> => {
  installs.push(domain);
  await new Promise((resolve) => setTimeout(resolve, 30));
  installed.add(domain);
};

const app = (changes: Partial<AdminAppOptions> = {}) =>
  createAdminApp({
    apiKey: KEY,
    apiSecret: SECRET,
    distribution: 'app-store',
    publicUrl: PUBLIC_URL,
    sessionStorage: storage(),
    tokens: tokenMemory(),
    install,
    isInstalled: (domain) => Promise.resolve(installed.has(domain)),
    apiBaseUrl: shopify.apiBaseUrl,
    appBridgeUrl: APP_BRIDGE,
    ...changes,
  });

const HOST = Buffer.from('admin.shopify.com/store/demo').toString('base64url');

const page = (path: string, query: Record<string, string> = {}) => {
  const search = new URLSearchParams({ shop: SHOP, host: HOST, embedded: '1', ...query });
  return new Request(`${PUBLIC_URL}${path}?${search}`, { headers: { 'user-agent': BROWSER } });
};

const firstLoad = () => page('/app', { id_token: shopify.sessionToken() });

const dataRequest = () =>
  new Request(`${PUBLIC_URL}/app/settings`, {
    headers: { 'user-agent': BROWSER, authorization: `Bearer ${shopify.sessionToken()}` },
  });

const thrown = (promise: Promise<unknown>): Promise<Response> =>
  promise.then(
    () => {
      throw new Error('nothing was thrown');
    },
    (reason: unknown) => {
      if (reason instanceof Response) return reason;
      throw reason;
    },
  );

const exchanges = () =>
  shopify.requests.entries().filter(({ path }) => path.endsWith('/access_token')).length;

describe('the embedded admin', () => {
  it('exchanges the first session token for an offline token that ends and can be renewed', async () => {
    const { authenticate } = await app();
    const { domain } = await authenticate(firstLoad());
    expect(domain).toBe(SHOP);
    const stored = sessions.get(`offline_${SHOP}`);
    expect(stored?.isOnline).toBe(false);
    expect(stored?.accessToken).toMatch(/^shpat_/);
    expect(stored?.refreshToken).toMatch(/^shprt_/);
    expect(stored?.expires?.getTime()).toBeGreaterThan(Date.now() + 50 * 60_000);
    expect(installs).toEqual([SHOP]);
  });

  it('lets parallel first loads in only when the shop is installed', async () => {
    const { authenticate } = await app();
    await Promise.all(
      [1, 2, 3, 4].map(async () => {
        await authenticate(firstLoad());
        expect(installed.has(SHOP)).toBe(true);
      }),
    );
    expect(new Set(installs)).toEqual(new Set([SHOP]));
  });

  it('goes on with the stored token afterwards', async () => {
    const { authenticate } = await app();
    await authenticate(firstLoad());
    const before = exchanges();
    await authenticate(dataRequest());
    expect(exchanges()).toBe(before);
    expect(installs).toHaveLength(1);
  });

  it('exchanges again when the stored token is about to end', async () => {
    const { authenticate } = await app();
    await authenticate(firstLoad());
    const old = sessions.get(`offline_${SHOP}`);
    sessions.set(
      `offline_${SHOP}`,
      new Session({
        ...old?.toObject(),
        id: `offline_${SHOP}`,
        expires: new Date(Date.now() + 60_000),
      } as ConstructorParameters<typeof Session>[0]),
    );
    await authenticate(dataRequest());
    expect(sessions.get(`offline_${SHOP}`)?.accessToken).not.toBe(old?.accessToken);
  });

  it('comes back with a new token after the app was removed and added again', async () => {
    const { authenticate } = await app();
    await authenticate(firstLoad());
    const dead = sessions.get(`offline_${SHOP}`)?.accessToken;
    await shopify.uninstall();
    installed.delete(SHOP);
    await authenticate(dataRequest());
    expect(sessions.get(`offline_${SHOP}`)?.accessToken).not.toBe(dead);
    expect(installed.has(SHOP)).toBe(true);
  });

  it('tries the installation again after it failed once', async () => {
    let failures = 1;
    const { authenticate } = await app({
      install: (domain) => {
        failures -= 1;
        return failures >= 0 ? Promise.reject(new Error('database gone')) : install(domain);
      },
    });
    expect((await thrown(authenticate(firstLoad()))).status).toBe(500);
    await authenticate(dataRequest());
    expect(installed.has(SHOP)).toBe(true);
  });

  it('sends a document without a session token through the bounce page', async () => {
    const { authenticate } = await app();
    const redirect = await thrown(authenticate(page('/app')));
    expect(redirect.status).toBe(302);
    expect(redirect.headers.get('location')).toContain('/auth/session-token');
    const bounce = await thrown(authenticate(page('/auth/session-token')));
    expect(await bounce.text()).toContain(`src="${APP_BRIDGE}"`);
  });

  it('refuses a forged session token', async () => {
    const { authenticate } = await app();
    const [head, body] = shopify.sessionToken().split('.');
    const forged = new Request(`${PUBLIC_URL}/app`, {
      headers: { 'user-agent': BROWSER, authorization: `Bearer ${head}.${body}.AAAA` },
    });
    expect((await thrown(authenticate(forged))).status).toBe(401);
    expect(sessions.size).toBe(0);
  });

  it('may be framed by the shop’s admin only', async () => {
    const { addDocumentHeaders } = await app();
    const headers = new Headers();
    addDocumentHeaders(page('/app'), headers);
    expect(headers.get('content-security-policy')).toContain(`frame-ancestors https://${SHOP}`);
    expect(headers.get('link')).toContain(APP_BRIDGE);
  });
});
