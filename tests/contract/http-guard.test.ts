import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

import { checkUrl, isPublicAddress } from '#adapters/http/address-guard';
import { createHttp, type Http, type HttpOptions } from '#adapters/http/request';
import { isVendorFault } from '#core/kernel/vendor-fault';

const policy = { allowedHosts: ['localhost:3000'], ports: [80, 443] };
const verdict = (url: string): string => {
  const answer = checkUrl(url, policy);
  return answer.allowed ? 'allowed' : answer.reason;
};

describe('the addresses that a guarded request may reach', () => {
  it.each([
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '0.1.2.3',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '192.0.0.192',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '192.88.99.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '168.63.129.16',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'fec0::1',
    'ff02::1',
    '::ffff:8.8.8.8',
    '::ffff:127.0.0.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    '100::1',
    '3fff::1',
    '4000::1',
    'not-an-address',
    '',
  ])('refuse %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '93.184.216.34', '2606:4700::1111', '2a00:1450:4002::200e'])(
    'include %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it('never include an IPv4 address wrapped into IPv6', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => !isPublicAddress(`::ffff:${address}`)));
  });
});

describe('a URL from an outsider', () => {
  it.each([
    ['https://cdn.example.com/a.jpg?v=1', 'allowed'],
    ['http://example.com:80/', 'allowed'],
    ['http://8.8.8.8/', 'allowed'],
    ['https://[2606:4700::1111]/x', 'allowed'],
    ['http://localhost:3000/photo.jpg', 'allowed'],
    ['http://LOCALHOST:3000/photo.jpg', 'allowed'],
    ['http://localhost:3001/', 'blocked-port'],
    ['http://user:secret@example.com/', 'blocked-credentials'],
    ['http://user@localhost:3000/', 'blocked-credentials'],
    ['file:///etc/passwd', 'blocked-scheme'],
    ['data:image/png;base64,AAAA', 'blocked-scheme'],
    ['gopher://example.com/', 'blocked-scheme'],
    ['https://example.com:8443/', 'blocked-port'],
    ['http://example.com:22/', 'blocked-port'],
    ['http://127.0.0.1/', 'blocked-address'],
    ['http://[::1]/', 'blocked-address'],
    ['http://[::ffff:7f00:1]/', 'blocked-address'],
    ['http://169.254.169.254/latest/meta-data/', 'blocked-address'],
    ['http://2130706433/', 'blocked-host'],
    ['http://0x7f.0.0.1/', 'blocked-host'],
    ['http://0177.0.0.1/', 'blocked-host'],
    ['http://127.1/', 'blocked-host'],
    ['http://134744072/', 'blocked-host'],
    ['http:\\\\0x08080808/', 'blocked-host'],
    ['http://１２７.0.0.1/', 'blocked-host'],
    ['not a url', 'bad-url'],
    ['http://', 'bad-url'],
  ])('%s is %s', (url, expected) => {
    expect(verdict(url)).toBe(expected);
  });
});

