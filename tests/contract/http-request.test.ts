import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createServer as createSocketServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { createHttp, type Http, type HttpOptions, type HttpRequest } from '#adapters/http/request';
import { isVendorFault } from '#core/kernel/vendor-fault';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => {
    sockets.forEach((socket) => socket.destroy());
    return new Promise((done) => server.close(() => done()));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (handler: (request: IncomingMessage, response: ServerResponse) => void) =>
  listen(createServer(handler));

function http(options: Partial<HttpOptions> = {}): Http {
  const made = createHttp({ now: () => new Date('2026-11-24T10:00:00Z'), ...options });
  closers.unshift(made.close);
  return made;
}

async function faultOf(request: Omit<HttpRequest, 'vendor'>, client = http()): Promise<string> {
  const error: unknown = await client
    .request({ vendor: 'meta', timeoutMs: 2_000, ...request })
    .catch((thrown: unknown) => thrown);
  return isVendorFault(error) ? `${error.details.code}/${error.details.retry}` : 'no fault';
}

describe('a request that is answered', () => {
  it('hands over status, headers and body whatever the status', async () => {
    const url = await serve((request, response) => {
      response.writeHead(429, {
        'Retry-After': '7',
        'X-Method': request.method,
        'set-cookie': ['a', 'b'],
      });
      request.pipe(response);
    });
    const answer = await http().request({ vendor: 'meta', url, method: 'POST', body: '{"à":1}' });
    expect(answer.status).toBe(429);
    expect(answer.retryAfterMs).toBe(7_000);
    expect(answer.headers['x-method']).toBe('POST');
    expect(answer.headers['set-cookie']).toBe('a, b');
    expect(answer.body.toString()).toBe('{"à":1}');
  });

  it('uses its connections again for the next requests to the same origin', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('x');
    });
    const client = http();
    for (let call = 0; call < 20; call += 1) await client.request({ vendor: 'meta', url });
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it('opens no more connections than allowed', async () => {
    let open = 0;
    let most = 0;
    const url = await serve((_request, response) => {
      open += 1;
      most = Math.max(most, open);
      response.on('finish', () => (open -= 1));
      setTimeout(() => response.end(), 5);
    });
    const client = http({ connections: 3 });
    await Promise.all(Array.from({ length: 20 }, () => client.request({ vendor: 'meta', url })));
    expect(most).toBe(3);
  });

  it('returns a redirect instead of following it, unless asked', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/next' });
      response.end(request.url);
    });
    const client = http();
    expect((await client.request({ vendor: 'meta', url })).status).toBe(302);
    const followed = await client.request({ vendor: 'meta', url, redirects: 1 });
    expect([followed.status, followed.url]).toEqual([200, `${url}/next`]);
    const post = await client.request({
      vendor: 'meta',
      url,
      redirects: 1,
      method: 'POST',
      body: '',
    });
    expect(post.status).toBe(302);
  });

  it('takes secrets off before it goes to another origin', async () => {
    let seen: IncomingMessage['headers'] = {};
    const other = await serve((request, response) => {
      seen = request.headers;
      response.end();
    });
    const url = await serve((_request, response) =>
      response.writeHead(302, { location: other }).end(),
    );
    const headers = { authorization: 'Bearer s', 'x-shopify-access-token': 's', 'x-trace': '1' };
    await http().request({ vendor: 'meta', url, redirects: 1, headers });
    expect(seen.authorization).toBeUndefined();
    expect(seen['x-shopify-access-token']).toBeUndefined();
    expect(seen['x-trace']).toBe('1');
  });
});

