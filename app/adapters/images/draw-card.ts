import type { Image } from '@napi-rs/canvas';

import {
  directionOf,
  SHOWN_ITEMS,
  type ProductImageItem,
  type ProductImageSpec,
} from '#core/messaging/index';

import { createCardCanvases } from './card-canvases';
import { BIG_TILE, CARD, layoutOf, SMALL_TILE } from './card-layout';
import { createCardMemory } from './card-memory';
import { drawPanel, LOGO } from './draw-panel';
import { drawPictures, type Easel } from './draw-pictures';
import { paletteOf } from './palette';
import type { Fit } from './cut-picture';
import { createTypefaces } from './typefaces';
import { createTypesetter } from './typesetter';

/** Part of every card's address: raise it when the same spec would be drawn differently. */
export const RENDERER_VERSION = 'card-2';

/** Good enough for photos of goods, and far below WhatsApp's 5 MB (typically 60 to 150 KB). */
const JPEG_QUALITY = 82;

/** One less than the threads that libuv has. */
const CANVASES = 3;

export interface CardPictures {
  /** In the order of the items; null where there is none. */
  readonly photos: readonly (Image | null)[];
  readonly logo: Image | null;
}

/** The pictures that a card needs, each at the size at which it is drawn. */
export function picturesOf(spec: ProductImageSpec): readonly { url: string; fit: Fit }[] {
  const fit = photoFit(spec);
  const photos = shownItems(spec).flatMap(({ photoUrl }) =>
    photoUrl === null ? [] : [{ url: photoUrl, fit }],
  );
  return spec.logoUrl === null ? photos : [...photos, { url: spec.logoUrl, fit: LOGO }];
}

export const shownItems = (spec: ProductImageSpec): readonly ProductImageItem[] =>
  spec.items.slice(0, SHOWN_ITEMS);

export const photoFit = (spec: ProductImageSpec): Fit => ({
  kind: 'cover',
  side: spec.items.length === 1 ? BIG_TILE : SMALL_TILE,
});

export const LOGO_FIT: Fit = LOGO;

/**
 * Draws a card, which takes about a millisecond of the main thread, and encodes it off that thread.
 * @returns a JPEG of 1200 × 628 pixels; the same spec and pictures give the same bytes
 */
export type DrawCard = (spec: ProductImageSpec, pictures: CardPictures) => Promise<Buffer>;

export function createCardDrawer(): DrawCard {
  const withCanvas = createCardCanvases(CANVASES);
  const typefaces = createTypefaces();
  const memory = createCardMemory();
  return (spec, pictures) =>
    withCanvas((canvas) => {
      const context = canvas.getContext('2d');
      const direction = directionOf(spec.locale);
      const palette = memory.palettes(spec.brandColor, () => paletteOf(spec.brandColor));
      const type = createTypesetter(context, typefaces, memory, spec.locale);
      const { shapes } = memory;
      const easel: Easel = { context, type, palette, direction, locale: spec.locale, shapes };
      const layout = layoutOf(spec.items.length, direction);
      context.fillStyle = palette.page;
      context.fillRect(0, 0, CARD.width, CARD.height);
      drawPictures(easel, spec, layout, pictures.photos);
      drawPanel(easel, spec, layout.panel, pictures.logo);
      return canvas.encode('jpeg', JPEG_QUALITY);
    });
}
