import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'wordpress',
    environment: 'node',
    include: ['tests/wordpress/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 300_000,
    pool: 'forks',
    expect: { poll: { timeout: 30_000 } },
  },
});