describe('a request that fails', () => {
  it('may be repeated when the connection was refused, even a POST', async () => {
    const url = await serve(() => undefined);
    await closers.pop()?.();
    expect(await faultOf({ url, method: 'POST', body: '{}' })).toBe('refused/after');
  });

  it('may be repeated when the name does not resolve', async () => {
    const failing = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    const client = http({ resolve: () => Promise.reject(failing) });
    expect(await faultOf({ url: 'http://nowhere.test/', method: 'POST', body: '' }, client)).toBe(
      'dns/after',
    );
  });

  it('is unknown for a POST and repeatable for a GET when no answer comes in time', async () => {
    const url = await serve(() => undefined);
    expect(await faultOf({ url, method: 'POST', body: '{}', timeoutMs: 80 })).toBe(
      'timeout/unknown',
    );
    expect(await faultOf({ url, timeoutMs: 80 })).toBe('timeout/after');
    const keyed = { url, method: 'POST', body: '{}', timeoutMs: 80, repeatable: true } as const;
    expect(await faultOf(keyed)).toBe('timeout/after');
  });

  it('may be repeated when it was still waiting for a connection as the time ran out', async () => {
    const arrived: string[] = [];
    const url = await serve((request) => {
      arrived.push(request.url ?? '');
    });
    const client = http({ connections: 1 });
    const first = faultOf(
      { url: `${url}/first`, method: 'POST', body: '', timeoutMs: 300 },
      client,
    );
    const second = faultOf(
      { url: `${url}/second`, method: 'POST', body: '', timeoutMs: 80 },
      client,
    );
    expect(await second).toBe('timeout/after');
    expect(await first).toBe('timeout/unknown');
    await new Promise((done) => setTimeout(done, 50));
    expect(arrived).toEqual(['/first']);
  });

  it('is unknown when the connection breaks after the request was read', async () => {
    const url = await serve((request) => {
      request.on('end', () => request.socket.destroy()).resume();
    });
    expect(await faultOf({ url, method: 'POST', body: '{}' })).toBe('reset/unknown');
    expect(await faultOf({ url })).toBe('reset/after');
  });

  it('ends a body that drips, by silence and by the whole time', async () => {
    const url = await serve((request, response) => {
      response.writeHead(200);
      response.write('a');
      if (request.url !== '/drip') return;
      const drip = setInterval(() => response.write('a'), 20);
      response.on('close', clearInterval.bind(null, drip));
    });
    expect(await faultOf({ url, timeoutMs: 5_000 }, http({ quietMs: 100 }))).toBe('timeout/after');
    expect(await faultOf({ url: `${url}/drip`, timeoutMs: 150 })).toBe('timeout/after');
  });

  it('stops reading a body that is too large, declared or not', async () => {
    let written = 0;
    const url = await serve((request, response) => {
      if (request.url === '/declared') response.setHeader('content-length', 10_000_000);
      const more = (): void => {
        written += 65_536;
        if (written < 50_000_000 && !response.destroyed) response.write(Buffer.alloc(65_536), more);
      };
      more();
    });
    expect(await faultOf({ url: `${url}/declared`, maxBytes: 100_000 })).toBe('too-large/never');
    expect(await faultOf({ url, maxBytes: 100_000 })).toBe('too-large/never');
    expect(await faultOf({ url, maxBytes: 1, method: 'POST', body: '' })).toBe('too-large/unknown');
    expect(written).toBeLessThan(20_000_000);
  });

  it('refuses another content type before it reads the body', async () => {
    const url = await serve((request, response) => {
      response.writeHead(request.url === '/404' ? 404 : 200, {
        'content-type': 'text/html; charset=x',
      });
      response.end('<html>');
    });
    const accept = ['image/png', 'image/*'];
    expect(await faultOf({ url, accept })).toBe('content-type/never');
    expect(await faultOf({ url, accept: ['text/html'] })).toBe('no fault');
    expect(await faultOf({ url: `${url}/404`, accept })).toBe('no fault');
  });

  it('says so when the answer is not HTTP', async () => {
    const url = await listen(
      createSocketServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => {
          socket.write('SSH-2.0-OpenSSH\r\n\r\n', () => socket.destroy());
        });
      }),
    );
    expect(await faultOf({ url })).toBe('bad-answer/never');
    expect(await faultOf({ url: url.replace('http', 'https') })).toMatch(/^(tls|reset)\/after$/);
  });

  it('refuses an invalid URL, scheme or header without a connection', async () => {
    const url = await serve((_request, response) => response.end());
    expect(await faultOf({ url: 'nonsense' })).toBe('bad-url/never');
    expect(await faultOf({ url: 'ftp://example.com/' })).toBe('blocked-scheme/never');
    expect(await faultOf({ url, headers: { 'x-a': 'a\r\nb: c' } })).toBe('bad-request/never');
  });

  it('ends when the caller gives up, and after the client was closed', async () => {
    const url = await serve(() => undefined);
    const gaveUp = AbortSignal.abort();
    expect(await faultOf({ url, signal: gaveUp, method: 'POST', body: '' })).toBe(
      'cancelled/after',
    );
    const client = http();
    await client.close();
    expect(await faultOf({ url }, client)).toBe('closed/after');
  });
});
