import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  directionOf,
  fullPrice,
  imageAddress,
  isImageHash,
  productImageSpecSchema,
  withoutPictures,
  type ProductImageSpec,
} from '#core/messaging/index';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const euro = (minor: number) => ({ minor, currency: 'EUR' });

const raw = {
  items: [
    { title: 'Vase', photoUrl: 'https://x/a.jpg', price: euro(500), compareAt: null, quantity: 2 },
  ],
  total: euro(1000),
  discountBadge: null,
  shopName: 'Casa',
  brandColor: '#1B6B5A',
  logoUrl: null,
  locale: 'it',
  headline: 'Ciao',
};
const spec = (changes: Partial<ProductImageSpec> = {}): ProductImageSpec =>
  productImageSpecSchema.parse({ ...raw, ...changes });
const line = spec().items[0];
const lines = (count: number) => Array.from({ length: count }, () => ({ ...raw.items[0] }));

describe('a product image spec', () => {
  it('is read with its label left out', () => {
    expect(spec().totalLabel).toBeNull();
  });

  it.each([
    ['no item', { items: [] }],
    ['a quantity of zero', { items: [{ ...raw.items[0], quantity: 0 }] }],
    ['a colour by name', { brandColor: 'red' }],
    ['an unknown locale', { locale: 'not a locale' }],
    ['two currencies', { total: { minor: 1, currency: 'USD' } }],
    ['half a cent', { total: euro(0.5) }],
  ])('is refused with %s', (_reason, changes) => {
    expect(productImageSpecSchema.safeParse({ ...raw, ...changes }).success).toBe(false);
  });

  it('takes a title of any length', () => {
    const items = [{ ...raw.items[0], title: 'x'.repeat(100_000) }];
    expect(productImageSpecSchema.safeParse({ ...raw, items }).success).toBe(true);
  });
});

describe('the address of a card', () => {
  const address = (one: ProductImageSpec): string => imageAddress(one, 'card-1', hash);

  it('is a SHA-256 that depends on the renderer’s version', () => {
    expect(isImageHash(address(spec()))).toBe(true);
    expect(imageAddress(spec(), 'card-2', hash)).not.toBe(address(spec()));
  });

  it('does not depend on key order, letter case of the colour or Unicode composition', () => {
    const reversed = productImageSpecSchema.parse(
      Object.fromEntries(Object.entries(raw).reverse()),
    );
    expect(address(reversed)).toBe(address(spec()));
    expect(address(spec({ brandColor: '#1b6b5a' }))).toBe(address(spec()));
    const titled = (title: string) => spec({ items: line ? [{ ...line, title }] : [] });
    expect(address(titled('café'))).toBe(address(titled('cafe\u0301')));
  });

  it('depends on every word and number that is drawn', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer({ min: 1 }), (headline, name, minor) => {
        const one = spec({ headline, shopName: name, total: euro(minor) });
        const other = spec({ headline: name, shopName: headline, total: euro(minor) });
        return (address(one) === address(other)) === (headline === name);
      }),
    );
    const count = (items: number) => address(spec({ items: lines(items) as never }));
    expect(new Set([4, 5, 6].map(count)).size).toBe(3);
  });
});

describe('the full price', () => {
  const priced = (price: number, before: number | null, total: number, quantity = 1) =>
    fullPrice(
      spec({
        items: [
          {
            title: '',
            photoUrl: null,
            price: euro(price),
            compareAt: before === null ? null : euro(before),
            quantity,
          },
        ],
        total: euro(total),
      }),
    );

  it.each([
    ['is absent when nothing is cheaper', 500, null, 500, 1, null],
    ['is what it cost before', 500, 700, 500, 1, 700],
    ['counts each piece', 500, 700, 1500, 3, 2100],
    ['shows a discount on the cart', 500, null, 450, 1, 500],
    ['ignores a lower price before', 500, 300, 500, 1, null],
    ['is absent when shipping makes the total higher', 500, 550, 900, 1, null],
  ] as const)('%s', (_title, price, before, total, quantity, expected) => {
    expect(priced(price, before, total, quantity)?.minor ?? null).toBe(expected);
  });
});

describe('a spec without the pictures that could not be had', () => {
  it('is the spec that never had them', () => {
    const whole = spec({ logoUrl: 'https://x/logo.png' });
    const missing = new Set(['https://x/a.jpg', 'https://x/logo.png']);
    const items = line ? [{ ...line, photoUrl: null }] : [];
    expect(withoutPictures(whole, missing)).toEqual(spec({ items }));
    expect(withoutPictures(whole, new Set(['https://x/other.jpg']))).toEqual(whole);
  });
});

describe('the direction of a locale', () => {
  it.each(['ar', 'ar-AE', 'he', 'iw', 'fa', 'ur', 'ps', 'ckb', 'dv', 'az-Arab', 'yi'])(
    'is right to left for %s',
    (locale) => {
      expect(directionOf(locale)).toBe('rtl');
    },
  );
  it.each(['en', 'it', 'pt-BR', 'zh-Hant-TW', 'ja', 'az', 'ur-Latn', 'ku', 'nonsense locale'])(
    'is left to right for %s',
    (locale) => {
      expect(directionOf(locale)).toBe('ltr');
    },
  );
});
