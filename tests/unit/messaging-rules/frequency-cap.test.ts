import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capReached } from '#core/messaging/frequency-cap';

const DAY = 24 * 60 * 60 * 1000;
const NOW = new Date('2026-06-15T12:00:00Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * DAY);

describe('frequency caps', () => {
  test('somebody who got nothing may be written to', () => {
    expect(capReached([], NOW, [{ maxMessages: 1, perDays: 1 }])).toEqual({ reached: false });
    expect(capReached([NOW, NOW], NOW, [])).toEqual({ reached: false });
  });

  test('one a day is reached by one message, and frees a day after it to the millisecond', () => {
    const cap = { maxMessages: 1, perDays: 1 };
    const freesAt = new Date(NOW.getTime() + DAY / 2);
    expect(capReached([daysAgo(0.5)], NOW, [cap])).toEqual({ reached: true, cap, freesAt });
    expect(capReached([daysAgo(0.5)], freesAt, [cap])).toEqual({ reached: false });
    expect(capReached([daysAgo(0.5)], new Date(freesAt.getTime() - 1), [cap]).reached).toBe(true);
  });

  test('of several caps the one that frees last decides', () => {
    const week = { maxMessages: 2, perDays: 7 };
    const day = { maxMessages: 1, perDays: 1 };
    const verdict = capReached([daysAgo(0.1), daysAgo(3)], NOW, [day, week]);
    expect(verdict).toEqual({ reached: true, cap: week, freesAt: daysAgo(-4) });
  });

  test('more messages than the cap allows (it was lowered) must all but the last leave first', () => {
    const cap = { maxMessages: 1, perDays: 7 };
    expect(capReached([daysAgo(6), daysAgo(1), daysAgo(3)], NOW, [cap])).toEqual({
      reached: true,
      cap,
      freesAt: daysAgo(-6),
    });
  });

  test('a message dated ahead of our clock counts', () => {
    expect(capReached([daysAgo(-0.01)], NOW, [{ maxMessages: 1, perDays: 1 }]).reached).toBe(true);
  });

  test.each([
    { maxMessages: 0, perDays: 1 },
    { maxMessages: 1.5, perDays: 1 },
    { maxMessages: 1, perDays: 0 },
  ])('the cap %j is refused', (cap) => {
    expect(() => capReached([], NOW, [cap])).toThrow(RangeError);
  });

  test('at the time it names the caps are free, and a moment before they aren’t', () => {
    const times = fc.array(
      fc.integer({ min: 0, max: 30 * DAY }).map((ms) => new Date(NOW.getTime() - ms)),
    );
    const caps = fc.array(
      fc.record({
        maxMessages: fc.integer({ min: 1, max: 5 }),
        perDays: fc.integer({ min: 1, max: 30 }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(times, caps, (sentAt, list) => {
        const verdict = capReached(sentAt, NOW, list);
        fc.pre(verdict.reached);
        expect(verdict.freesAt.getTime()).toBeGreaterThan(NOW.getTime());
        expect(capReached(sentAt, verdict.freesAt, list).reached).toBe(false);
        const before = new Date(verdict.freesAt.getTime() - 1);
        expect(capReached(sentAt, before, list).reached).toBe(true);
      }),
    );
  });
});
