import { findRedis, startRedis } from '../../testing/redis.mjs';
import { startChild, type Child } from '../harness/child';
import { openDatabase, type BenchDatabase } from '../harness/database';
import { startProduct } from './product';
import { SHOPIFY_SECRET } from './webhook-request';

export interface Receiver {
  readonly child: Child;
  readonly port: number;
  readonly path: string;
}

export interface IngestStage {
  readonly database: BenchDatabase;
  readonly limit: Receiver;
  readonly peer: Receiver;
  readonly ours: Receiver;
  /** What carries the peer's queue. */
  readonly peerQueue: 'Redis' | 'PostgreSQL';
  close(): Promise<void>;
}

export const SHOPS = 1_000;

/** The shops that send, and the session that the ordinary app looks up for each webhook. */
const SEED = [
  `INSERT INTO shop (id, platform, domain, name, currency, time_zone, country_code, locale, state,
     settings)
   SELECT 'bench-' || n, 'shopify', 'shop-' || lpad(n::text, 4, '0') || '.myshopify.com', 'Bench',
     'EUR', 'Europe/Rome', 'IT', 'it', 'installed', '{}'
   FROM generate_series(0, ${SHOPS - 1}) n`,
  `INSERT INTO session (id, shop, state, is_online, scope, access_token)
   SELECT 'offline_' || domain, domain, '', false, 'read_orders', 'token' FROM shop`,
];

/** Starts the three receivers, each a process of its own, on one database. */
export async function openIngest(): Promise<IngestStage> {
  const database = await openDatabase();
  await database.run(...SEED);
  const found = await findRedis();
  const redis = found.program === undefined ? null : await startRedis(found.program);
  const env = {
    SHOPIFY_API_KEY: 'bench-key',
    SHOPIFY_API_SECRET: SHOPIFY_SECRET,
    DATABASE_URL: database.url,
  };
  const limit = await startChild('scripts/bench/processes/ingest-limit.ts', { env });
  const peer = await startChild('scripts/bench/processes/ingest-peer.ts', {
    env: { ...env, ...(redis ? { REDIS_URL: redis.url } : {}) },
  });
  const product = await startProduct(database.url, 'web');
  return {
    database,
    limit: { child: limit, port: Number(limit.ready), path: '/' },
    peer: { child: peer, port: Number(peer.ready), path: '/webhooks' },
    ours: { ...product, path: '/webhooks/shopify' },
    peerQueue: redis ? 'Redis' : 'PostgreSQL',
    close: async () => {
      await Promise.all([limit.stop(), peer.stop(), product.child.stop()]);
      redis?.stop();
      await database.stop();
    },
  };
}
