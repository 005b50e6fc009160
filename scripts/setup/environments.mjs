import { freePort } from './ports.mjs';

/** The sandbox's accounts; an outside program may sign webhooks with its own values. */
const DEMO = {
  SHOPIFY_API_KEY: 'ripresa-demo-key',
  SHOPIFY_API_SECRET: 'ripresa-demo-secret',
  WHATSAPP_APP_SECRET: 'ripresa-demo-whatsapp-secret',
  WHATSAPP_VERIFY_TOKEN: 'ripresa-demo-verify',
  WHATSAPP_META_APP_ID: '300000000000001',
};

function withoutNpm(environment) {
  const entries = Object.entries(environment).filter(([name]) => !/^npm_/i.test(name));
  return Object.fromEntries(entries);
}

/** The sandbox's own addresses, and those that whoever starts it allows besides, such as a local store's. */
function allowedHosts({ base, places, ports }) {
  const own = [
    `localhost:${places.port}`,
    `127.0.0.1:${places.port}`,
    `127.0.0.1:${ports.woocommerce}`,
  ];
  return [...own, base.OUTBOUND_ALLOWED_HOSTS].filter(Boolean).join(',');
}

function appEnvironment({ base, places, secrets, database, ports, loopback }) {
  return {
    ENCRYPTION_KEYS: secrets.encryptionKeys,
    CONTROL_TOKEN: secrets.controlToken,
    ...base,
    HOST: '127.0.0.1',
    PORT: String(ports.app),
    ROLE: 'all',
    PUBLIC_URL: places.publicUrl,
    DATABASE_URL: database.url,
    SHOPIFY_API_BASE_URL: `${loopback}:${ports.shopify}`,
    SHOPIFY_STOREFRONT_URL: `${places.publicUrl}/sandbox/store`,
    SHOPIFY_APP_BRIDGE_URL: `${places.publicUrl}/sandbox/app-bridge.js`,
    WHATSAPP_API_BASE_URL: `${loopback}:${ports.meta}`,
    STRIPE_API_BASE_URL: `${loopback}:${ports.stripe}`,
    PAYPAL_API_BASE_URL: `${loopback}:${ports.paypal}`,
    OUTBOUND_ALLOWED_HOSTS: allowedHosts({ base, places, ports }),
  };
}

function sandboxEnvironment({ base, places, app, ports, loopback }) {
  return {
    ...base,
    HOST: places.host,
    PORT: String(places.port),
    APP_URL: `${loopback}:${ports.app}`,
    PUBLIC_URL: places.publicUrl,
    SHOPIFY_STANDIN_PORT: String(ports.shopify),
    META_STANDIN_PORT: String(ports.meta),
    STRIPE_STANDIN_PORT: String(ports.stripe),
    PAYPAL_STANDIN_PORT: String(ports.paypal),
    WOOCOMMERCE_STANDIN_PORT: String(ports.woocommerce),
    CONTROL_TOKEN: app.CONTROL_TOKEN,
  };
}

/** What the app and the sandbox are told; only addresses differ from a production set-up. */
export async function serviceEnvironments({ environment, places, secrets, database }) {
  const base = { ...DEMO, ...withoutNpm(environment), NODE_ENV: 'production' };
  const names = ['app', 'shopify', 'meta', 'stripe', 'paypal', 'woocommerce'];
  const free = await Promise.all(names.map(() => freePort()));
  const ports = Object.fromEntries(names.map((name, index) => [name, free[index]]));
  const shared = { base, places, ports, loopback: 'http://127.0.0.1' };
  const appValues = appEnvironment({ ...shared, secrets, database });
  return { app: appValues, sandbox: sandboxEnvironment({ ...shared, app: appValues }) };
}
