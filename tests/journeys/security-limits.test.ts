import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createListener } from '../../app/doors/listener';
import { merchantPages } from '../../app/doors/merchant-pages';
import { lines, sendRaw } from '../support/raw-http';
import { openStage } from './acts';
import type { Stage } from './acts';

let stage: Stage;
/** The product's own listener with limits of tenths of a second. */
let hasty: ReturnType<typeof createListener>;
let hastyUrl = '';

beforeAll(async () => {
  stage = await openStage({ pages: merchantPages, hasWorkers: false });
  const limits = { headersMs: 200, requestMs: 400, lookMs: 50, keepAliveMs: 1_000 };
  hasty = createListener(stage.rehearsal.services, undefined, limits);
  await new Promise<void>((resolve) => hasty.listen(0, '127.0.0.1', resolve));
  hastyUrl = `http://127.0.0.1:${(hasty.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => {
    hasty.close(resolve);
    hasty.closeAllConnections();
  });
  await stage.rehearsal.close();
});

const receipts = async () => (await stage.book.rows('SELECT 1 FROM receipt')).length;
const POST = ['POST /webhooks/shopify HTTP/1.1', 'host: door'];

describe('a sender that is slow on purpose', () => {
  test('is cut off when its headers never end, however it keeps the line busy', async () => {
    const answers = await Promise.all([
      sendRaw(hastyUrl, 'GET /healthz HTTP/1.1\r\nhost: door\r\n'),
      sendRaw(hastyUrl, 'GET /healthz HTTP/1.1\r\nhost: door\r\nx-more: ', { trickle: 'a' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([408, 408]);
  });

  test('is cut off when its body never ends, and nothing is kept of it', async () => {
    const before = await receipts();
    const announced = `${[...POST, 'content-length: 1000'].join('\r\n')}\r\n\r\n`;
    const chunked = `${[...POST, 'transfer-encoding: chunked'].join('\r\n')}\r\n\r\n`;
    const answers = await Promise.all([
      sendRaw(hastyUrl, announced),
      sendRaw(hastyUrl, announced, { trickle: 'a' }),
      sendRaw(hastyUrl, chunked, { trickle: '1\r\na\r\n' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([408, 408, 408]);
    expect(await receipts()).toBe(before);
  });

  test('keeps nobody else from being answered meanwhile', async () => {
    const slow = Array.from({ length: 50 }, () =>
      sendRaw(hastyUrl, 'GET /healthz HTTP/1.1\r\nx-more: ', { trickle: 'a' }),
    );
    expect((await fetch(`${hastyUrl}/metrics`)).status).toBe(200);
    expect(new Set((await Promise.all(slow)).map(({ status }) => status))).toEqual(new Set([408]));
  });
});

describe('a request that is too large', () => {
  test('in its headers, one or all together, is refused before a door sees it', async () => {
    const one = lines('GET /healthz HTTP/1.1', 'host: door', `x-large: ${'a'.repeat(17_000)}`);
    const many = Array.from({ length: 400 }, (_, index) => `x-${index}: ${'a'.repeat(50)}`);
    const address = lines(`GET /r/${'a'.repeat(17_000)} HTTP/1.1`, 'host: door');
    for (const text of [one, lines('GET /healthz HTTP/1.1', 'host: door', ...many), address]) {
      expect((await sendRaw(stage.appUrl, text)).status).toBe(431);
    }
  });

  test('to the merchants’ pages is refused by its length, and not read without one', async () => {
    const to = (...headers: string[]) => lines('POST / HTTP/1.1', 'host: door', ...headers);
    const large = await sendRaw(stage.appUrl, to('content-length: 1048577'));
    const endless = await sendRaw(stage.appUrl, to('transfer-encoding: chunked'));
    expect([large.status, endless.status]).toEqual([413, 411]);
  });
});

describe('a request that means two things', () => {
  test('about where it ends is refused, so that nothing is smuggled behind it', async () => {
    const before = await receipts();
    const smuggled = lines('GET /healthz HTTP/1.1', 'host: door');
    const both = lines(...POST, 'content-length: 4', 'transfer-encoding: chunked');
    const twice = lines(...POST, 'content-length: 4', 'content-length: 400');
    const spaced = lines(...POST, 'transfer-encoding : chunked');
    for (const head of [both, twice, spaced]) {
      const { text } = await sendRaw(stage.appUrl, `${head}0\r\n\r\n${smuggled}`);
      expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
    }
    expect(await receipts()).toBe(before);
  });

  test('in its first line or its host is answered 400, and the process goes on', async () => {
    const strange = ['//', '//:80', '/\\', 'http://[', 'http://a b/'];
    for (const address of strange) {
      const { status } = await sendRaw(
        stage.appUrl,
        lines(`GET ${address} HTTP/1.1`, 'host: door'),
      );
      expect(status, address).toBe(400);
    }
    for (const host of ['[', 'a b', 'door:port', 'user@:99999']) {
      const { status, text } = await sendRaw(
        stage.appUrl,
        lines('GET /app HTTP/1.1', `host: ${host}`),
      );
      expect(status, host).toBe(400);
      expect(text).not.toMatch(/node_modules|\.ts:|\.js:|TypeError/);
    }
    expect((await fetch(`${stage.appUrl}/metrics`)).status).toBe(200);
  });
});

test('an address with a NUL or a broken escape is answered 400 without details', async () => {
  for (const path of [
    '/app/shoppers?q=%00',
    '/app/shoppers/%00',
    '/assets/%E0%A4%A',
    '/%E0%A4%A',
  ]) {
    const { status, text } = await sendRaw(
      stage.appUrl,
      lines(`GET ${path} HTTP/1.1`, 'host: door'),
    );
    expect(status, path).toBe(400);
    expect(text).not.toMatch(/node_modules|\.ts:|\.js:|Error/);
  }
});
