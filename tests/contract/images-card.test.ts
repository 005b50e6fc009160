import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { layoutOf } from '#adapters/images/card-layout';
import type { ProductImages, ProductImageSpec } from '#core/messaging/index';

import {
  anItem,
  aSpec,
  decodeCard,
  euro,
  isNear,
  openStudio,
  picture,
  type Color,
  type DecodedCard,
  type Studio,
} from './images-studio';

const COLORS: readonly (readonly [string, Color])[] = [
  ['#c81e1e', [200, 30, 30]],
  ['#1ea01e', [30, 160, 30]],
  ['#1e3cc8', [30, 60, 200]],
  ['#c8b41e', [200, 180, 30]],
];
const BRAND: Color = [27, 107, 90];
const PANEL: Color = [244, 248, 247];

describe('a product card', () => {
  let studio: Studio;
  let urls: readonly string[];
  beforeAll(async () => {
    studio = await openStudio();
    urls = await Promise.all(
      COLORS.map(async ([color], index) =>
        studio.serve(`/${index}.jpg`, { bytes: await picture(color).encode('jpeg', 95) }),
      ),
    );
  });
  afterAll(() => studio.close());

  const draw = async (changes: Partial<ProductImageSpec>): Promise<DecodedCard> =>
    decodeCard((await studio.images.imageFor(aSpec(changes))).bytes);

  const cart = (lines: number) =>
    Array.from({ length: lines }, (_value, index) =>
      anItem({ title: `Item ${index}`, photoUrl: urls[index % 4] ?? null }),
    );

  it('is a JPEG of 1200 by 628 pixels with a brand band', async () => {
    const card = await draw({ items: cart(1) });
    expect([card.width, card.height]).toEqual([1200, 628]);
    expect(isNear(card.at(900, 624), BRAND)).toBe(true);
    expect(isNear(card.at(640, 300), PANEL)).toBe(true);
  });

  it.each([1, 2, 3, 4, 7])('shows the photos of %i lines, each in its square', async (lines) => {
    const card = await draw({ items: cart(lines), total: euro(4500 * lines) });
    layoutOf(lines, 'ltr').tiles.forEach((tile, index) => {
      const veiled = lines > 4 && index === 3;
      const center = card.at(tile.x + 150, tile.y + 250);
      expect(isNear(center, COLORS[index]?.[1] ?? BRAND)).toBe(!veiled);
    });
  });

  it('counts on the last square what it does not show', async () => {
    const [four, seven, nine] = await Promise.all([4, 7, 9].map((n) => draw({ items: cart(n) })));
    // The letters of "+3" in the middle of the lower right square.
    const white = (card: DecodedCard | undefined): number =>
      190 * 120 - (card?.inkIn(377, 417, 190, 120, [255, 255, 255]) ?? 0);
    expect(white(four)).toBe(0);
    expect(white(seven)).toBeGreaterThan(800);
    expect(white(nine)).not.toBe(white(seven));
  });

  it('is mirrored for a right-to-left language', async () => {
    const ltr = await draw({ items: cart(1), locale: 'en' });
    const rtl = await draw({ items: cart(1), locale: 'he' });
    expect(isNear(ltr.at(100, 400), COLORS[0]?.[1] ?? BRAND)).toBe(true);
    expect(isNear(rtl.at(1100, 400), COLORS[0]?.[1] ?? BRAND)).toBe(true);
    expect(isNear(rtl.at(300, 624), BRAND)).toBe(true);
    expect(ltr.inkIn(676, 40, 120, 60, PANEL)).toBeGreaterThan(200);
    expect(rtl.inkIn(404, 40, 120, 60, PANEL)).toBeGreaterThan(200);
    expect(rtl.inkIn(48, 40, 120, 60, PANEL)).toBe(0);
  });

  it('puts the badge on the photo at the reading side', async () => {
    const badge = { items: cart(1), discountBadge: '−10 %' };
    const [plain, ltr, rtl] = [
      await draw({ items: cart(1) }),
      await draw(badge),
      await draw({ ...badge, locale: 'ar' }),
    ];
    expect(isNear(plain.at(50, 70), COLORS[0]?.[1] ?? BRAND)).toBe(true);
    expect(isNear(ltr.at(50, 70), BRAND)).toBe(true);
    expect(isNear(rtl.at(1150, 70), BRAND)).toBe(true);
  });

  it('uses the fourth square of three items for the badge or a bag', async () => {
    const bag = await draw({ items: cart(3) });
    const badge = await draw({ items: cart(3), discountBadge: '−15 %' });
    for (const card of [bag, badge]) {
      expect(isNear(card.at(330, 330), BRAND)).toBe(true);
      expect(card.inkIn(330, 400, 280, 150, BRAND)).toBeGreaterThan(1_000);
    }
    expect(isNear(badge.at(40, 40), COLORS[0]?.[1] ?? BRAND)).toBe(true);
  });

  it('strikes the higher price through, and shows none that is not higher', async () => {
    const beside = (card: DecodedCard): number => card.inkIn(900, 500, 250, 70, PANEL);
    const compareAt = euro(6000);
    const struck = await draw({ items: [anItem({ compareAt })] });
    expect(beside(struck)).toBeGreaterThan(400);
    expect(beside(await draw({ items: [anItem({ compareAt: euro(4500) })] }))).toBe(0);
    expect(beside(await draw({ items: [anItem({ compareAt: euro(100) })] }))).toBe(0);
    const lineRow = Array.from({ length: 40 }, (_value, index) => 535 + index).some(
      (row) => struck.inkIn(925, row, 80, 1, PANEL) === 80,
    );
    expect(lineRow).toBe(true);
  });

  it('shows the logo in place of the name', async () => {
    const bytes = await picture('#800080', 520, 112).encode('png');
    const logoUrl = studio.serve('/logo.png', { bytes, type: 'image/png' });
    const card = await draw({ items: cart(1), logoUrl });
    expect(isNear(card.at(800, 78), [128, 0, 128])).toBe(true);
    const missing = await draw({ items: cart(1), logoUrl: `${studio.origin}/none.png` });
    expect(missing.inkIn(676, 50, 180, 40, PANEL)).toBeGreaterThan(300);
  });

  it.each(['#ffffff', '#000', '#ffd400', '#fce4ec', '#0b5fff'])(
    'stays readable with the brand colour %s',
    async (brandColor) => {
      const card = await draw({ items: cart(1), brandColor, discountBadge: '−5 %' });
      const panel = card.at(1190, 300);
      expect(card.inkIn(676, 40, 200, 50, panel)).toBeGreaterThan(300);
      expect(isNear(card.at(1100, 624), panel, 4)).toBe(false);
      const badge = card.at(46, 71);
      expect(isNear(badge, [255, 255, 255], 20)).toBe(false);
      expect(card.inkIn(60, 50, 90, 44, badge)).toBeGreaterThan(300);
    },
  );

  it('is the same whatever else is drawn at that moment, and whatever was drawn before', async () => {
    const specs = [1, 2, 3, 4, 7].flatMap((lines) =>
      ['en', 'ar'].map((locale) => aSpec({ items: cart(lines), locale, discountBadge: '−10 %' })),
    );
    const at = async (images: ProductImages, spec: ProductImageSpec): Promise<string> =>
      Buffer.from((await images.imageFor(spec)).bytes).toString('base64');
    const together = studio.another();
    const inTurn = studio.another();
    const one = await Promise.all(specs.map((spec) => at(together, spec)));
    const other: string[] = [];
    for (const spec of specs.toReversed()) other.unshift(await at(inTurn, spec));
    expect(one.map((bytes, index) => bytes === other[index])).toEqual(specs.map(() => true));
  });
});
