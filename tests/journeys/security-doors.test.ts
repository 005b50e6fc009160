import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lines, sendRaw } from '../support/raw-http';
import { CONTROL_TOKEN } from '../support/secrets';
import { DAY, leave, linkFor, open, openStage } from './acts';
import type { Stage } from './acts';

const PHONE = '+393485000001';

let stage: Stage;
let link: string;
let hash: string;

beforeAll(async () => {
  stage = await openStage();
  await leave(stage, 'doors', PHONE);
  await stage.world.advance(2 * DAY);
  link = await linkFor(stage, PHONE);
  const [image] = await stage.book.rows<{ hash: string }>('SELECT hash FROM product_image');
  hash = image?.hash ?? '';
});
afterAll(() => stage.rehearsal.close());

/** What a guesser sees, but for when. */
async function shapeOf(answer: Response): Promise<string> {
  const headers = [...answer.headers].filter(([name]) => name !== 'date');
  return JSON.stringify([answer.status, headers, await answer.text()]);
}

const METHODS = ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];

describe('the tokens of links', () => {
  test('can’t be told apart when they are wrong: each gets the same answer, byte for byte', async () => {
    const near = Array.from(link, (char, index) =>
      [link.slice(0, index), char === 'A' ? 'B' : 'A', link.slice(index + 1)].join(''),
    );
    const far = Array.from({ length: 50 }, () => randomBytes(16).toString('base64url'));
    const odd = ['', 'a', '%00', '__proto__', 'constructor', 'é', `${link}%0A`, `${link}/`];
    const upper = [link.toUpperCase(), link.toLowerCase()].filter((token) => token !== link);
    const shapes = new Set<string>();
    for (const token of [...near, ...far, ...odd, ...upper])
      shapes.add(await shapeOf(await open(stage, token)));
    expect(shapes.size).toBe(1);
    expect([...shapes][0]).toContain('[404,');
  });

  test('are long enough that nobody guesses one, and no two follow each other', async () => {
    const tokens = await stage.book.rows<{ token: string }>('SELECT token FROM tracked_link');
    expect(tokens.length).toBeGreaterThan(0);
    for (const { token } of tokens) {
      expect(Buffer.from(token, 'base64url')).toHaveLength(16);
    }
    const heads = new Set(tokens.map(({ token }) => token.slice(0, 8)));
    expect(heads.size).toBe(tokens.length);
  });

  test('are only read: no other way of asking opens one or leaves a touch', async () => {
    const touches = () => stage.book.rows('SELECT 1 FROM touch');
    const before = (await touches()).length;
    for (const method of METHODS) {
      expect((await open(stage, link, {}, method)).status, method).toBe(405);
      const disguise = { 'x-http-method-override': 'GET', 'x-method-override': 'GET' };
      expect((await open(stage, link, disguise, method)).status, method).toBe(405);
    }
    const { status } = await sendRaw(stage.appUrl, lines(`TRACE /r/${link} HTTP/1.1`, 'host: d'));
    expect(status).toBe(405);
    expect(await touches()).toHaveLength(before);
  });

  test('lead to the shop’s own checkout, whatever else the address asks for', async () => {
    for (const query of ['?to=https://evil.example', '?url=//evil.example', '?rp_click=x']) {
      const answer = await open(stage, `${link}${query}`);
      expect(new URL(answer.headers.get('location') ?? '').hostname).toBe('demo.myshopify.com');
      expect(answer.headers.get('location')).not.toContain('evil');
    }
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    const answer = await open(stage, link, headers);
    expect(answer.headers.get('location')).not.toContain('evil');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
  });
});

describe('the pictures', () => {
  test('are found by their whole hash only; everything else gets one and the same answer', async () => {
    expect(hash).toMatch(/^[\da-f]{64}$/);
    const good = await fetch(`${stage.appUrl}/media/${hash}.jpg`);
    expect([good.status, good.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(good.headers.get('x-content-type-options')).toBe('nosniff');
    const paths = [
      `/media/${'0'.repeat(64)}.jpg`,
      `/media/${hash.slice(1)}.jpg`,
      `/media/${hash}`,
      `/media/${hash}.png`,
      `/media/${hash}.jpg/`,
      `/media/${hash}.jpg%00`,
      `/media/${hash}.jpg%0a`,
      `/media/${hash.toUpperCase()}.jpg`,
      '/media/',
      '/media/..%2f..%2fetc%2fpasswd',
      '/media/%2e%2e%2f%2e%2e%2fpackage.json',
      "/media/' OR ''='.jpg",
    ];
    const shapes = new Set<string>();
    for (const path of paths) shapes.add(await shapeOf(await fetch(`${stage.appUrl}${path}`)));
    expect(shapes.size).toBe(1);
    expect([...shapes][0]).toContain('[404,');
  });

  test('are not climbed out of, however the way up is written', async () => {
    for (const path of [
      '/media/../package.json',
      '/media/../../etc/passwd',
      '/media/%2e%2e/.env',
      '/media/..\\package.json',
    ]) {
      const { status, text } = await sendRaw(
        stage.appUrl,
        lines(`GET ${path} HTTP/1.1`, 'host: d'),
      );
      expect(status, path).toBe(404);
      expect(text).not.toMatch(/"name"|root:|SECRET/);
    }
  });

  test('are only read', async () => {
    for (const method of METHODS) {
      const answer = await fetch(`${stage.appUrl}/media/${hash}.jpg`, { method });
      expect(answer.status, method).toBe(405);
    }
    const head = await fetch(`${stage.appUrl}/media/${hash}.jpg`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

describe('the doors for machines', () => {
  test('of control look like no door without the token, and with a part of it', async () => {
    const tokens = [
      '',
      'Bearer ',
      `Bearer ${CONTROL_TOKEN.slice(1)}`,
      `Bearer ${CONTROL_TOKEN}x`,
      CONTROL_TOKEN,
      `bearer ${CONTROL_TOKEN}`,
    ];
    for (const [method, path] of [
      ['GET', 'clock'],
      ['POST', 'clock'],
      ['POST', 'drain'],
      ['GET', 'due'],
      ['POST', 'settings'],
      ['POST', 'reset'],
    ] as const) {
      for (const authorization of tokens) {
        const headers = { authorization };
        const answer = await fetch(`${stage.appUrl}/control/${path}`, { method, headers });
        expect([answer.status, await answer.text()]).toEqual([404, 'Not found.']);
      }
    }
    expect(await stage.shop()).toBeTruthy();
  });

  test('say nothing of what runs behind them', async () => {
    for (const path of ['/healthz', '/metrics', '/r/x', '/media/x', '/webhooks/x', '/nothing']) {
      const { headers } = await fetch(`${stage.appUrl}${path}`);
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
    }
  });
});
