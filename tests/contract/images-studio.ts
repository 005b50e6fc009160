import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas';

import { createHttp } from '#adapters/http/request';
import { createProductImages } from '#adapters/images/product-images';
import {
  productImageSpecSchema,
  type ImageStore,
  type ProductImages,
  type ProductImageSpec,
} from '#core/messaging/index';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function memoryStore(): ImageStore & { readonly puts: string[] } {
  const entries = new Map<string, Uint8Array>();
  const puts: string[] = [];
  return {
    puts,
    get: (hash) => Promise.resolve(entries.get(hash) ?? null),
    put: (hash, bytes) => {
      puts.push(hash);
      if (!entries.has(hash)) entries.set(hash, Uint8Array.from(bytes));
      return Promise.resolve();
    },
  };
}

export interface ServedPhoto {
  readonly type?: string;
  readonly status?: number;
  readonly bytes: Buffer;
}

export interface Studio {
  readonly origin: string;
  readonly store: ReturnType<typeof memoryStore>;
  readonly images: ProductImages;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  readonly serve: (path: string, photo: ServedPhoto) => string;
  /** Another renderer with an empty store and cache, on the same photos. */
  readonly another: () => ProductImages;
  readonly close: () => Promise<void>;
}

/** A real photo server on the loopback address and a renderer that may reach it. */
export async function openStudio(): Promise<Studio> {
  const photos = new Map<string, ServedPhoto>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const photo = photos.get(path);
    response.writeHead(photo ? (photo.status ?? 200) : 404, {
      'content-type': photo?.type ?? 'image/jpeg',
    });
    response.end(photo?.bytes);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http = createHttp({ now: () => new Date(0), allowedHosts: [host] });
  const store = memoryStore();
  const make = (target: ImageStore): ProductImages =>
    createProductImages({ http, store: target, hash: sha256, now: () => new Date(0) });
  return {
    origin: `http://${host}`,
    store,
    images: make(store),
    asked,
    serve(path, photo) {
      photos.set(path, photo);
      return `http://${host}${path}`;
    },
    another: () => make(memoryStore()),
    close: async () => {
      await http.close();
      await new Promise((done) => server.close(done));
    },
  };
}

export const euro = (minor: number) => ({ minor, currency: 'EUR' });

type ItemSpec = ProductImageSpec['items'][number];

export const anItem = (changes: Partial<ItemSpec> = {}): ItemSpec => ({
  title: 'Ceramic vase',
  photoUrl: null,
  price: euro(4500),
  compareAt: null,
  quantity: 1,
  ...changes,
});

export const aSpec = (changes: Partial<ProductImageSpec> = {}): ProductImageSpec =>
  productImageSpecSchema.parse({
    items: [anItem()],
    total: euro(4500),
    totalLabel: 'Total',
    discountBadge: null,
    shopName: 'Casa Ripresa',
    brandColor: '#1b6b5a',
    logoUrl: null,
    locale: 'en',
    headline: 'You left something behind',
    ...changes,
  });

/** A plain picture; `draw` paints over its colour. */
export function picture(
  color: string | null,
  width = 400,
  height = 400,
  draw?: (context: SKRSContext2D) => void,
) {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  if (color !== null) {
    context.fillStyle = color;
    context.fillRect(0, 0, width, height);
  }
  draw?.(context);
  return canvas;
}

export type Color = readonly [number, number, number];

export interface DecodedCard {
  readonly width: number;
  readonly height: number;
  readonly at: (x: number, y: number) => Color;
  /** Pixels in the area that differ from a colour by more than JPEG noise. */
  readonly inkIn: (x: number, y: number, width: number, height: number, ground: Color) => number;
}

export async function decodeCard(jpeg: Uint8Array): Promise<DecodedCard> {
  const image = await loadImage(Buffer.from(jpeg));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const at = (x: number, y: number): Color => {
    const offset = (y * image.width + x) * 4;
    return [data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0];
  };
  return {
    width: image.width,
    height: image.height,
    at,
    inkIn(x, y, width, height, ground) {
      const [red, green, blue] = ground;
      const far = (offset: number, value: number): boolean =>
        Math.abs((data[offset] ?? 0) - value) > 24;
      let count = 0;
      for (let row = y; row < y + height; row += 1) {
        const start = row * image.width * 4;
        for (let at = start + x * 4; at < start + (x + width) * 4; at += 4) {
          if (far(at, red) || far(at + 1, green) || far(at + 2, blue)) count += 1;
        }
      }
      return count;
    },
  };
}

export const isNear = (one: Color, other: Color, tolerance = 12): boolean =>
  one.every((value, index) => Math.abs(value - (other[index] ?? 0)) <= tolerance);
