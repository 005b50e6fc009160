import { freePort } from '../../setup/ports.mjs';
import { startChild, type Child } from '../harness/child';
import { SHOPIFY_SECRET, WHATSAPP_SECRET } from './webhook-request';

export interface Product {
  readonly child: Child;
  readonly port: number;
}

const READY_POLL_MS = 50;
const READY_LIMIT_MS = 60_000;
/** Every sweep of the flow has come by more than once. */
const WATCHED_MS = 15_000;

/** "id:key", as the product's environment has it. */
export const ENCRYPTION_KEYS = `bench:${Buffer.alloc(32, 7).toString('base64')}`;

/** The variables of its environment that it always needs, as a worker has them. */
export const productEnv = (databaseUrl: string): Readonly<Record<string, string>> => ({
  ROLE: 'worker',
  DATABASE_URL: databaseUrl,
  SHOPIFY_API_KEY: 'bench-key',
  SHOPIFY_API_SECRET: SHOPIFY_SECRET,
  PUBLIC_URL: 'https://app.example.com',
  ENCRYPTION_KEYS,
  WHATSAPP_APP_SECRET: WHATSAPP_SECRET,
  WHATSAPP_VERIFY_TOKEN: 'bench-verify-token',
  LOG_LEVEL: 'fatal',
});

/**
 * The product itself, as it is built and run, in one of its roles.
 * @param more variables of its environment besides those that it always needs
 */
export async function startProduct(
  databaseUrl: string,
  role: 'web' | 'worker' | 'all',
  more: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const port = await freePort();
  const child = await startChild('build/app.js', {
    env: { ...productEnv(databaseUrl), ROLE: role, PORT: String(port), ...more },
    waitUntilReady: () => untilHealthy(port),
  });
  return { child, port };
}

async function untilHealthy(port: number): Promise<void> {
  const deadline = Date.now() + READY_LIMIT_MS;
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      () => true,
      () => false,
    );
  while (!(await isUp())) {
    if (Date.now() > deadline) throw new Error('the product did not start');
    await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS));
  }
}

/** The most memory that a worker of the product ever holds while it looks after a database. */
export async function peakOfWorker(databaseUrl: string): Promise<number> {
  const { child } = await startProduct(databaseUrl, 'worker');
  try {
    await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
    return (await child.usage()).peakRssMb;
  } finally {
    await child.stop();
  }
}
