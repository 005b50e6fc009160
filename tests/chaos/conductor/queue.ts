import { Redis } from 'ioredis';
import { findRedis, startRedis } from '../../../scripts/testing/redis.mjs';
import type { ChaosDatabase } from './database';

export interface ChaosQueue {
  readonly kind: 'Redis' | 'PostgreSQL';
  /** What the app is told. */
  readonly env: Readonly<Record<string, string>>;
  /** The process it has to itself; null when it has none. */
  readonly pid: number | null;
  /** Every job is gone, whatever state it was in. */
  wipe(): Promise<void>;
  stop(): void;
}

/** A Redis where this machine can have one, else the queue's tables in PostgreSQL. */
export async function openQueue(database: ChaosDatabase): Promise<ChaosQueue> {
  const found = await findRedis();
  if (found.program === undefined) return onPostgres(database);
  const server = await startRedis(found.program);
  const client = new Redis(server.url);
  client.on('error', () => undefined);
  return {
    kind: 'Redis',
    env: { REDIS_URL: server.url },
    pid: server.pid,
    wipe: async () => {
      await client.flushall();
    },
    stop: () => {
      client.disconnect();
      server.stop();
    },
  };
}

const onPostgres = (database: ChaosDatabase): ChaosQueue => ({
  kind: 'PostgreSQL',
  env: {},
  pid: null,
  wipe: async () => {
    const tables = await database.query<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables
       WHERE schemaname = 'bullmq' AND tablename NOT LIKE '%migration%'`,
    );
    const names = tables.map(({ name }) => `bullmq.${name}`).join(', ');
    if (names !== '') await database.query(`TRUNCATE ${names} CASCADE`);
  },
  stop: () => undefined,
});
