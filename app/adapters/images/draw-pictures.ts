import { createCanvas, type Canvas, type Image, type SKRSContext2D } from '@napi-rs/canvas';

import type { ProductImageItem, ProductImageSpec } from '#core/messaging/index';

import type { Box, CardLayout } from './card-layout';
import type { CardMemory } from './card-memory';
import type { Palette } from './palette';
import type { Run, TextStyle, Typesetter } from './typesetter';

/** What every part of a card is drawn with. */
export interface Easel {
  readonly context: SKRSContext2D;
  readonly type: Typesetter;
  readonly palette: Palette;
  readonly direction: 'ltr' | 'rtl';
  readonly locale: string;
  readonly shapes: CardMemory['shapes'];
}

/** The photos, or drawn stand-ins, with their quantities, the badge and the count of the rest. */
export function drawPictures(
  easel: Easel,
  spec: ProductImageSpec,
  layout: CardLayout,
  photos: readonly (Image | null)[],
): void {
  const hidden = spec.items.length - layout.tiles.length;
  layout.tiles.forEach((box, index) => {
    const item = spec.items[index];
    if (!item) return;
    const photo = photos[index];
    if (photo) easel.context.drawImage(photo, box.x, box.y, box.width, box.height);
    else drawPlaceholder(easel, box, item);
    if (item.quantity > 1) drawQuantity(easel, box, item.quantity);
    if (hidden > 0 && index === layout.tiles.length - 1) drawRest(easel, box, hidden);
  });
  if (layout.spare) drawSpare(easel, layout.spare, spec.discountBadge);
  else if (spec.discountBadge && layout.tiles[0]) {
    drawBadge(easel, layout.tiles[0], spec.discountBadge);
  }
}

