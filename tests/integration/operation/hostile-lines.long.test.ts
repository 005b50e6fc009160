import { afterAll, beforeAll, expect, test } from 'vitest';
import { lines, sendRaw } from '../../support/raw-http';
import { startOperation } from './app-process';
import type { Operation } from './app-process';

let operation: Operation;
beforeAll(async () => {
  // As an installation whose environment does not say what it is.
  operation = await startOperation({ env: { ROLE: 'all', NODE_ENV: '' } });
});
afterAll(() => operation.close());

const ask = (...parts: string[]) => sendRaw(operation.appUrl, lines(...parts));

test('a real process outlives first lines that are no address', async () => {
  for (const address of ['//', '/\\', 'http://[', '//:80']) {
    expect((await ask(`GET ${address} HTTP/1.1`, 'host: door')).status).toBe(400);
  }
  expect((await fetch(`${operation.appUrl}/healthz`)).status).toBe(200);
});

test('what a stranger sends never makes a log line of its own', async () => {
  const forged = '{"level":50,"msg":"forged"}';
  const before = operation.app.written();
  const encoded = encodeURIComponent(`\r\n${forged}\r\n`);
  await ask(`GET /r/${encoded} HTTP/1.1`, 'host: door', `user-agent: a\u0085${forged}`);
  await ask(`GET /media/${encoded} HTTP/1.1`, 'host: door');
  await ask('POST /webhooks/shopify HTTP/1.1', 'host: door', `x-shopify-topic: a\r ${forged}`);
  await ask('POST /webhooks/shopify HTTP/1.1', 'host: door', `x-shopify-topic: a\r\n ${forged}`);
  await ask(`GET /${forged} HTTP/1.1`, 'host: door');
  await fetch(`${operation.appUrl}/healthz`);
  const written = operation.app.written().slice(before.length).split('\n').filter(Boolean);
  const read = written.map((line) => JSON.parse(line) as { msg: string });
  expect(read.map(({ msg }) => msg)).not.toContain('forged');
});

test('an address of the admin is not written down, whether it is known or not', async () => {
  const secret = 'eyJhbGciOiJIUzI1NiJ9.a-session-token';
  for (const path of ['/app', '/nothing', '/app/nothing', '/app/shoppers']) {
    await fetch(`${operation.appUrl}${path}?q=Zenobia&id_token=${secret}`, {
      redirect: 'manual',
      headers: { 'user-agent': 'Mozilla/5.0 Safari/604.1' },
    });
  }
  const written = operation.app.written();
  expect(written).not.toContain(secret);
  expect(written).not.toContain('Zenobia');
  for (const line of written.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg');
});

test('a sender whose headers never end is cut off by the limits that production has', async () => {
  const { status } = await sendRaw(operation.appUrl, 'GET /healthz HTTP/1.1\r\nhost: door\r\n');
  expect(status).toBe(408);
});
