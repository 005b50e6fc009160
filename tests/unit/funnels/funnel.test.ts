import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FUNNEL_STAGES, countStages, furthestStage } from '#core/funnels/index';

describe('the furthest stage of a cart', () => {
  it('is "carts" for a cart that nothing followed', () => {
    expect(furthestStage({ eligible: false })).toBe('carts');
  });

  it('is proved by a later stage alone: a click without a read receipt is a click', () => {
    expect(furthestStage({ eligible: true, sent: true, clicked: true })).toBe('clicked');
    expect(furthestStage({ sent: true, paid: true })).toBe('paid');
  });
});

describe('the counts of the stages', () => {
  it('count all that got to a stage or further', () => {
    expect(countStages({ carts: 5, eligible: 2, read: 1, paid: 3 })).toEqual({
      carts: 11,
      eligible: 6,
      sent: 4,
      delivered: 4,
      read: 4,
      clicked: 3,
      paid: 3,
    });
  });

  it('never grow from stage to stage, and begin with all carts', () => {
    const counts = fc.record(
      Object.fromEntries(FUNNEL_STAGES.map((stage) => [stage, fc.nat({ max: 1e6 })])),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(counts, (furthest) => {
        const funnel = countStages(furthest);
        const values = FUNNEL_STAGES.map((stage) => funnel[stage]);
        expect(values).toEqual([...values].sort((left, right) => right - left));
        const all = Object.values(furthest).reduce<number>((sum, count) => sum + (count ?? 0), 0);
        expect(funnel.carts).toBe(all);
      }),
    );
  });

  it('refuse what is no count', () => {
    expect(() => countStages({ paid: -1 })).toThrow(RangeError);
    expect(() => countStages({ paid: 0.5 })).toThrow(RangeError);
  });
});
