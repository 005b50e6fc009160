import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lift, wilson } from '#core/experiments/index';
import type { ArmTotals } from '#core/experiments/index';

const arm = (
  name: ArmTotals['arm'],
  people: number,
  buyers: number,
  each = 5_000,
  currency = 'EUR',
): ArmTotals => ({
  arm: name,
  people,
  buyers,
  revenue: buyers === 0 ? [] : [{ currency, minor: buyers * each, squares: buyers * each ** 2 }],
});

const measured = (...totals: ArmTotals[]) => {
  const result = lift(totals);
  if (result.kind !== 'measured') throw new Error('nothing was measured');
  return result;
};

describe('what messages added', () => {
  it('is not told from too few people or buyers, and says how many are missing', () => {
    expect(lift([])).toEqual({ kind: 'not_enough', missingPeople: 50, missingBuyers: 10 });
    expect(lift([arm('treatment', 900, 40), arm('holdout', 20, 1)])).toEqual({
      kind: 'not_enough',
      missingPeople: 30,
      missingBuyers: 0,
    });
  });

  it('agrees with Newcombe’s published example (56/70 against 48/80, method 10)', () => {
    const { conversion } = measured(arm('treatment', 70, 56), arm('holdout', 80, 48));
    expect(conversion.value).toBeCloseTo(0.2, 4);
    expect(conversion.low).toBeCloseTo(0.0524, 4);
    expect(conversion.high).toBeCloseTo(0.3339, 4);
  });

  it('is certain only when every interval that is shown leaves zero out', () => {
    expect(measured(arm('treatment', 9_000, 900), arm('holdout', 1_000, 60)).certain).toBe(true);
    expect(measured(arm('treatment', 900, 60), arm('holdout', 100, 6)).certain).toBe(false);
    const scattered = [{ currency: 'EUR', minor: 900_000, squares: 800_000_000_000 }];
    const buyers = measured(
      { ...arm('treatment', 9_000, 900), revenue: scattered },
      { ...arm('holdout', 1_000, 60), revenue: [] },
    );
    expect(buyers.conversion.low).toBeGreaterThan(0);
    expect(buyers.revenue[0]?.low).toBeLessThan(0);
    expect(buyers.certain).toBe(false);
  });

  it('can be negative: messages may do harm, and that is shown', () => {
    const { conversion, revenue, certain } = measured(
      arm('treatment', 9_000, 450),
      arm('holdout', 1_000, 90),
    );
    expect(conversion.high).toBeLessThan(0);
    expect(certain).toBe(true);
    expect(revenue[0]?.value).toBeLessThan(0);
  });

  it('is the gain per person times the treated people, per currency', () => {
    const { revenue } = measured(arm('treatment', 900, 90), arm('holdout', 100, 5));
    const euros = revenue[0];
    expect(euros?.value).toBe(Math.round((500 - 250) * 900));
    expect(euros && euros.low < euros.value && euros.value < euros.high).toBe(true);
    const two = measured(arm('treatment', 900, 90), arm('holdout', 100, 5, 5_000, 'GBP'));
    expect(two.revenue.map(({ currency }) => currency)).toEqual(['EUR', 'GBP']);
  });

  it('always holds its value between its bounds', () => {
    const share = fc.record({
      people: fc.integer({ min: 50, max: 1e5 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      each: fc.integer({ min: 1, max: 1e5 }),
    });
    fc.assert(
      fc.property(share, share, (treated, held) => {
        const result = lift([
          arm('treatment', treated.people, Math.floor(treated.people * treated.part), treated.each),
          arm('holdout', held.people, Math.floor(held.people * held.part), held.each),
        ]);
        if (result.kind !== 'measured') return;
        for (const { low, value, high } of [result.conversion, ...result.revenue]) {
          expect(low).toBeLessThanOrEqual(value);
          expect(value).toBeLessThanOrEqual(high);
        }
        expect(result.conversion.low).toBeGreaterThanOrEqual(-1);
        expect(result.conversion.high).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('Wilson’s interval', () => {
  it('stays between 0 and 1, also for nobody and everybody', () => {
    expect(wilson(0, 60)).toMatchObject({ value: 0, low: 0 });
    expect(wilson(60, 60)).toMatchObject({ value: 1, high: 1 });
    expect(wilson(0, 60).high).toBeCloseTo(0.0602, 3);
  });
});
