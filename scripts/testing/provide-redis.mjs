// Vitest global set-up: a Redis for the suites that run on both queue back-ends.
import { findRedis, startRedis } from './redis.mjs';

let server;

export async function setup() {
  const found = await findRedis();
  if (found.missing) {
    process.env.RIPRESA_TEST_REDIS_MISSING = found.missing;
    return;
  }
  server = await startRedis(found.program, { isCluster: true });
  process.env.RIPRESA_TEST_REDIS = server.url;
}

export function teardown() {
  server?.stop();
}
