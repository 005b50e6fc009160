import { describe, expect, it } from 'vitest';
import { inBatches } from '#core/kernel/in-batches';

describe('work in batches', () => {
  it('takes what is given while others are worked on together, at most so many', async () => {
    const batches: number[][] = [];
    const double = inBatches<number, number>({ most: 3, lanes: 1 }, (items) => {
      batches.push([...items]);
      return Promise.resolve(items.map((item) => item * 2));
    });
    expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10]);
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('does each alone when a batch fails, so that one holds back no other', async () => {
    const keep = inBatches<number, number>({ most: 10, lanes: 2 }, (items) =>
      items.includes(2) ? Promise.reject(new Error('not 2')) : Promise.resolve(items),
    );
    const settled = await Promise.allSettled([1, 2, 3].map(keep));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await keep(4)).toBe(4);
  });
});
