import type { LookupFunction } from 'node:net';

import { Pool } from 'undici';

export interface PoolOptions {
  /** Connections kept to one origin at most. */
  readonly connections: number;
  /** Origins remembered at most; outsiders choose them, so the number must be bounded. */
  readonly origins: number;
  readonly connectTimeoutMs: number;
  readonly lookups: Readonly<Record<Trust, LookupFunction>>;
}

/** `guarded` pools resolve names through the SSRF guard and are never shared with the others. */
export type Trust = 'trusted' | 'guarded';

export interface Pools {
  /** @throws Error after `close` */
  readonly of: (origin: string, trust: Trust) => Pool;
  /** Waits for running requests, then drops every connection. */
  readonly close: () => Promise<void>;
}

/** One pool an origin, the least recently used one closed (gracefully) when there are too many. */
export function createPools(options: PoolOptions): Pools {
  const pools = new Map<string, Pool>();
  let closed = false;
  const open = (origin: string, trust: Trust): Pool =>
    new Pool(origin, {
      connections: options.connections,
      pipelining: 1,
      connect: { timeout: options.connectTimeoutMs, lookup: options.lookups[trust] },
    });
  const dropOldest = (): void => {
    const [oldest] = pools;
    if (!oldest) return;
    pools.delete(oldest[0]);
    void oldest[1].close().catch(() => undefined);
  };
  return {
    of(origin, trust) {
      if (closed) throw Object.assign(new Error('closed'), { code: 'UND_ERR_CLOSED' });
      const key = `${trust} ${origin}`;
      const pool = pools.get(key) ?? open(origin, trust);
      pools.delete(key);
      pools.set(key, pool);
      if (pools.size > options.origins) dropOldest();
      return pool;
    },
    async close() {
      closed = true;
      await Promise.all([...pools.values()].map((pool) => pool.close()));
      pools.clear();
    },
  };
}
