import { createCanvas } from '@napi-rs/canvas';
import { beforeAll, describe, expect, it } from 'vitest';

import {
  createHttp,
  type HttpHeaders,
  type HttpRequest,
  type HttpResponse,
} from '#adapters/http/request';
import type { Fit } from '#adapters/images/cut-picture';
import { createPictureTiles, type Picture } from '#adapters/images/picture-tiles';

import { openStudio, picture } from './images-studio';

const SIDE = 100;
const DECODED = SIDE * SIDE * 4;
const COVER: Fit = { kind: 'cover', side: SIDE };
const HOUR = 60 * 60 * 1_000;
const RED = [200, 30, 30];
const BLUE = [30, 60, 200];

type Served = Partial<Pick<HttpResponse, 'status' | 'headers' | 'body'>>;

/** A host of photos without a network, and tiles with a clock of their own. */
function rig(bytes: { readonly decodedBytes: number; readonly encodedBytes: number }) {
  const asked: HttpRequest[] = [];
  const served = new Map<string, Served>();
  let time = 0;
  const tiles = createPictureTiles({
    ...bytes,
    now: () => new Date(time),
    http: {
      request(request) {
        asked.push(request);
        const {
          status = 200,
          headers = {},
          body = Buffer.alloc(0),
        } = served.get(request.url) ?? {
          status: 404,
        };
        return Promise.resolve({ status, headers, body, url: request.url, retryAfterMs: null });
      },
    },
  });
  return {
    ...tiles,
    asked,
    serve: (url: string, photo: Served) => void served.set(url, photo),
    wait: (ms: number) => void (time += ms),
    urls: () => asked.map(({ url }) => url),
  };
}

const outcome = (made: Picture): string => (made.found ? 'found' : made.reason);

function colorOf(made: Picture): readonly number[] {
  if (!made.found) return [];
  const context = createCanvas(SIDE, SIDE).getContext('2d');
  context.drawImage(made.image, 0, 0);
  return [...context.getImageData(SIDE / 2, SIDE / 2, 1, 1).data.subarray(0, 3)];
}

const near = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === 3 && one.every((value, index) => Math.abs(value - (other[index] ?? 0)) < 8);

const ROOMY = { decodedBytes: 10 * DECODED, encodedBytes: 1_000_000 };

