import { defineConfig } from 'prisma/config';
import { migrateAdapter } from './prisma/migrate-adapter';

// `generate` and `validate` never connect, so they work without an address.
const databaseUrl = process.env.DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/ripresa';

export default defineConfig({
  experimental: { adapter: true },
  engine: 'js',
  schema: 'prisma',
  migrations: { path: 'prisma/migrations' },
  adapter: () => Promise.resolve(migrateAdapter(databaseUrl)),
});

// The WebAssembly engine arms a 10 s lock timeout that it never clears: without this every
// migrate command lingers for 10 s after its work.
const ENGINE_LOCK_TIMEOUT_MS = 10_000;
const setTimer = globalThis.setTimeout;
globalThis.setTimeout = new Proxy(setTimer, {
  apply(target, self: unknown, parameters: Parameters<typeof setTimer>) {
    const timer = target.apply(self, parameters);
    return parameters[1] === ENGINE_LOCK_TIMEOUT_MS ? timer.unref() : timer;
  },
});
