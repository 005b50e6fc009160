import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zonesOf } from '#core/kernel/time-window';
import {
  allowedAt,
  DEFAULT_QUIET_HOURS,
  haveSharedHours,
  nextAllowed,
} from '#core/messaging/quiet-hours';
import type { QuietHoursPolicy } from '#core/messaging/quiet-hours';

const at = (iso: string): Date => new Date(iso);
const ROME = ['Europe/Rome'];
const MINUTE = 60_000;

describe('quiet hours', () => {
  test.each([
    ['2026-06-01T06:59:59Z', false],
    ['2026-06-01T07:00:00Z', true],
    ['2026-06-01T18:59:59Z', true],
    ['2026-06-01T19:00:00Z', false],
  ])('by default Rome is written to from 9 to 21 by its own clock: %s → %s', (iso, allowed) => {
    expect(allowedAt(at(iso), ROME, DEFAULT_QUIET_HOURS)).toBe(allowed);
  });

  test('an evening message waits for the next morning', () => {
    expect(nextAllowed(at('2026-06-01T20:15:00Z'), ROME, DEFAULT_QUIET_HOURS)).toEqual(
      at('2026-06-02T07:00:00Z'),
    );
  });

  test('the morning comes an hour earlier after the clocks went forward', () => {
    expect(nextAllowed(at('2026-03-28T21:00:00Z'), ROME, DEFAULT_QUIET_HOURS)).toEqual(
      at('2026-03-29T07:00:00Z'),
    );
  });

  test('a moment must suit every zone in which the shopper may be', () => {
    const zones = ['America/New_York', 'America/Los_Angeles'];
    expect(allowedAt(at('2026-06-01T14:00:00Z'), zones, DEFAULT_QUIET_HOURS)).toBe(false);
    expect(nextAllowed(at('2026-06-01T14:00:00Z'), zones, DEFAULT_QUIET_HOURS)).toEqual(
      at('2026-06-01T16:00:00Z'),
    );
    expect(haveSharedHours(at('2026-06-01T14:00:00Z'), zones, DEFAULT_QUIET_HOURS)).toBe(true);
  });

  test('where no moment suits all zones, the most populous one decides', () => {
    const zones = ['Europe/Moscow', 'Pacific/Honolulu'];
    const policy = { startHour: 17, endHour: 9 };
    const night = at('2026-06-01T22:00:00Z');
    expect(haveSharedHours(night, zones, policy)).toBe(false);
    expect(nextAllowed(night, zones, policy)).toEqual(at('2026-06-02T06:00:00Z'));
    expect(allowedAt(at('2026-06-02T06:00:00Z'), zones, policy)).toBe(true);
  });

  test('a day on which nothing is sent is waited out until its midnight or morning', () => {
    const weekdays = { startHour: 21, endHour: 9, days: [1, 2, 3, 4, 5] };
    expect(nextAllowed(at('2026-06-05T20:00:00Z'), ROME, weekdays)).toEqual(
      at('2026-06-08T07:00:00Z'),
    );
    expect(
      nextAllowed(at('2026-06-06T10:00:00Z'), ROME, { startHour: 13, endHour: 15, days: [1] }),
    ).toEqual(at('2026-06-07T22:00:00Z'));
  });

  test('switched off, or of no length, they hold nothing back', () => {
    const night = at('2026-06-01T01:00:00Z');
    expect(allowedAt(night, ROME, { ...DEFAULT_QUIET_HOURS, enabled: false })).toBe(true);
    expect(allowedAt(night, ROME, { startHour: 9, endHour: 9 })).toBe(true);
  });

  test('no zone and no day are faults of the caller', () => {
    expect(() => allowedAt(at('2026-06-01T01:00:00Z'), [], DEFAULT_QUIET_HOURS)).toThrow(
      RangeError,
    );
    expect(() =>
      nextAllowed(at('2026-06-01T01:00:00Z'), ROME, { startHour: 21, endHour: 9, days: [] }),
    ).toThrow(RangeError);
  });
});

describe('the next allowed instant', () => {
  const instants = fc.date({
    min: at('2026-01-01T00:00:00Z'),
    max: at('2027-06-01T00:00:00Z'),
    noInvalidDate: true,
  });
  const policies: fc.Arbitrary<QuietHoursPolicy> = fc.record(
    {
      startHour: fc.integer({ min: 0, max: 23 }),
      endHour: fc.integer({ min: 0, max: 23 }),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    },
    { requiredKeys: ['startHour', 'endHour'] },
  );
  const zoneLists = fc.oneof(
    fc
      .constantFrom('US', 'RU', 'BR', 'AU', 'IT', 'CL', 'NZ', 'EG')
      .map((country) => zonesOf(country)),
    fc.constant(['Australia/Lord_Howe', 'America/Havana']),
  );

  test('is not before the given one, is allowed, and is its own next', () => {
    fc.assert(
      fc.property(instants, zoneLists, policies, (instant, zones, policy) => {
        const next = nextAllowed(instant, zones, policy);
        expect(next.getTime()).toBeGreaterThanOrEqual(instant.getTime());
        expect(allowedAt(next, zones, policy)).toBe(true);
        expect(nextAllowed(next, zones, policy)).toEqual(next);
      }),
      { numRuns: 60 },
    );
  });

  test('is the first: no minute between the two is allowed', () => {
    const single = fc.constantFrom(
      'Europe/Rome',
      'America/Havana',
      'Australia/Lord_Howe',
      'Africa/Cairo',
    );
    // Around the clock changes of 2026 in these zones.
    const near = fc
      .tuple(
        fc.constantFrom(
          '2026-03-08',
          '2026-03-29',
          '2026-04-05',
          '2026-04-24',
          '2026-10-25',
          '2026-10-30',
          '2026-11-01',
        ),
        fc.integer({ min: -2880, max: 1440 }),
      )
      .map(([day, minutes]) => new Date(at(`${day}T00:00:00Z`).getTime() + minutes * MINUTE));
    fc.assert(
      fc.property(near, single, policies, (instant, zone, { startHour, endHour }) => {
        const policy = { startHour, endHour };
        const next = nextAllowed(instant, [zone], policy).getTime();
        for (let moment = instant.getTime(); moment < next; moment += 15 * MINUTE) {
          expect(allowedAt(new Date(moment), [zone], policy)).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });
});
