import { createHash, randomBytes } from 'node:crypto';

import { beforeEach, describe, expect, it } from 'vitest';

import type { ImageStore } from '#core/messaging/index';

/** What every image store must do, the fakes of the tests included. */
export function imageStoreSuite(name: string, open: () => Promise<ImageStore> | ImageStore): void {
  describe(`the image store on ${name}`, () => {
    let store: ImageStore;
    const freshHash = (): string => createHash('sha256').update(randomBytes(16)).digest('hex');
    beforeEach(async () => {
      store = await open();
    });

    it('gives back the very bytes that were put', async () => {
      const hash = freshHash();
      const bytes = Uint8Array.from({ length: 70_000 }, (_value, index) => (index * 7) % 256);
      await store.put(hash, bytes);
      expect(Buffer.from((await store.get(hash)) ?? []).equals(Buffer.from(bytes))).toBe(true);
    });

    it('knows nothing about a hash that was never put', async () => {
      expect(await store.get(freshHash())).toBeNull();
    });

    it('never changes an entry: the first bytes of a hash stay', async () => {
      const hash = freshHash();
      await store.put(hash, Uint8Array.of(1, 2, 3));
      await store.put(hash, Uint8Array.of(9));
      expect([...((await store.get(hash)) ?? [])]).toEqual([1, 2, 3]);
    });

    it('keeps its own copy of what was put', async () => {
      const hash = freshHash();
      const bytes = Uint8Array.of(1, 2, 3);
      await store.put(hash, bytes);
      bytes[0] = 99;
      expect([...((await store.get(hash)) ?? [])]).toEqual([1, 2, 3]);
    });

    it('takes the same entry from many at once', async () => {
      const hash = freshHash();
      await Promise.all(Array.from({ length: 8 }, () => store.put(hash, Uint8Array.of(4, 5))));
      expect([...((await store.get(hash)) ?? [])]).toEqual([4, 5]);
    });
  });
}
