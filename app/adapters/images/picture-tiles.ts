import type { Image } from '@napi-rs/canvas';

import type { Http } from '../http/request';
import { createByteCache, type ByteCache } from './byte-cache';
import { cutPicture, openPicture, type Fit } from './cut-picture';
import {
  downloadPhoto,
  type DownloadedPhoto,
  type MissingPhoto,
  type Validators,
} from './photo-download';
import { readPhotoSize } from './photo-format';
import { createPixelGate, type PixelGate } from './pixel-gate';

export type Picture =
  | { readonly found: true; readonly image: Image }
  | { readonly found: false; readonly reason: MissingPhoto };

export interface PictureTiles {
  /** A picture at the size at which it is drawn; downloaded and cut once, then kept. */
  readonly tile: (url: string, fit: Fit) => Promise<Picture>;
  /** Bytes that kept tiles take now, decoded and encoded. */
  readonly weight: () => number;
}

export interface TileOptions {
  readonly http: Pick<Http, 'request'>;
  readonly now: () => Date;
  /** For tiles that are ready to be drawn, four bytes a pixel. */
  readonly decodedBytes: number;
  /** For tiles as JPEG or PNG, about a fifteenth of that: a decoding away from being drawn. */
  readonly encodedBytes: number;
}

/** A picture as a file: as it came, or cut, which is the form in which it is kept longest. */
interface Encoded {
  readonly bytes: Buffer;
  /** When the photo's host was last asked, milliseconds since 1970. */
  readonly asked: number;
  readonly validators: Validators;
}

type Taken = { readonly found: true; readonly cut: Encoded } | Extract<Picture, { found: false }>;

/** 8,000 × 8,000: 256 MB while it is decoded, and only one such picture at a time. */
const MAX_PIXELS = 64_000_000;

/** A photo may change at its address. Shopify's never do, they get another address. */
const MAX_AGE_MS = 60 * 60 * 1_000;

interface Memory {
  readonly decoded: ByteCache<Image>;
  readonly encoded: ByteCache<Encoded>;
  readonly gate: PixelGate;
}

/**
 * Keeps tiles in two memories, the ones used last in each. Every tile is drawn from its encoded
 * form, also the first time, so that a card is the same whatever is kept.
 */
export function createPictureTiles(options: TileOptions): PictureTiles {
  const memory: Memory = {
    decoded: createByteCache<Image>(options.decodedBytes),
    encoded: createByteCache<Encoded>(options.encodedBytes),
    gate: createPixelGate(MAX_PIXELS),
  };
  const pending = new Map<string, Promise<Picture>>();
  const start = (key: string, url: string, fit: Fit): Promise<Picture> => {
    const work = bring(options, memory, { key, url, fit }).finally(() => pending.delete(key));
    pending.set(key, work);
    return work;
  };
  return {
    tile(url, fit) {
      const key = JSON.stringify([fit, url]);
      const ready = freshCut(options, memory, key) && memory.decoded.get(key);
      if (ready) return Promise.resolve({ found: true, image: ready });
      return pending.get(key) ?? start(key, url, fit);
    },
    weight: () => memory.decoded.weight() + memory.encoded.weight(),
  };
}

interface Wanted {
  readonly key: string;
  readonly url: string;
  readonly fit: Fit;
}

function freshCut({ now }: TileOptions, { encoded }: Memory, key: string): Encoded | null {
  const kept = encoded.get(key);
  return kept && now().getTime() - kept.asked < MAX_AGE_MS ? kept : null;
}

async function bring(options: TileOptions, memory: Memory, wanted: Wanted): Promise<Picture> {
  const fresh = freshCut(options, memory, wanted.key);
  const taken: Taken = fresh ? { found: true, cut: fresh } : await take(options, memory, wanted);
  if (!taken.found) return taken;
  const image = await openPicture(taken.cut.bytes);
  if (!image) return { found: false, reason: 'not-a-photo' };
  memory.decoded.set(wanted.key, image, image.width * image.height * 4);
  return { found: true, image };
}

/** Asks the photo's host; a tile that is kept stays when the photo is the same or out of reach. */
async function take(options: TileOptions, memory: Memory, wanted: Wanted): Promise<Taken> {
  const kept = memory.encoded.get(wanted.key);
  const asked = options.now().getTime();
  const download = await downloadPhoto(options.http, wanted.url, kept?.validators);
  const taken =
    download.kind === 'photo'
      ? await cut(memory.gate, { ...download, asked }, wanted.fit)
      : whatIsLeft(download, kept && { ...kept, asked });
  if (taken.found) memory.encoded.set(wanted.key, taken.cut, taken.cut.bytes.length);
  return taken;
}

function whatIsLeft(
  download: Exclude<DownloadedPhoto, { kind: 'photo' }>,
  kept: Encoded | undefined,
): Taken {
  const reason = download.kind === 'missing' ? download.reason : 'unreachable';
  return kept && reason === 'unreachable' ? { found: true, cut: kept } : { found: false, reason };
}

async function cut(gate: PixelGate, photo: Encoded, fit: Fit): Promise<Taken> {
  const size = readPhotoSize(photo.bytes);
  if (!size) return { found: false, reason: 'not-a-photo' };
  const pixels = size.width * size.height;
  if (pixels > MAX_PIXELS) return { found: false, reason: 'too-large' };
  const bytes = await gate(pixels, () => cutPicture(photo.bytes, fit));
  if (!bytes) return { found: false, reason: 'not-a-photo' };
  const { asked, validators } = photo;
  return { found: true, cut: { bytes, asked, validators } };
}
