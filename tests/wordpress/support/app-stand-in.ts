import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const SITE_ID = '0d9c2e3a-5a57-4a63-9f0e-1d2c3b4a5f60';
export const SIGNING_KEY = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';

const API = '/api/woocommerce/';

export interface HeardEvent {
  readonly id: string;
  readonly topic: string;
  readonly raw: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface AskedQuestion {
  readonly method: string;
  readonly path: string;
  readonly raw: string;
}

export interface AppStandIn {
  readonly url: string;
  readonly heard: HeardEvent[];
  readonly exchanges: Readonly<Record<string, unknown>>[];
  /** What the door answers from now on; 200 at first. */
  door: { status: number; body: unknown };
  exchange: { status: number; body: unknown } | null;
  /** What wp-admin's screens asked, as far as it was signed. */
  readonly asked: AskedQuestion[];
  /** What the screens are answered, where `apiOf` has nothing of its own for the address. */
  api: { status: number; body: unknown };
  readonly apiOf: Map<string, { status: number; body: unknown }>;
  forget(): void;
  stop(): Promise<void>;
}

export function sign(method: string, path: string, timestamp: number, body: string): string {
  const digest = createHash('sha256').update(body, 'utf8').digest('hex');
  const text = [method, path, timestamp, digest].join('\n');
  return `v1=${createHmac('sha256', SIGNING_KEY).update(text).digest('hex')}`;
}

export function signedHeaders(
  method: string,
  path: string,
  body = '',
  timestamp = Math.floor(Date.now() / 1000),
): Record<string, string> {
  return {
    'X-Ripresa-Site': SITE_ID,
    'X-Ripresa-Timestamp': `${timestamp}`,
    'X-Ripresa-Signature': sign(method, path, timestamp, body),
  };
}

/** The app as PROTOCOL.md describes it: it takes only what is signed, and asks the site back. */
export async function startApp(): Promise<AppStandIn> {
  const server = createServer((request, response) => void answer(app, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const app: AppStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard: [],
    exchanges: [],
    door: { status: 200, body: {} },
    exchange: null,
    asked: [],
    api: { status: 200, body: {} },
    apiOf: new Map(),
    forget: () => {
      app.heard.length = 0;
      app.asked.length = 0;
      app.api = { status: 200, body: {} };
      app.apiOf.clear();
      app.door = { status: 200, body: {} };
      app.exchange = null;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return app;
}

async function answer(app: AppStandIn, request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks).toString('utf8');
  const said = await reply(app, request, raw);
  response.writeHead(said.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(said.body));
}

async function reply(app: AppStandIn, request: IncomingMessage, raw: string) {
  const [method, path] = [String(request.method), String(request.url)];
  if (path === '/woocommerce/exchange') return exchange(app, raw);
  if (!isSigned(request, raw)) return { status: 401, body: { error: 'signature' } };
  if (!path.startsWith(API)) return hear(app, request, raw);
  app.asked.push({ method, path, raw });
  return app.apiOf.get(new URL(path, app.url).pathname.slice(API.length)) ?? app.api;
}

const headerOf = (request: IncomingMessage, name: string) => String(request.headers[name] ?? '');

function isSigned(request: IncomingMessage, raw: string): boolean {
  const timestamp = Number(headerOf(request, 'x-ripresa-timestamp'));
  const expected = sign(String(request.method), String(request.url), timestamp, raw);
  return (
    headerOf(request, 'x-ripresa-site') === SITE_ID &&
    headerOf(request, 'x-ripresa-signature') === expected
  );
}

function hear(app: AppStandIn, request: IncomingMessage, raw: string) {
  app.heard.push({
    id: headerOf(request, 'x-ripresa-event'),
    topic: headerOf(request, 'x-ripresa-topic'),
    raw,
    body: JSON.parse(raw) as Record<string, unknown>,
  });
  return app.door;
}

async function exchange(app: AppStandIn, raw: string) {
  const asked = JSON.parse(raw) as Record<'rest' | 'verifier', string>;
  app.exchanges.push(asked);
  if (app.exchange !== null) return app.exchange;
  const challenge = randomBytes(16).toString('hex');
  const hello = await fetch(`${asked.rest}ripresa/v1/hello?challenge=${challenge}`);
  const { answer: proof } = (await hello.json()) as { answer?: string };
  if (proof !== createHmac('sha256', asked.verifier).update(challenge).digest('hex')) {
    return { status: 422, body: { error: 'site_mismatch' } };
  }
  return {
    status: 200,
    body: { siteId: SITE_ID, signingKey: SIGNING_KEY, appUrl: app.url, adminUrl: `${app.url}/app` },
  };
}