/** A shopping bag with the product's initial: calm, and clearly not a photo that failed to load. */
function drawPlaceholder(easel: Easel, box: Box, item: ProductImageItem): void {
  const { context, palette, type } = easel;
  context.fillStyle = palette.empty;
  context.fillRect(box.x, box.y, box.width, box.height);
  drawBag(easel, box, palette.onEmpty);
  const initial = type.run(initialOf(item.title));
  const center = box.x + box.width / 2;
  const style: TextStyle = { size: Math.round(box.width * 0.17), weight: 700 };
  const y = box.y + box.height * 0.635;
  type.write(initial, initial.text, style, { x: center, y, align: 'center', color: palette.empty });
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

function initialOf(title: string): string {
  for (const { segment } of GRAPHEMES.segment(title)) {
    if (/^[\p{L}\p{N}]/u.test(segment)) return segment.toLocaleUpperCase();
  }
  return '';
}

function drawBag({ context }: Easel, box: Box, color: string): void {
  const unit = box.width / 100;
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  context.fillStyle = color;
  context.strokeStyle = color;
  context.lineWidth = unit * 3;
  context.lineCap = 'round';
  context.beginPath();
  context.roundRect(x - unit * 19, y - unit * 10, unit * 38, unit * 34, unit * 5);
  context.fill();
  context.beginPath();
  context.moveTo(x - unit * 9, y - unit * 8);
  context.lineTo(x - unit * 9, y - unit * 15);
  context.arc(x, y - unit * 15, unit * 9, Math.PI, 0);
  context.lineTo(x + unit * 9, y - unit * 8);
  context.stroke();
}

interface Pill {
  readonly run: Run;
  readonly style: TextStyle;
  readonly fill: string;
  readonly color: string;
  readonly pad: number;
  readonly height: number;
  /** Distance from the tile's edges. */
  readonly inset: number;
  readonly side: 'start' | 'end';
  readonly edge: 'top' | 'bottom';
}

function drawPill(easel: Easel, box: Box, pill: Pill): void {
  const { context, type } = easel;
  const most = box.width - 2 * (pill.inset + pill.pad);
  const text = type.shorten(pill.run, pill.style, most);
  const drawn = { ...pill.run, text };
  // Whole pixels: the shape is copied as it is.
  const width = Math.ceil(Math.max(type.width(drawn, pill.style) + 2 * pill.pad, pill.height));
  const left = (pill.side === 'start') === (easel.direction === 'ltr');
  const x = left ? box.x + pill.inset : box.x + box.width - pill.inset - width;
  const y =
    pill.edge === 'top' ? box.y + pill.inset : box.y + box.height - pill.inset - pill.height;
  const shape = easel.shapes(`${width} ${pill.height} ${pill.fill}`, () =>
    pillShape(width, pill.height, pill.fill),
  );
  context.drawImage(shape, x - HALO, y - HALO);
  const baseline = y + pill.height / 2 + pill.style.size * 0.36;
  const at = { x: x + width / 2, y: baseline, align: 'center', color: pill.color } as const;
  type.write(drawn, text, pill.style, at);
}

/** Around a pill, for its shadow. */
const HALO = 24;

function pillShape(width: number, height: number, fill: string): Canvas {
  const canvas = createCanvas(width + 2 * HALO, height + 2 * HALO);
  const context = canvas.getContext('2d');
  context.shadowColor = 'rgb(0 0 0 / 18%)';
  context.shadowBlur = 14;
  context.shadowOffsetY = 3;
  context.fillStyle = fill;
  context.beginPath();
  context.roundRect(HALO, HALO, width, height, height / 2);
  context.fill();
  return canvas;
}

function drawBadge(easel: Easel, box: Box, badge: string): void {
  const big = box.width > 400;
  drawPill(easel, box, {
    run: easel.type.run(badge),
    style: { size: big ? 42 : 30, weight: 700 },
    fill: easel.palette.brand,
    color: easel.palette.onBrand,
    pad: big ? 30 : 20,
    height: big ? 78 : 56,
    inset: big ? 32 : 18,
    side: 'start',
    edge: 'top',
  });
}

function drawQuantity(easel: Easel, box: Box, quantity: number): void {
  const big = box.width > 400;
  drawPill(easel, box, {
    run: easel.type.run(`×${new Intl.NumberFormat(easel.locale).format(quantity)}`),
    style: { size: big ? 36 : 28, weight: 700 },
    fill: easel.palette.page,
    color: easel.palette.ink,
    pad: big ? 22 : 16,
    height: big ? 64 : 48,
    inset: big ? 32 : 18,
    side: 'start',
    edge: 'bottom',
  });
}

/** A veil over the last photo with how many lines of the cart are not shown. */
function drawRest(easel: Easel, box: Box, hidden: number): void {
  const { context, type } = easel;
  context.fillStyle = 'rgb(16 18 24 / 70%)';
  context.fillRect(box.x, box.y, box.width, box.height);
  const run = type.run(`+${new Intl.NumberFormat(easel.locale).format(hidden)}`);
  centerText(easel, box, run, '#ffffff');
}

function drawSpare(easel: Easel, box: Box, badge: string | null): void {
  const { context, palette, type } = easel;
  context.fillStyle = palette.brand;
  context.fillRect(box.x, box.y, box.width, box.height);
  const run = type.run(badge ?? '');
  if (run.text === '') drawBag(easel, box, palette.onBrand);
  else centerText(easel, box, run, palette.onBrand);
}

/** As large as it fits on one line, cut only when even the smallest size is too wide. */
function centerText(easel: Easel, box: Box, run: Run, color: string): void {
  const { type } = easel;
  const width = box.width - 48;
  const size = [84, 72, 60, 48, 40, 32].find((one) => type.width(run, bold(one)) <= width) ?? 32;
  const text = type.shorten(run, bold(size), width);
  const y = box.y + box.height / 2 + size * 0.36;
  type.write(run, text, bold(size), { x: box.x + box.width / 2, y, align: 'center', color });
}

const bold = (size: number): TextStyle => ({ size, weight: 700 });
