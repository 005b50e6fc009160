import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const database = './scripts/testing/provide-database.mjs';
const redis = './scripts/testing/provide-redis.mjs';
const browser = './scripts/testing/provide-browser.mjs';
const wordpress = './scripts/testing/provide-wordpress.mjs';

interface Suite {
  readonly include?: readonly string[];
  readonly needs?: readonly string[];
  readonly timeoutMs: number;
}

const SUITES: Readonly<Record<string, Suite>> = {
  unit: { include: ['tests/architecture.test.ts'], timeoutMs: 30_000 },
  contract: { needs: [database, redis], timeoutMs: 60_000 },
  integration: { needs: [database], timeoutMs: 60_000 },
  journeys: { needs: [database], timeoutMs: 120_000 },
  wordpress: { needs: [database, wordpress, browser], timeoutMs: 60_000 },
  browser: { needs: [database, browser], timeoutMs: 180_000 },
};

/** `npm test` without arguments takes minutes; what waits for clocks and machines has a run of its own. */
const leftOut = process.env.LONG_TESTS === 'out' ? ['**/*.long.test.ts'] : [];

export default defineConfig({
  test: {
    projects: Object.entries(SUITES).map(([name, suite]) => ({
      test: {
        name,
        environment: 'node' as const,
        exclude: [...configDefaults.exclude, ...leftOut],
        include: [`tests/${name}/**/*.test.{ts,tsx}`, ...(suite.include ?? [])],
        globalSetup: [...(suite.needs ?? [])],
        testTimeout: suite.timeoutMs,
        // A poll ends where the test would: how long a machine takes is no finding.
        expect: { poll: { timeout: suite.timeoutMs / 2 } },
        hookTimeout: 120_000,
        teardownTimeout: 20_000,
        pool: 'forks' as const,
        // Much of a suite waits (for a database, a browser, a clock): one more than there are cores.
        maxWorkers: availableParallelism() + 1,
        // Nothing of ours keeps state in a module: files share a worker, and load the code once.
        isolate: false,
      },
    })),
  },
});