describe('a guarded request', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  async function serve(): Promise<{ port: number; hosts: string[] }> {
    const hosts: string[] = [];
    const server = createServer((request, response) => {
      hosts.push(request.headers.host ?? '');
      const next = new URL(request.url ?? '/', 'http://x').searchParams.get('to');
      if (next) response.writeHead(302, { location: next });
      response.end('hello');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closers.push(
      () =>
        new Promise((done) => {
          server.close(() => {
            done();
          });
          server.closeAllConnections();
        }),
    );
    return { port: (server.address() as AddressInfo).port, hosts };
  }

  function http(options: Partial<HttpOptions>): Http {
    const made = createHttp({ now: () => new Date(0), connectTimeoutMs: 250, ...options });
    closers.unshift(made.close);
    return made;
  }

  const faultOf = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.catch((thrown: unknown) => thrown);
    return isVendorFault(error) ? `${error.details.code}/${error.details.retry}` : 'no fault';
  };

  const ask = (client: Http, url: string) =>
    client.request({ vendor: 'photo', url, guarded: true, redirects: 9, timeoutMs: 2_000 });

  it('refuses a name that leads inside, without opening a connection', async () => {
    const { port, hosts } = await serve();
    const client = http({
      guardedPorts: [port],
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    });
    expect(await faultOf(ask(client, `http://shop.test:${port}/`))).toBe('blocked-address/never');
    expect(hosts).toEqual([]);
  });

  it('refuses a name when only one of its addresses leads inside', async () => {
    const { port, hosts } = await serve();
    const client = http({
      guardedPorts: [port],
      resolve: () =>
        Promise.resolve([
          { address: '93.184.216.34', family: 4 },
          { address: '127.0.0.1', family: 4 },
        ]),
    });
    expect(await faultOf(ask(client, `http://shop.test:${port}/`))).toBe('blocked-address/never');
    expect(hosts).toEqual([]);
  });

  it('connects only to the answer that was judged when the name changes afterwards', async () => {
    const { port, hosts } = await serve();
    let asked = 0;
    const client = http({
      guardedPorts: [port],
      resolve: () => {
        asked += 1;
        const address = asked === 1 ? '93.184.216.34' : '127.0.0.1';
        return Promise.resolve([{ address, family: 4 }]);
      },
    });
    const first = await faultOf(ask(client, `http://shop.test:${port}/`));
    expect(first).toMatch(/^(connect-timeout|refused|reset)\/after$/);
    expect(asked).toBe(1);
    expect(await faultOf(ask(client, `http://shop.test:${port}/`))).toBe('blocked-address/never');
    expect(hosts).toEqual([]);
  });

  it('judges each hop of a redirect again', async () => {
    const { port, hosts } = await serve();
    const client = http({ allowedHosts: [`127.0.0.1:${port}`] });
    const start = `http://127.0.0.1:${port}/?to=`;
    const hop = (to: string): Promise<string> =>
      faultOf(ask(client, start + encodeURIComponent(to)));
    expect(await hop('http://169.254.169.254/latest')).toBe('blocked-address/never');
    expect(await hop('http://localhost:6379/')).toBe('blocked-port/never');
    expect(await hop('http://0x7f000001/')).toBe('blocked-host/never');
    expect(await hop('//user:x@example.com/')).toBe('blocked-credentials/never');
    expect(await hop('file:///etc/passwd')).toBe('blocked-scheme/never');
    expect(await hop('/fine')).toBe('no fault');
    expect(hosts).toHaveLength(7);
  });

  it('follows at most three redirects', async () => {
    const { port, hosts } = await serve();
    const client = http({ allowedHosts: [`127.0.0.1:${port}`] });
    const loop = `http://127.0.0.1:${port}/?to=${encodeURIComponent('?to=%3Fto%3Dx')}`;
    expect((await ask(client, loop)).url).toBe(`http://127.0.0.1:${port}/x`);
    const endless = createServer((request, response) => {
      response.writeHead(302, { location: request.url }).end();
    });
    await new Promise<void>((done) => endless.listen(0, '127.0.0.1', done));
    closers.push(
      () =>
        new Promise((done) =>
          endless.close(() => {
            done();
          }),
        ),
    );
    const address = `127.0.0.1:${(endless.address() as AddressInfo).port}`;
    const other = http({ allowedHosts: [address] });
    expect(await faultOf(ask(other, `http://${address}/`))).toBe('too-many-redirects/never');
    expect(hosts.length).toBeGreaterThan(0);
  });

  it('reaches a host on the allow list under its own name', async () => {
    const { port, hosts } = await serve();
    const client = http({
      allowedHosts: [`shop.test:${port}`],
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    });
    const answer = await ask(client, `http://shop.test:${port}/`);
    expect(answer.body.toString()).toBe('hello');
    expect(hosts).toEqual([`shop.test:${port}`]);
  });
});
