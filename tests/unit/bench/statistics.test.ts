import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, medianRatio, percentile } from '../../../scripts/bench/harness/statistics';

describe('the statistics of a measurement', () => {
  it('take the middle value, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('order by size, not by spelling', () => {
    expect(median([10, 9, 100])).toBe(10);
    expect(percentile([10, 9, 100], 100)).toBe(100);
  });

  it('take as percentile a value that was seen, by the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([50, 99, 100].map((percent) => percentile(hundred, percent))).toEqual([50, 99, 100]);
    expect(percentile([7], 1)).toBe(7);
    expect(percentile([], 50)).toBeNaN();
  });

  it('never exceed as percentile what the given share of all values stays within', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 100 }),
        (values, percent) => {
          const found = percentile(values, percent);
          const within = values.filter((value) => value <= found).length;
          expect(within / values.length).toBeGreaterThanOrEqual(percent / 100);
          expect(values).toContain(found);
        },
      ),
    );
  });

  it('compare rounds that ran side by side, so that a slow round does not count twice', () => {
    expect(medianRatio([50, 5, 60], [100, 10, 100])).toBe(0.5);
    expect(medianRatio([50], [100, 10])).toBe(0.5);
    expect(medianRatio([], [])).toBeNaN();
  });
});
