import { expect } from 'vitest';
import { startSandbox } from '../../sandbox/start-sandbox';
import { createTestDatabase } from './database';
import { objections } from './official-schemas';
import { outside } from './outside';
import { freePort } from './ports';
import { CONTROL_TOKEN, ENCRYPTION_KEY, SECRETS } from './secrets';

export interface StandIns {
  /** Where the gateway answers: what a browser and an outside program see. */
  readonly url: string;
  /** Where the gateway looks for the app. */
  readonly appPort: number;
  readonly appUrl: string;
  /** A migrated database of this app's own. */
  readonly databaseUrl: string;
  /** The environment that points an app at the stand-ins and the database. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends them; fails when something left the app that Shopify or Meta would not take. */
  readonly close: () => Promise<void>;
}

/** Shopify grants the access scopes of an app of one merchant's own. */
const CUSTOM_APP = { shopifyConfig: 'shopify.app.custom.toml' };

/**
 * The sandbox around an app that is yet to be started, and a database for it.
 * @param host name of this machine in the addresses that a shopper or a merchant sees
 * @param sites `host:port` of further stand-ins that the app may visit
 */
export async function startStandIns(
  host = '127.0.0.1',
  sites: readonly string[] = [],
  isCustomApp = false,
): Promise<StandIns> {
  const database = await createTestDatabase();
  const port = await freePort();
  const appPort = await freePort();
  const url = `http://${host}:${port}`;
  const appUrl = `http://127.0.0.1:${appPort}`;
  const sandbox = await startSandbox(
    {
      host: '127.0.0.1',
      port,
      publicUrl: url,
      appUrl,
      shopifyPort: 0,
      metaPort: 0,
      controlToken: CONTROL_TOKEN,
      shopifyApiKey: SECRETS.SHOPIFY_API_KEY,
      shopifyApiSecret: SECRETS.SHOPIFY_API_SECRET,
      whatsappAppSecret: SECRETS.WHATSAPP_APP_SECRET,
      whatsappVerifyToken: SECRETS.WHATSAPP_VERIFY_TOKEN,
      root: process.cwd(),
      ...(isCustomApp ? CUSTOM_APP : {}),
    },
    () => undefined,
  );
  const env = {
    ...SECRETS,
    NODE_ENV: 'test',
    PUBLIC_URL: url,
    PORT: String(appPort),
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS: `test:${ENCRYPTION_KEY}`,
    SHOPIFY_API_BASE_URL: `http://127.0.0.1:${sandbox.ports.shopify}`,
    SHOPIFY_STOREFRONT_URL: `${url}/sandbox/store`,
    SHOPIFY_APP_BRIDGE_URL: `${url}/sandbox/app-bridge.js`,
    WHATSAPP_API_BASE_URL: `http://127.0.0.1:${sandbox.ports.meta}`,
    STRIPE_API_BASE_URL: `http://127.0.0.1:${sandbox.ports.stripe}`,
    PAYPAL_API_BASE_URL: `http://127.0.0.1:${sandbox.ports.paypal}`,
    OUTBOUND_ALLOWED_HOSTS: [
      ...[`127.0.0.1:${port}`, `localhost:${port}`, `127.0.0.1:${sandbox.ports.woocommerce}`],
      ...sites,
    ].join(','),
    CONTROL_TOKEN,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
  };
  const close = async (): Promise<void> => {
    try {
      expect((await objections(outside({ url }))).found).toEqual([]);
    } finally {
      await sandbox.close();
      await database.drop();
    }
  };
  return { url, appPort, appUrl, databaseUrl: database.url, env, close };
}
