import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_ATTEMPTS, planRetry, RETRY_WINDOW_MS } from '#core/messaging/retry-plan';

const createdAt = new Date('2026-11-24T10:00:00Z');
const HOUR = 3_600_000;
const plan = (attempts: number, afterMs: number, ageMs = 0, jitter = 0) =>
  planRetry({ attempts, createdAt, now: new Date(createdAt.getTime() + ageMs), afterMs, jitter });
const waits = (attempts: number, afterMs: number, ageMs = 0, jitter = 0): number | 'give_up' => {
  const decided = plan(attempts, afterMs, ageMs, jitter);
  return decided.kind === 'retry' ? decided.at.getTime() - createdAt.getTime() - ageMs : 'give_up';
};

describe('the plan for a new try', () => {
  it('doubles its wait, adds jitter, and stops growing at an hour', () => {
    expect([1, 2, 3, 4].map((attempts) => waits(attempts, 10_000))).toEqual([
      10_000, 20_000, 40_000, 80_000,
    ]);
    expect(waits(1, 10_000, 0, 0.5)).toBe(12_500);
    expect(waits(4, 0.9 * HOUR)).toBe(HOUR);
  });

  it('waits at least as long as the vendor asks, also beyond an hour', () => {
    expect(waits(3, 2 * HOUR)).toBe(2 * HOUR);
  });

  it('gives up after five tries, or a day after the message was made', () => {
    expect(waits(MOST_ATTEMPTS, 10_000)).toBe('give_up');
    expect(waits(1, 10_000, RETRY_WINDOW_MS)).toBe('give_up');
  });

  it('leaves a wait of a whole day to another message', () => {
    expect(plan(1, RETRY_WINDOW_MS, HOUR)).toEqual({
      kind: 'second_try',
      afterMs: RETRY_WINDOW_MS,
    });
    expect(plan(MOST_ATTEMPTS, RETRY_WINDOW_MS)).toEqual({ kind: 'give_up' });
  });

  it('always ends, never before the vendor’s wait', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 * RETRY_WINDOW_MS }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (afterMs, jitter) => {
          let age = 0;
          let attempts = 1;
          for (; attempts < 50; attempts += 1) {
            const wait = waits(attempts, afterMs, age, jitter);
            if (wait === 'give_up') break;
            expect(wait).toBeGreaterThanOrEqual(afterMs);
            age += wait;
          }
          expect(attempts).toBeLessThanOrEqual(MOST_ATTEMPTS);
        },
      ),
    );
  });
});
