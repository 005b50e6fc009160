import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createByteCache } from '#adapters/images/byte-cache';
import { CARD, layoutOf, type Box } from '#adapters/images/card-layout';
import { contrast, paletteOf, parseHex, type Rgb } from '#adapters/images/palette';
import { readPhotoSize } from '#adapters/images/photo-format';
import { createPixelGate } from '#adapters/images/pixel-gate';

describe('the colours of a card', () => {
  const rgb = (css: string): Rgb => {
    const [red = 0, green = 0, blue = 0] = css.match(/\d+/g)?.map(Number) ?? [];
    return [red, green, blue];
  };
  const hex = fc
    .integer({ min: 0, max: 0xffffff })
    .map((value) => `#${value.toString(16).padStart(6, '0')}`);

  it('are readable on any brand', () => {
    fc.assert(
      fc.property(hex, (brand) => {
        const made = paletteOf(brand);
        expect(contrast(rgb(made.onBrand), rgb(made.brand))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(rgb(made.brandText), rgb(made.panel))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(rgb(made.muted), rgb(made.panel))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(rgb(made.ink), rgb(made.panel))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(rgb(made.onEmpty), rgb(made.empty))).toBeGreaterThanOrEqual(3);
        expect(contrast(rgb(made.brand), [255, 255, 255])).toBeGreaterThanOrEqual(1.5);
      }),
    );
  });

  it('keep a brand that is deep enough as it is', () => {
    expect(rgb(paletteOf('#1b6b5a').brand)).toEqual([27, 107, 90]);
    expect(parseHex('#f80')).toEqual([255, 136, 0]);
  });
});

describe('the layout of a card', () => {
  const overlap = (one: Box, other: Box): boolean =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height;

  it.each([1, 2, 3, 4, 9])('of %i items fills the card without overlaps, and mirrors', (items) => {
    const ltr = layoutOf(items, 'ltr');
    const rtl = layoutOf(items, 'rtl');
    const boxes = [...ltr.tiles, ...(ltr.spare ? [ltr.spare] : []), ltr.panel];
    expect(ltr.tiles).toHaveLength(Math.min(items, 4));
    boxes.forEach((box, index) => {
      expect(box.x >= 0 && box.x + box.width <= CARD.width).toBe(true);
      expect(box.y >= 0 && box.y + box.height <= CARD.height).toBe(true);
      expect(boxes.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
    });
    ltr.tiles.forEach((tile, index) => {
      expect(tile.width).toBe(tile.height);
      expect(rtl.tiles[index]?.x).toBe(CARD.width - tile.x - tile.width);
    });
  });
});

describe('the size of a photo', () => {
  it.each(['png', 'jpeg', 'webp', 'gif', 'avif'] as const)('is read from a %s', async (format) => {
    const canvas = createCanvas(321, 123);
    canvas.getContext('2d').fillRect(0, 0, 100, 100);
    const bytes = await canvas.encode(format as 'png');
    expect(readPhotoSize(bytes)).toEqual({ format, width: 321, height: 123 });
  });

  it('is read from a lossless and from an extended WebP', () => {
    const lossless = Buffer.alloc(30);
    lossless.write('RIFF....WEBPVP8L....\x2f', 0, 'latin1');
    lossless.writeUInt32LE((799 << 14) | 1023, 21);
    expect(readPhotoSize(lossless)).toEqual({ format: 'webp', width: 1024, height: 800 });
    const extended = Buffer.alloc(30);
    extended.write('RIFF....WEBPVP8X', 0, 'latin1');
    extended.writeUIntLE(15_999, 24, 3);
    extended.writeUIntLE(7, 27, 3);
    expect(readPhotoSize(extended)).toEqual({ format: 'webp', width: 16_000, height: 8 });
  });

  it('is unknown for anything else, and never a crash', () => {
    for (const text of ['', '<svg width="9" height="9"/>', '%PDF-1.7', 'II*\0', 'BM......']) {
      expect(readPhotoSize(Buffer.from(text))).toBeNull();
    }
    const heads = [
      '\x89PNG\r\n\x1a\n....IHDR',
      '\xff\xd8\xff',
      'GIF89a',
      'RIFF....WEBPVP8 ',
      '....ftypavif',
    ];
    fc.assert(
      fc.property(fc.constantFrom('', ...heads), fc.uint8Array({ maxLength: 80 }), (head, tail) => {
        const size = readPhotoSize(Buffer.concat([Buffer.from(head, 'latin1'), tail]));
        return size === null || (size.width > 0 && size.height > 0);
      }),
    );
  });
});

describe('the byte cache', () => {
  it('never weighs more than allowed and counts what it holds', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(60)));
    fc.assert(
      fc.property(steps, (entries) => {
        const cache = createByteCache<number>(100);
        const last = new Map<string, number>();
        for (const [key, bytes] of entries) {
          cache.set(key, bytes, bytes);
          last.set(key, bytes);
          expect(cache.weight()).toBeLessThanOrEqual(100);
        }
        const held = [...last.keys()].map((key) => cache.get(key) ?? 0);
        expect(held.reduce((sum, bytes) => sum + bytes, 0)).toBe(cache.weight());
      }),
    );
  });

  it('does not keep what is larger than itself', () => {
    const cache = createByteCache<string>(10);
    cache.set('small', 's', 5);
    cache.set('large', 'l', 11);
    expect([cache.get('small'), cache.get('large')]).toEqual(['s', undefined]);
  });
});

describe('the pixel gate', () => {
  it('keeps the pixels in work below its limit, runs all, and lets a giant in alone', async () => {
    const gate = createPixelGate(100);
    let [pixels, most, alone] = [0, 0, true];
    const sizes = [60, 50, 40, 10, 250, 30, 70, 100, 1];
    await Promise.all(
      sizes.map((size) =>
        gate(size, async () => {
          if (size > 100) alone = pixels === 0;
          pixels += size;
          if (size <= 100) most = Math.max(most, pixels);
          await new Promise((done) => setImmediate(done));
          pixels -= size;
        }),
      ),
    );
    expect([pixels, alone]).toEqual([0, true]);
    expect(most).toBeLessThanOrEqual(100);
  });

  it('frees its place when the work fails', async () => {
    const gate = createPixelGate(10);
    await expect(gate(10, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await gate(10, () => Promise.resolve('next'))).toBe('next');
  });
});
