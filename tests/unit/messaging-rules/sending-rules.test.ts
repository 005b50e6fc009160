import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usesPlace } from '#core/messaging/daily-limit';
import {
  isSpike,
  marketingState,
  nextHold,
  paceOf,
  receptionSince,
  type MarketingHold,
} from '#core/messaging/marketing-hold';
import { pairTurn } from '#core/messaging/pair-rate';

const NOW = new Date('2026-11-24T10:00:00Z');
const seconds = (count: number): Date => new Date(NOW.getTime() + count * 1_000);
const hours = (count: number): Date => seconds(count * 3_600);

describe('the turn of a person', () => {
  it('comes six seconds after the last message, and at once for a first', () => {
    expect(pairTurn({ lastAt: null, ahead: 0 }, NOW)).toEqual(NOW);
    expect(pairTurn({ lastAt: seconds(-5), ahead: 0 }, NOW)).toEqual(seconds(1));
    expect(pairTurn({ lastAt: seconds(-6), ahead: 0 }, NOW)).toEqual(NOW);
  });

  it('keeps messages in the order in which they were written', () => {
    expect(pairTurn({ lastAt: seconds(-2), ahead: 2 }, NOW)).toEqual(seconds(16));
    expect(pairTurn({ lastAt: null, ahead: 1 }, NOW)).toEqual(seconds(6));
  });

  it('never lets two messages go within six seconds, however they come', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(gaps, (arrivals) => {
        let now = NOW;
        let lastAt: Date | null = null;
        for (const gap of arrivals) {
          now = new Date(now.getTime() + gap);
          const at = pairTurn({ lastAt, ahead: 0 }, now);
          if (at > now) continue;
          if (lastAt) expect(now.getTime() - lastAt.getTime()).toBeGreaterThanOrEqual(6_000);
          lastAt = now;
        }
      }),
    );
  });
});

describe('a place within the day’s limit', () => {
  const portfolio = { id: 'p', dailyLimit: 250 };

  it('is used by a message out of the blue, not by an answer within 24 hours', () => {
    expect(usesPlace(portfolio, null, NOW)).toBe(true);
    expect(usesPlace(portfolio, hours(-23), NOW)).toBe(false);
    expect(usesPlace(portfolio, hours(-24), NOW)).toBe(true);
  });

  it('is not counted where there is no limit', () => {
    expect(usesPlace({ ...portfolio, dailyLimit: null }, null, NOW)).toBe(false);
    expect(usesPlace(null, null, NOW)).toBe(false);
  });
});

describe('a hold of marketing', () => {
  const repeat = (times: number): MarketingHold => {
    let hold = nextHold(null, 'complaints', NOW);
    for (let time = 1; time < times; time += 1) hold = nextHold(hold, 'vendor_limit', hold.until);
    return hold;
  };

  it.each([
    [1, 1],
    [2, 1 + 6],
    [3, 1 + 6 + 24],
    [4, 1 + 6 + 24 + 72],
    [5, 1 + 6 + 24 + 72 + 72],
  ])('is longer each time: after %i of them %i hours', (times, length) => {
    expect(repeat(times).until).toEqual(hours(length));
  });

  it('is a first one again after a calm week', () => {
    const before: MarketingHold = { cause: 'complaints', until: hours(-7 * 24), level: 3 };
    expect(nextHold(before, 'complaints', NOW)).toMatchObject({ level: 1, until: hours(1) });
    const recent = { ...before, until: hours(-7 * 24 + 1) };
    expect(nextHold(recent, 'complaints', NOW)).toMatchObject({ level: 4 });
  });

  it.each([
    [{ sent: 100, unwanted: 15 }, true],
    [{ sent: 100, unwanted: 14 }, false],
    [{ sent: 12, unwanted: 9 }, false],
    [{ sent: 12, unwanted: 10 }, true],
    [{ sent: 0, unwanted: 0 }, false],
  ])('begins when of %o too many turned away: %s', (reception, expected) => {
    expect(isSpike(reception)).toBe(expected);
  });

  it('counts messages since the last hold, and none older than a week', () => {
    const hold: MarketingHold = { cause: 'complaints', until: hours(-2), level: 1 };
    expect(receptionSince(hold, NOW)).toEqual(hours(-2));
    expect(receptionSince(null, NOW)).toEqual(hours(-7 * 24));
    expect(receptionSince({ ...hold, until: hours(-900) }, NOW)).toEqual(hours(-7 * 24));
  });
});

describe('the rating of a number', () => {
  it('halves the pace of marketing when it is medium, and of nothing else', () => {
    const number = { quality: 'YELLOW' as const, messagesPerSecond: 80 };
    expect(paceOf(number, 'marketing')).toBe(40);
    expect(paceOf(number, 'service')).toBe(80);
    expect(paceOf({ ...number, quality: 'GREEN' }, 'marketing')).toBe(80);
  });

  it.each([
    ['GREEN', 'free'],
    ['YELLOW', 'free'],
    ['UNKNOWN', 'free'],
    ['RED', 'held'],
  ] as const)('%s leaves marketing %s', (quality, kind) => {
    expect(marketingState({ quality, hold: null }, NOW).kind).toBe(kind);
  });
});
