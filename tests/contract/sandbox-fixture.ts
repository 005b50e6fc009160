import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox, type RunningSandbox } from '../../sandbox/start-sandbox';
import type { SandboxSettings } from '../../sandbox/settings';

export interface Received {
  path: string;
  headers: Record<string, string>;
  raw: string;
  body: Record<string, unknown>;
}

/** A tiny stand-in for the app: it records webhooks and has a clock and a due list. */
export interface FakeApp {
  url: string;
  webhooks: Received[];
  due: { dueAt: string; what: string }[];
  /** What happens when the clock reaches a due instant. */
  onDue: (what: string) => Promise<void>;
  /** Status codes for the next webhooks; 200 when the list is empty. */
  answers: number[];
  close: () => Promise<void>;
}

export async function startFakeApp(): Promise<FakeApp> {
  let offset = 0;
  const now = (): Date => new Date(Date.now() + offset);
  const app: FakeApp = {
    url: '',
    webhooks: [],
    due: [],
    answers: [],
    onDue: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  type Route = (body: Record<string, unknown>) => unknown;
  const control: Record<string, Route> = {
    'GET /control/clock': () => ({ now: now().toISOString() }),
    'POST /control/clock': async (body) => {
      offset = Math.max(offset, Date.parse(String(body['to'])) - Date.now());
      for (const item of app.due.filter((one) => Date.parse(one.dueAt) <= now().getTime())) {
        app.due = app.due.filter((one) => one !== item);
        await app.onDue(item.what);
      }
      return { now: now().toISOString() };
    },
    'POST /control/drain': () => ({ idle: true }),
    'GET /control/due': () => app.due[0] ?? { dueAt: null, what: null },
    'POST /control/reset': () => {
      offset = 0;
      return {};
    },
    'POST /control/settings': (body) => ({ settings: body['settings'] }),
    'GET /control/attribution': () => ({ currency: 'EUR', totalMinor: 0, campaigns: [] }),
  };
  const server = createServer((request, response) => {
    void readRaw(request).then(async (raw) => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      const route = control[`${request.method ?? ''} ${path}`];
      if (route !== undefined) {
        reply(response, 200, await route(parse(raw)));
        return;
      }
      if (path.startsWith('/webhooks/')) {
        const headers = request.headers as Record<string, string>;
        app.webhooks.push({ path, headers, raw, body: parse(raw) });
        reply(response, app.answers.shift() ?? 200, {});
        return;
      }
      page(path, request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  app.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return app;
}

function page(path: string, request: IncomingMessage, response: ServerResponse): void {
  if (path === '/media/card.jpg') {
    response.writeHead(200, { 'content-type': 'image/jpeg' });
    response.end(Buffer.from('ffd8ffe000104a46494600', 'hex'));
    return;
  }
  response.writeHead(200, {
    'content-type': 'text/html',
    'content-security-policy': 'frame-ancestors https://demo.myshopify.com',
    'x-seen-host': request.headers.host ?? '',
  });
  response.end('<p>app</p>');
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function readRaw(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(raw: string): Record<string, unknown> {
  return raw === '' ? {} : (JSON.parse(raw) as Record<string, unknown>);
}

export interface Answered {
  status: number;
  body: unknown;
}

/** A running sandbox in front of the fake app, on free ports. */
export interface Stage {
  app: FakeApp;
  running: RunningSandbox;
  settings: SandboxSettings;
  gateway: string;
  call: (method: string, url: string, body?: unknown, headers?: Headers) => Promise<Answered>;
  control: (method: string, path: string, body?: unknown) => Promise<Answered>;
  graph: (method: string, path: string, body?: unknown) => Promise<Answered>;
  close: () => Promise<void>;
}

type Headers = Record<string, string>;

export async function startStage(): Promise<Stage> {
  const app = await startFakeApp();
  const settings: SandboxSettings = {
    host: '127.0.0.1',
    port: 0,
    appUrl: app.url,
    publicUrl: 'http://localhost:0',
    shopifyPort: 0,
    metaPort: 0,
    shopifyApiKey: 'ripresa-demo-key',
    shopifyApiSecret: 'ripresa-demo-secret',
    whatsappAppSecret: 'ripresa-demo-whatsapp-secret',
    whatsappVerifyToken: 'ripresa-demo-verify',
    controlToken: 'control',
    root: process.cwd(),
  };
  const faults: unknown[] = [];
  const running = await startSandbox(settings, (error) => faults.push(error));
  const gateway = `http://127.0.0.1:${running.ports.gateway}`;
  settings.publicUrl = gateway;
  const meta = `http://127.0.0.1:${running.ports.meta}/v26.0`;
  const bearer = { authorization: 'Bearer demo-whatsapp-token' };
  return {
    app,
    running,
    settings,
    gateway,
    call,
    control: (method, path, body) => call(method, `${gateway}/sandbox/api/${path}`, body),
    graph: (method, path, body) => call(method, `${meta}/${path}`, body, bearer),
    close: async () => {
      await running.close();
      await app.close();
    },
  };
}

async function call(
  method: string,
  url: string,
  body?: unknown,
  headers: Headers = {},
): Promise<Answered> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text };
}

/** The value at a path inside JSON, or undefined. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}
