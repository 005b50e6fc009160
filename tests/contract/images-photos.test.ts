import { GifEncoder, type Canvas } from '@napi-rs/canvas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  anItem,
  aSpec,
  decodeCard,
  isNear,
  openStudio,
  picture,
  type Color,
  type ServedPhoto,
  type Studio,
} from './images-studio';
import { animatedWebp, giantPngHeader, twoHalvesPng, withOrientation } from './photo-maker';

const RED: Color = [200, 30, 30];
const BLUE: Color = [30, 60, 200];
const EMPTY: Color = [223, 234, 232];
const PLACEHOLDER_CORNER = [40, 560] as const;

describe('a photo on a card', () => {
  let studio: Studio;
  beforeEach(async () => {
    studio = await openStudio();
  });
  afterEach(() => studio.close());

  const cardOf = async (photo: ServedPhoto) => {
    const photoUrl = studio.serve('/photo', photo);
    const image = await studio.images.imageFor(aSpec({ items: [anItem({ photoUrl })] }));
    return decodeCard(image.bytes);
  };

  it.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('may be a %s', async (format) => {
    const canvas = picture('rgb(200 30 30)', 640, 480);
    const bytes = format === 'png' ? await canvas.encode('png') : await encode(canvas, format);
    const card = await cardOf({ bytes, type: `image/${format}` });
    expect(isNear(card.at(314, 100), RED, 24)).toBe(true);
  });

  const encode = (canvas: Canvas, format: 'jpeg' | 'webp' | 'avif' | 'gif') =>
    format === 'avif'
      ? canvas.encode('avif', { quality: 80 })
      : canvas.encode(format as 'webp', 90);

  it('is taken whatever its declared type, when its bytes are a photo', async () => {
    const bytes = await picture('rgb(200 30 30)').encode('png');
    const card = await cardOf({ bytes, type: 'application/octet-stream' });
    expect(isNear(card.at(314, 100), RED)).toBe(true);
  });

  it('lies on white where it is transparent', async () => {
    const bytes = await picture(null, 400, 400, (context) => {
      context.fillStyle = 'rgb(200 30 30)';
      context.fillRect(100, 100, 200, 200);
    }).encode('png');
    const card = await cardOf({ bytes, type: 'image/png' });
    expect(isNear(card.at(40, 40), [255, 255, 255])).toBe(true);
    expect(isNear(card.at(314, 314), RED)).toBe(true);
  });

  it('is turned upright as its EXIF orientation says', async () => {
    const sideways = await picture('rgb(200 30 30)', 800, 800, (context) => {
      context.fillStyle = 'rgb(30 60 200)';
      context.fillRect(400, 0, 400, 800);
    }).encode('jpeg', 95);
    const card = await cardOf({ bytes: withOrientation(sideways, 6) });
    expect(isNear(card.at(314, 150), RED, 20)).toBe(true);
    expect(isNear(card.at(314, 480), BLUE, 20)).toBe(true);
  });

  it('fills its square from the middle and is never squeezed', async () => {
    const wide = await picture('rgb(30 60 200)', 1600, 400, (context) => {
      context.fillStyle = 'rgb(200 30 30)';
      context.fillRect(600, 0, 400, 400);
    }).encode('png');
    const card = await cardOf({ bytes: wide, type: 'image/png' });
    for (const [x, y] of [
      [4, 4],
      [620, 4],
      [4, 620],
      [620, 620],
    ] as const) {
      expect(isNear(card.at(x, y), RED, 24)).toBe(true);
    }
  });

  it('is the first frame of an animated GIF or WebP', async () => {
    const frame = (color: string) => picture(color, 200, 200);
    const gif = new GifEncoder(200, 200, { repeat: 0 });
    for (const color of ['rgb(200 30 30)', 'rgb(30 60 200)']) {
      const { data } = frame(color).getContext('2d').getImageData(0, 0, 200, 200);
      gif.addFrame(new Uint8Array(data), 200, 200, { delay: 100 });
    }
    const fromGif = await cardOf({ bytes: gif.finish(), type: 'image/gif' });
    expect(isNear(fromGif.at(314, 100), RED, 24)).toBe(true);
    const frames = [frame('rgb(200 30 30)'), frame('rgb(30 60 200)')];
    const webp = animatedWebp(await Promise.all(frames.map((one) => one.encode('webp', 90))), 200);
    const photoUrl = studio.serve('/other', { bytes: webp, type: 'image/webp' });
    const image = await studio.images.imageFor(aSpec({ items: [anItem({ photoUrl })] }));
    expect(isNear((await decodeCard(image.bytes)).at(314, 100), RED, 24)).toBe(true);
  });

  it('of eight thousand pixels a side is drawn without its details lost', async () => {
    const card = await cardOf({ bytes: twoHalvesPng(8_000), type: 'image/png' });
    expect(isNear(card.at(150, 200), RED, 20)).toBe(true);
    expect(isNear(card.at(480, 200), BLUE, 20)).toBe(true);
  }, 60_000);

  it('is replaced by a bag with the initial when it is missing or no photo at all', async () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>',
    );
    const jpeg = await picture('rgb(200 30 30)').encode('jpeg', 90);
    const bad: readonly ServedPhoto[] = [
      { status: 404, bytes: jpeg },
      { status: 500, bytes: jpeg },
      { bytes: svg, type: 'image/svg+xml' },
      { bytes: svg, type: 'image/png' },
      { bytes: Buffer.from('<html>'), type: 'text/html' },
      { bytes: Buffer.alloc(0) },
      { bytes: jpeg.subarray(0, 30) },
      { bytes: giantPngHeader(60_000, 60_000), type: 'image/png' },
      { bytes: Buffer.concat([jpeg, Buffer.alloc(11 * 1024 * 1024)]) },
    ];
    for (const photo of bad) {
      const card = await cardOf(photo);
      expect(isNear(card.at(...PLACEHOLDER_CORNER), EMPTY)).toBe(true);
      expect(card.inkIn(230, 200, 170, 240, EMPTY)).toBeGreaterThan(10_000);
    }
  });

  it('is asked for again once after a passing failure, and not after a final one', async () => {
    const bytes = Buffer.from('x');
    await cardOf({ status: 503, bytes });
    expect(studio.asked).toHaveLength(2);
    await cardOf({ status: 403, bytes });
    expect(studio.asked).toHaveLength(3);
  });
});
