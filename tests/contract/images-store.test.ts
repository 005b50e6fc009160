import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { imageStoreSuite } from './image-store-suite';
import {
  anItem,
  aSpec,
  euro,
  memoryStore,
  openStudio,
  picture,
  type Studio,
} from './images-studio';

imageStoreSuite('memory', memoryStore);

describe('a product image', () => {
  let studio: Studio;
  beforeEach(async () => {
    studio = await openStudio();
  });
  afterEach(() => studio.close());

  const photoSpec = async () => {
    const bytes = await picture('#336699', 900, 700).encode('jpeg', 90);
    return aSpec({ items: [anItem({ photoUrl: studio.serve('/photo.jpg', { bytes }) })] });
  };

  it('is served under the hash of what it shows, and read back by it', async () => {
    const image = await studio.images.imageFor(aSpec());
    expect(image.hash).toMatch(/^[\da-f]{64}$/);
    expect(image.path).toBe(`/media/${image.hash}.jpg`);
    const read = await studio.images.read(image.hash);
    expect(Buffer.from(read ?? []).equals(Buffer.from(image.bytes))).toBe(true);
    expect(await studio.images.read('0'.repeat(64))).toBeNull();
    expect(await studio.images.read('../../etc/passwd')).toBeNull();
  });

  it('is drawn once when it is asked for many times at once, and never again', async () => {
    const spec = await photoSpec();
    const many = await Promise.all(Array.from({ length: 20 }, () => studio.images.imageFor(spec)));
    expect(new Set(many.map(({ hash }) => hash)).size).toBe(1);
    await studio.images.imageFor(spec);
    expect(studio.store.puts).toHaveLength(1);
    expect(studio.asked).toEqual(['/photo.jpg']);
  });

  it('is the same, byte for byte, from another renderer', async () => {
    const spec = await photoSpec();
    const one = await studio.images.imageFor(spec);
    const other = await studio.another().imageFor(spec);
    expect(other.hash).toBe(one.hash);
    expect(Buffer.from(other.bytes).equals(Buffer.from(one.bytes))).toBe(true);
  });

  it('fetches a photo once for several cards that show it', async () => {
    const spec = await photoSpec();
    await Promise.all(
      ['en', 'it', 'de'].map((locale) => studio.images.imageFor({ ...spec, locale })),
    );
    expect(studio.store.puts).toHaveLength(3);
    expect(studio.asked).toEqual(['/photo.jpg']);
  });

  it('has another address for another look', async () => {
    const changes = [
      {},
      { headline: 'Still thinking?' },
      { total: euro(4400) },
      { discountBadge: '−10 %' },
      { brandColor: '#000' },
      { locale: 'de' },
      { items: [anItem({ quantity: 2 })] },
      { items: [anItem(), anItem()] },
    ];
    const images = await Promise.all(changes.map((one) => studio.images.imageFor(aSpec(one))));
    expect(new Set(images.map(({ hash }) => hash)).size).toBe(changes.length);
  });

  it('without its photo has its own address, and gets the photo when it is back', async () => {
    const url = `${studio.origin}/late.jpg`;
    const spec = aSpec({ items: [anItem({ photoUrl: url })] });
    const without = await studio.images.imageFor(spec);
    expect(without.hash).toBe((await studio.images.imageFor(aSpec())).hash);
    studio.serve('/late.jpg', { bytes: await picture('#c00').encode('jpeg', 90) });
    const withPhoto = await studio.images.imageFor(spec);
    expect(withPhoto.hash).not.toBe(without.hash);
    expect((await studio.images.imageFor(spec)).hash).toBe(withPhoto.hash);
  });

  it('weighs far less than WhatsApp allows', async () => {
    const bytes = await picture('#eee', 1500, 1500, (context) => {
      for (let spot = 0; spot < 4_000; spot += 1) {
        context.fillStyle = `hsl(${(spot * 47) % 360} 60% 50%)`;
        context.fillRect((spot * 613) % 1500, (spot * 397) % 1500, 14, 14);
      }
    }).encode('jpeg', 92);
    const items = [anItem({ photoUrl: studio.serve('/busy.jpg', { bytes }) })];
    const image = await studio.images.imageFor(aSpec({ items }));
    expect(image.bytes.length).toBeLessThan(500_000);
  });
});