describe('the picture tiles', () => {
  let red: Buffer;
  let blue: Buffer;
  beforeAll(async () => {
    red = await picture('rgb(200 30 30)').encode('jpeg', 95);
    blue = await picture('rgb(30 60 200)').encode('jpeg', 95);
  });

  it('ask for a photo once, however many carts of a catalogue show it', async () => {
    const tiles = rig({ decodedBytes: 2 * DECODED, encodedBytes: 1_000_000 });
    const urls = Array.from({ length: 12 }, (_value, index) => `https://shop.example/${index}`);
    for (const url of urls) tiles.serve(url, { body: red });
    for (let round = 0; round < 3; round += 1) {
      for (const url of urls) expect(near(colorOf(await tiles.tile(url, COVER)), RED)).toBe(true);
    }
    expect(tiles.urls()).toEqual(urls);
  });

  it('ask once for a photo that several carts want at the same moment', async () => {
    const tiles = rig(ROOMY);
    tiles.serve('https://shop.example/a', { body: red });
    const made = await Promise.all(
      Array.from({ length: 5 }, () => tiles.tile('https://shop.example/a', COVER)),
    );
    expect(made.map(outcome)).toEqual(Array.from({ length: 5 }, () => 'found'));
    expect(tiles.asked).toHaveLength(1);
  });

  it('are kept within their bytes, the least recently used one dropped', async () => {
    const one = rig(ROOMY);
    one.serve('/a', { body: red });
    await one.tile('/a', COVER);
    const encoded = one.weight() - DECODED;
    const tiles = rig({ decodedBytes: 1.5 * DECODED, encodedBytes: 2.5 * encoded });
    for (const url of ['/a', '/b', '/a', '/c', '/a', '/b']) {
      tiles.serve(url, { body: red });
      expect(outcome(await tiles.tile(url, COVER))).toBe('found');
    }
    expect(tiles.urls()).toEqual(['/a', '/b', '/c', '/b']);
    expect(tiles.weight()).toBe(DECODED + 2 * encoded);
  });

  it('ask again after an hour, and only for what has changed', async () => {
    const tiles = rig(ROOMY);
    const modified = 'Tue, 24 Nov 2026 08:00:00 GMT';
    tiles.serve('/a', { body: red, headers: { etag: '"1"', 'last-modified': modified } });
    await tiles.tile('/a', COVER);
    tiles.wait(HOUR - 1);
    await tiles.tile('/a', COVER);
    expect(tiles.asked.map(({ headers }) => headers)).toEqual([{}]);
    tiles.serve('/a', { status: 304 });
    tiles.wait(1);
    for (let time = 0; time < 2; time += 1) {
      expect(near(colorOf(await tiles.tile('/a', COVER)), RED)).toBe(true);
    }
    expect(tiles.asked.map(({ headers }) => headers)).toEqual([
      {},
      { 'if-none-match': '"1"', 'if-modified-since': modified },
    ]);
  });

  it.each([[{ etag: '"1"' }], [{}]])(
    'show the photo that took its place at the address, with the marks %j',
    async (headers: HttpHeaders) => {
      const tiles = rig(ROOMY);
      tiles.serve('/a', { body: red, headers });
      await tiles.tile('/a', COVER);
      tiles.serve('/a', { body: blue, headers: { etag: '"2"' } });
      expect(near(colorOf(await tiles.tile('/a', COVER)), RED)).toBe(true);
      tiles.wait(HOUR);
      expect(near(colorOf(await tiles.tile('/a', COVER)), BLUE)).toBe(true);
      expect(tiles.asked).toHaveLength(2);
    },
  );

  it('outlive a host that is down, but not a photo that was taken down', async () => {
    const tiles = rig(ROOMY);
    tiles.serve('/a', { body: red });
    await tiles.tile('/a', COVER);
    tiles.serve('/a', { status: 503 });
    tiles.wait(HOUR);
    expect(outcome(await tiles.tile('/a', COVER))).toBe('found');
    tiles.serve('/a', { status: 410 });
    expect(outcome(await tiles.tile('/a', COVER))).toBe('found');
    tiles.wait(HOUR);
    expect(outcome(await tiles.tile('/a', COVER))).toBe('refused');
  });

  it('never send a mark back that could not be a header', async () => {
    const tiles = rig(ROOMY);
    tiles.serve('/a', { body: red, headers: { etag: '"é\n"', 'last-modified': 'x'.repeat(300) } });
    await tiles.tile('/a', COVER);
    tiles.wait(HOUR);
    await tiles.tile('/a', COVER);
    expect(tiles.asked.map(({ headers }) => headers)).toEqual([{}, {}]);
  });

  it('never come from inside the network', async () => {
    const studio = await openStudio();
    const http = createHttp({ now: () => new Date(0) });
    const tiles = createPictureTiles({ ...ROOMY, http, now: () => new Date(0) });
    for (const url of [studio.origin, 'http://169.254.169.254/a.png', 'file:///etc/passwd', 'x']) {
      expect(outcome(await tiles.tile(url, COVER))).toBe('unreachable');
    }
    expect(studio.asked).toEqual([]);
    await http.close();
    await studio.close();
  });

  it('keep a logo whole and its transparency', async () => {
    const tiles = rig(ROOMY);
    tiles.serve('/logo', { body: await picture(null, 1_000, 100).encode('png') });
    const logo = await tiles.tile('/logo', { kind: 'contain', width: 260, height: 56 });
    expect(logo.found && [logo.image.width, logo.image.height]).toEqual([260, 26]);
    const context = createCanvas(260, 26).getContext('2d');
    if (logo.found) context.drawImage(logo.image, 0, 0);
    expect(context.getImageData(5, 5, 1, 1).data[3]).toBe(0);
  });
});
