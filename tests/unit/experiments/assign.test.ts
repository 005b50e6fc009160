import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignArm, unitFromHex } from '#core/experiments/assign';
import { decideArm, HOLDOUT_EXPERIMENT } from '#core/experiments/holdout';

const unit = (text: string): number => unitFromHex(createHash('sha256').update(text).digest('hex'));
const people = fc.string({ minLength: 1 });
const percents = fc.double({ min: 0, max: 100, noNaN: true });

describe('assigning a person to an arm', () => {
  test('gives the same answer every time', () => {
    fc.assert(
      fc.property(people, people, percents, (key, subject, holdoutPercent) => {
        const input = { key, subject, holdoutPercent, unit };
        expect(assignArm(input)).toBe(assignArm({ ...input }));
      }),
    );
  });

  test('raising the percentage never moves a holdout person into treatment', () => {
    fc.assert(
      fc.property(people, percents, percents, (subject, one, other) => {
        const arm = (holdoutPercent: number): string =>
          assignArm({ key: 'test', subject, holdoutPercent, unit });
        const [lower, higher] = [arm(Math.min(one, other)), arm(Math.max(one, other))];
        expect([lower, higher]).not.toEqual(['holdout', 'treatment']);
      }),
      { numRuns: 500 },
    );
  });

  test('0 % holds nobody out and 100 % everybody', () => {
    fc.assert(
      fc.property(people, (subject) => {
        expect(assignArm({ key: 'k', subject, holdoutPercent: 0, unit })).toBe('treatment');
        expect(assignArm({ key: 'k', subject, holdoutPercent: 100, unit })).toBe('holdout');
      }),
    );
  });

  test('about one in ten of many people is held out at 10 %, independently of other experiments', () => {
    const held = (key: string): Set<number> =>
      new Set(
        Array.from({ length: 10_000 }, (_, person) => person).filter(
          (person) =>
            assignArm({ key, subject: `${person}`, holdoutPercent: 10, unit }) === 'holdout',
        ),
      );
    const [first, second] = [held('first'), held('second')];
    // Five standard deviations of a binomial draw; the hash is fixed, so the result is too.
    expect(Math.abs(first.size - 1000)).toBeLessThan(150);
    const both = [...first].filter((person) => second.has(person)).length;
    expect(Math.abs(both - 100)).toBeLessThan(50);
  });

  test('key and subject don’t run into each other', () => {
    const seen: string[] = [];
    const spy = (text: string): number => (seen.push(text), 0.5);
    assignArm({ key: 'a', subject: 'b:c', holdoutPercent: 10, unit: spy });
    assignArm({ key: 'a:b', subject: 'c', holdoutPercent: 10, unit: spy });
    expect(seen[0]).not.toBe(seen[1]);
  });

  test.each([-1, 101, Number.NaN])('the percentage %d is refused', (holdoutPercent) => {
    expect(() => assignArm({ key: 'k', subject: 's', holdoutPercent, unit })).toThrow(RangeError);
  });

  test.each([-0.1, 1, Number.NaN])('a hash that answers %d is refused', (value) => {
    expect(() =>
      assignArm({ key: 'k', subject: 's', holdoutPercent: 1, unit: () => value }),
    ).toThrow(RangeError);
  });

  test('a digest becomes a place in the unit interval', () => {
    expect(unitFromHex('0'.repeat(64))).toBe(0);
    expect(unitFromHex('8'.padEnd(64, '0'))).toBe(0.5);
    expect(unitFromHex('f'.repeat(64))).toBeLessThan(1);
    expect(() => unitFromHex('abc')).toThrow(RangeError);
    expect(() => unitFromHex('not a digest at all')).toThrow(RangeError);
  });
});

describe('the holdout', () => {
  const policy = { experimentKey: HOLDOUT_EXPERIMENT, percent: 10 };
  const shopAndPerson = { shopId: 'shop', personId: 'person' };
  const decide = (change: Partial<Parameters<typeof decideArm>[0]>): ReturnType<typeof decideArm> =>
    decideArm({ stored: null, policy, shopAndPerson, unit: () => 0.05, ...change });

  test('draws a person once and then keeps them', () => {
    expect(decide({})).toEqual({ arm: 'holdout', isNew: true });
    expect(decide({ unit: () => 0.5 })).toEqual({ arm: 'treatment', isNew: true });
    const stored = { arm: 'treatment', experimentKey: HOLDOUT_EXPERIMENT } as const;
    expect(decide({ stored, policy: { ...policy, percent: 50 } })).toEqual({
      arm: 'treatment',
      isNew: false,
    });
  });

  test('draws anew in another experiment and in another shop', () => {
    const stored = { arm: 'treatment', experimentKey: 'an older one' } as const;
    expect(decide({ stored })).toEqual({ arm: 'holdout', isNew: true });
    const seen = new Set<string>();
    const spy = (text: string): number => (seen.add(text), 0.5);
    decide({ unit: spy });
    decide({ unit: spy, shopAndPerson: { shopId: 'other', personId: 'person' } });
    expect(seen.size).toBe(2);
  });

  test('at 0 % lets everybody get messages and assigns nobody', () => {
    const off = { ...policy, percent: 0 };
    const stored = { arm: 'holdout', experimentKey: HOLDOUT_EXPERIMENT } as const;
    expect(decide({ policy: off, stored })).toEqual({ arm: 'treatment', isNew: false });
    expect(decide({ policy: off })).toEqual({ arm: 'treatment', isNew: false });
  });
});
