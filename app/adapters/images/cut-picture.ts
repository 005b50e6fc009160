import { createCanvas, loadImage, type Canvas, type Image } from '@napi-rs/canvas';

/** Photos fill a square and lose their edges; a logo is fitted into a box and loses nothing. */
export type Fit =
  | { readonly kind: 'cover'; readonly side: number }
  | { readonly kind: 'contain'; readonly width: number; readonly height: number };

/** Far above what the card itself is encoded with, so that the second time loses nothing more. */
const TILE_QUALITY = 95;

/**
 * Decodes a picture, cuts it to the size at which it is drawn and encodes that: a photo as a JPEG
 * on white, a logo as a PNG that keeps what is transparent. Decoding and encoding happen off the
 * main thread, scaling on it. EXIF orientation is applied.
 * @returns null when the bytes are damaged
 */
export async function cutPicture(bytes: Buffer, fit: Fit): Promise<Buffer | null> {
  const image = await openPicture(bytes);
  if (!image) return null;
  const canvases: Canvas[] = [];
  try {
    const cut = fit.kind === 'cover' ? cover(image, fit.side) : contain(image, fit);
    const canvas = resample(image, cut, canvases);
    return await (cut.paper === null ? canvas.encode('png') : canvas.encode('jpeg', TILE_QUALITY));
  } finally {
    free(image, canvases);
  }
}

/** Decodes off the main thread; null when the bytes are damaged. */
export async function openPicture(bytes: Buffer): Promise<Image | null> {
  try {
    const image = await loadImage(bytes);
    return image.width < 1 || image.height < 1 ? null : image;
  } catch {
    return null;
  }
}

/** Frees the pixels now; the collector would leave hundreds of megabytes for later. */
function free(image: Image, canvases: readonly Canvas[]): void {
  for (const canvas of canvases) [canvas.width, canvas.height] = [1, 1];
  image.src = Buffer.alloc(0);
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Cut {
  readonly from: Area;
  readonly width: number;
  readonly height: number;
  /** Laid under a transparent picture; null keeps it transparent. */
  readonly paper: string | null;
}

function cover(image: Image, side: number): Cut {
  const cut = Math.min(image.width, image.height);
  const from = { x: (image.width - cut) / 2, y: (image.height - cut) / 2, width: cut, height: cut };
  return { from, width: side, height: side, paper: '#ffffff' };
}

function contain(image: Image, box: { readonly width: number; readonly height: number }): Cut {
  const scale = Math.min(box.width / image.width, box.height / image.height);
  const from = { x: 0, y: 0, width: image.width, height: image.height };
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  return { from, width, height, paper: null };
}

/**
 * Smoothing a 64-megapixel source takes half a second of the main thread; picking every n-th pixel
 * into a picture three times the target and smoothing that takes a fifth, and looks the same.
 * @param made gets every canvas that was needed
 */
function resample(source: Image, cut: Cut, made: Canvas[]): Canvas {
  if (cut.from.width / cut.width <= 5) return draw(source, cut, true, made);
  const rough = { width: cut.width * 3, height: cut.height * 3 };
  const picked = draw(source, { ...cut, ...rough, paper: null }, false, made);
  return draw(picked, { ...cut, from: { x: 0, y: 0, ...rough } }, true, made);
}

function draw(source: Image | Canvas, cut: Cut, smooth: boolean, made: Canvas[]): Canvas {
  const { from, width, height, paper } = cut;
  const canvas = createCanvas(width, height);
  made.push(canvas);
  const context = canvas.getContext('2d');
  if (paper !== null) {
    context.fillStyle = paper;
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingEnabled = smooth;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, from.x, from.y, from.width, from.height, 0, 0, width, height);
  return canvas;
}
