import type { Image } from '@napi-rs/canvas';

import {
  imageAddress,
  imagePath,
  isImageHash,
  withoutPictures,
  type Hash,
  type ImageStore,
  type ProductImage,
  type ProductImages,
  type ProductImageSpec,
} from '#core/messaging/index';

import type { Http } from '../http/request';
import {
  createCardDrawer,
  LOGO_FIT,
  photoFit,
  picturesOf,
  RENDERER_VERSION,
  shownItems,
  type CardPictures,
} from './draw-card';
import { createPictureTiles, type PictureTiles } from './picture-tiles';

export interface ProductImageOptions {
  readonly http: Pick<Http, 'request'>;
  readonly store: ImageStore;
  /** SHA-256 of a text, in lower-case hexadecimal. */
  readonly hash: Hash;
  readonly now: () => Date;
}

/** Twenty large tiles or eighty small ones, ready to be drawn. */
const DECODED_BYTES = 32 * 1024 * 1024;
/** Some hundred large tiles or a thousand small ones, a decoding of their few pixels away. */
const ENCODED_BYTES = 32 * 1024 * 1024;

/**
 * The product card renderer. A card whose photo can't be had is the card of the same cart without
 * that photo, at that card's own address: a failure of an hour never sticks to an address.
 */
export function createProductImages(options: ProductImageOptions): ProductImages {
  const tiles = createPictureTiles({
    http: options.http,
    now: options.now,
    decodedBytes: DECODED_BYTES,
    encodedBytes: ENCODED_BYTES,
  });
  const drawCard = createCardDrawer();
  const running = new Map<string, Promise<ProductImage>>();
  const address = (spec: ProductImageSpec): string =>
    imageAddress(spec, RENDERER_VERSION, options.hash);

  const draw = async (spec: ProductImageSpec, hash: string): Promise<ProductImage> => {
    const known = await options.store.get(hash);
    if (known) return { hash, path: imagePath(hash), bytes: known };
    const { pictures, missing } = await gather(spec, tiles);
    if (missing.size > 0) return once(withoutPictures(spec, missing));
    const bytes = await drawCard(spec, pictures);
    await options.store.put(hash, bytes);
    return { hash, path: imagePath(hash), bytes };
  };

  const once = (spec: ProductImageSpec): Promise<ProductImage> => {
    const hash = address(spec);
    const pending = running.get(hash);
    if (pending) return pending;
    const work = draw(spec, hash).finally(() => running.delete(hash));
    running.set(hash, work);
    return work;
  };

  return {
    imageFor: once,
    read: async (hash) => (isImageHash(hash) ? options.store.get(hash) : null),
  };
}

interface Gathered {
  readonly pictures: CardPictures;
  /** Addresses that gave no picture. */
  readonly missing: ReadonlySet<string>;
}

async function gather(spec: ProductImageSpec, tiles: PictureTiles): Promise<Gathered> {
  const missing = new Set<string>();
  const wanted = picturesOf(spec);
  const found = new Map<string, Image>();
  await Promise.all(
    wanted.map(async ({ url, fit }) => {
      const picture = await tiles.tile(url, fit);
      if (picture.found) found.set(keyOf(url, fit.kind), picture.image);
      else missing.add(url);
    }),
  );
  const imageOf = (url: string | null, kind: string): Image | null =>
    url === null ? null : (found.get(keyOf(url, kind)) ?? null);
  const { kind } = photoFit(spec);
  return {
    missing,
    pictures: {
      photos: shownItems(spec).map(({ photoUrl }) => imageOf(photoUrl, kind)),
      logo: imageOf(spec.logoUrl, LOGO_FIT.kind),
    },
  };
}

const keyOf = (url: string, kind: string): string => `${kind} ${url}`;
