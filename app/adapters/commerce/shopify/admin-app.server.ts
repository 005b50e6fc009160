import type { Session } from '@shopify/shopify-api';
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime';
import {
  ApiVersion,
  AppDistribution,
  LogSeverity,
  shopifyApp,
} from '@shopify/shopify-app-remix/server';
import type { SessionStorage } from '@shopify/shopify-app-session-storage';

import { addressOf } from './address';
import { scopesOf, type API_VERSION, type Distribution } from './manifest';
import { singleFlight } from './single-flight';
import { SHOP_DOMAIN } from './verify.server';
import type { OfflineTokenStore } from '#core/commerce/index';

export interface AdminAppOptions {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly distribution: Distribution;
  /** Where browsers reach the app. */
  readonly publicUrl: string;
  readonly sessionStorage: SessionStorage;
  /** Its lock keeps a token exchange and a refresh of one shop apart. */
  readonly tokens: Pick<OfflineTokenStore, 'withLock'>;
  /** Makes the shop known and ready. Idempotent, also when two processes do it at once. */
  readonly install: (domain: string) => Promise<void>;
  /** Whether `install` was done since the last uninstallation. Asked at every request. */
  readonly isInstalled: (domain: string) => Promise<boolean>;
  /** Takes calls to *.myshopify.com instead. */
  readonly apiBaseUrl?: string | undefined;
  readonly appBridgeUrl?: string | undefined;
  /** The library's own lines; they name shops, never people. */
  readonly log?: (level: 'warn' | 'error', message: string) => void;
}

/** The manifest's version as the library names it; doesn't compile when the library lacks it. */
const LIBRARY_VERSION = ApiVersion.July26 satisfies `${ApiVersion}` & typeof API_VERSION;

/** Tokens, log-in and billing are the same for both; an app made within one admin would have neither. */
const DISTRIBUTIONS = {
  'app-store': AppDistribution.AppStore,
  custom: AppDistribution.SingleMerchant,
} as const satisfies Record<Distribution, AppDistribution>;

const POLICY = 'Content-Security-Policy';

/**
 * The library's bounce page writes the address's store into its framing rule as it came.
 * @throws Response 400 for a name that no store has
 */
function refuseStrangeShop(request: Request): void {
  const shop = new URL(request.url).searchParams.get('shop');
  if (shop === null || SHOP_DOMAIN.test(shop.toLowerCase())) return;
  throw new Response('This is no store.', { status: 400 }) as unknown as Error;
}

/** Served by Shopify; merchants' browsers load it from there. */
const APP_BRIDGE_URL = 'https://cdn.shopify.com/shopifycloud/app-bridge.js';

/**
 * The embedded admin app on Shopify's library: token exchange, expiring offline tokens, session
 * tokens.
 */
export async function createAdminApp(options: AdminAppOptions) {
  const install = singleFlight(options.install);
  const app = (await buildLibrary(options))(libraryConfig(options, install));
  const appBridgeUrl = options.appBridgeUrl ?? APP_BRIDGE_URL;

  /**
   * A session without an installation: the app was removed and is back before its session ended, or
   * the first installation failed after the token was stored (the library doesn't repeat its hook),
   * or another request is installing just now. A removed app's tokens are dead, so the session goes
   * and a new token is exchanged.
   */
  const reinstall = async (request: Request, stale: Session) => {
    await options.sessionStorage.deleteSession(stale.id);
    const context = await app.authenticate.admin(request);
    if (!(await options.isInstalled(stale.shop))) await install(stale.shop);
    return context;
  };

  return {
    apiKey: options.apiKey,
    appBridgeUrl,
    /**
     * Authenticates a request of the embedded admin and answers the library's context with the
     * shop's domain. Throws the Response to send when there is more to do first.
     */
    authenticate: async (request: Request) => {
      refuseStrangeShop(request);
      const context = await app.authenticate.admin(request);
      const domain = context.session.shop;
      if (await options.isInstalled(domain)) return { ...context, domain };
      return { ...(await reinstall(request, context.session)), domain };
    },
    /** Sets the rules of a document, and the preload of App Bridge; without a store nobody frames it. */
    addDocumentHeaders: (request: Request, headers: Headers): void => {
      app.addDocumentResponseHeaders(request, headers);
      const framing = headers.get(POLICY) ?? "frame-ancestors 'none';";
      headers.set(POLICY, `${framing} object-src 'none'; base-uri 'none';`);
      if (!headers.has('Link')) return;
      headers.set('Link', `<${appBridgeUrl}>; rel="preload"; as="script";`);
    },
    login: (request: Request) => app.login(request),
  };
}

export type AdminApp = Awaited<ReturnType<typeof createAdminApp>>;

const libraryConfig = (options: AdminAppOptions, install: AdminAppOptions['install']) => ({
  apiKey: options.apiKey,
  apiSecretKey: options.apiSecret,
  apiVersion: LIBRARY_VERSION,
  scopes: [...scopesOf(options.distribution)],
  appUrl: options.publicUrl,
  authPathPrefix: '/auth',
  distribution: DISTRIBUTIONS[options.distribution],
  sessionStorage: underLock(options),
  hooks: { afterAuth: ({ session }: { session: Session }) => install(session.shop) },
  future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  logger: libraryLogger(options),
});

/**
 * The library reads the App Bridge address from the environment while its Node adapter loads, and
 * offers no other way to set it; hence the late import.
 */
async function buildLibrary(options: AdminAppOptions): Promise<typeof shopifyApp> {
  if (options.appBridgeUrl) process.env['APP_BRIDGE_URL'] = options.appBridgeUrl;
  await import('@shopify/shopify-app-remix/adapters/node');
  if (options.apiBaseUrl) redirectCalls(options.apiBaseUrl);
  return shopifyApp;
}

/** Sends the library's calls to shops to another address, with the shop in x-forwarded-host. */
function redirectCalls(apiBaseUrl: string): void {
  setAbstractFetchFunc((input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!url.hostname.endsWith('.myshopify.com')) return fetch(input, init);
    const target = addressOf({ apiBaseUrl }, url.hostname, `${url.pathname}${url.search}`);
    const headers = new Headers(init?.headers);
    for (const [name, value] of Object.entries(target.headers)) headers.set(name, value);
    return fetch(target.url, { ...init, headers });
  });
}

/**
 * Two first loads exchange a token each, and a worker may be refreshing the old one: the pair that
 * is stored last must be the one that Shopify gave last, so writes of offline sessions queue up
 * behind the shop's lock.
 */
function underLock({ sessionStorage: storage, tokens }: AdminAppOptions): SessionStorage {
  return {
    storeSession: (session: Session) =>
      session.isOnline
        ? storage.storeSession(session)
        : tokens.withLock(session.shop, () => storage.storeSession(session)),
    loadSession: (id) => storage.loadSession(id),
    deleteSession: (id) => storage.deleteSession(id),
    deleteSessions: (ids) => storage.deleteSessions(ids),
    findSessionsByShop: (shop) => storage.findSessionsByShop(shop),
  };
}

/** At `Debug` the library writes session tokens; at `Warning` nothing secret. */
const libraryLogger = ({ log }: AdminAppOptions) => ({
  level: LogSeverity.Warning,
  httpRequests: false,
  log: (severity: LogSeverity, message: string): Promise<void> => {
    log?.(severity === LogSeverity.Error ? 'error' : 'warn', message);
    return Promise.resolve();
  },
});
