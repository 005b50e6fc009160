import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import https from 'node:https';
import { afterEach, describe, expect, it } from 'vitest';
import { certificateForLoopback } from '../../../scripts/bench/harness/certificate';
import { isWhole, load, turns } from '../../../scripts/bench/harness/load';
import { webhookRequests } from '../../../scripts/bench/benchmarks/webhook-request';

let server: http.Server | null = null;

async function serve(handler: http.RequestListener): Promise<number> {
  server = http.createServer(handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

describe('the load', () => {
  it('counts an item for each request that was answered, and sends each event once', async () => {
    const seen: string[] = [];
    const port = await serve((request, response) => {
      seen.push(String(request.headers['x-shopify-event-id']));
      request.resume().on('end', () => response.end('ok'));
    });
    const request = webhookRequests('/', 3, 1);
    const { items, latencies } = await load({ port, connections: 4, seconds: 0.2, request });
    expect(items).toBe(seen.length);
    expect(latencies).toHaveLength(items);
    expect(new Set(seen).size).toBe(items);
  });

  it('fails on a refusal, which must not look like speed', async () => {
    const port = await serve((request, response) => {
      request.resume();
      response.writeHead(503).end();
    });
    const request = webhookRequests('/', 1, 1);
    const refused = load({ port, connections: 1, seconds: 1, request });
    await expect(refused).rejects.toThrow('the server answered 503');
  });

  it('begins as many requests as the pace says', async () => {
    const turn = turns(performance.now(), { seconds: 0.1, perSecond: 100 });
    const due: number[] = [];
    for (let next = await turn(); next !== null; next = await turn()) due.push(next);
    expect(due).toHaveLength(10);
  });

  it.each([
    ['HTTP/1.1 200 OK\r\ncontent-length: 2\r\n', false],
    ['HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no', false],
    ['HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok', true],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n', false],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n', true],
    ['HTTP/1.1 204 No Content\r\n\r\n', true],
  ])('knows whether an answer is whole: %j', (text, whole) => {
    expect(isWhole(text)).toBe(whole);
  });
});

describe('the certificate', () => {
  it('is one that node trusts for the loopback address when it is told to', async () => {
    const { key, cert } = certificateForLoopback(new Date());
    const tls = https.createServer({ key, cert });
    tls.listen(0, '127.0.0.1');
    await once(tls, 'listening');
    const { port } = tls.address() as AddressInfo;
    const socket = connect({ host: '127.0.0.1', port, ca: cert });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    socket.destroy();
    tls.close();
  });
});
