import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../support/database';
import { ENCRYPTION_KEY, SECRETS } from '../../support/secrets';
import { launchApp } from './app-process';

test('a wrong environment ends the process with a list of all that is wrong, and no value of it', async () => {
  const app = launchApp({
    ROLE: 'everything',
    PORT: '99999',
    PUBLIC_URL: 'not an address',
    DATABASE_URL: 'mysql://root:hunter2@127.0.0.1/app',
    ENCRYPTION_KEYS: 'k1:c2hvcnQ=',
    CONTROL_TOKEN: 'brief-secret',
  });
  expect(await app.ended).toBe(1);
  const text = app.written();
  for (const name of ['ROLE', 'PORT', 'PUBLIC_URL', 'DATABASE_URL', 'ENCRYPTION_KEYS']) {
    expect(text).toContain(`- ${name}: `);
  }
  for (const name of ['SHOPIFY_API_KEY', 'WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN']) {
    expect(text).toContain(`- ${name} is missing`);
  }
  expect(text).not.toMatch(/hunter2|c2hvcnQ|brief-secret|99999/);
  expect(text).not.toMatch(/^\s+at /m);
});

test('a port that is taken ends the process with a sentence instead of leaving it half alive', async () => {
  const squatter = net.createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  const { port } = squatter.address() as AddressInfo;
  const database = await createTestDatabase();
  const app = launchApp({
    ...SECRETS,
    ROLE: 'worker',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS: `k1:${ENCRYPTION_KEY}`,
  });
  try {
    expect(await app.ended).toBe(1);
    expect(app.written()).toContain('EADDRINUSE');
  } finally {
    await app.dispose();
    await new Promise((resolve) => squatter.close(resolve));
    await database.drop();
  }
});
