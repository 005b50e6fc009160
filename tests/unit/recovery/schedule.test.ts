import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_STEPS, dueAt, plannedAt, sequenceStepsSchema } from '#core/recovery/index';
import type { StepTiming } from '#core/recovery/index';

const ROME = ['Europe/Rome'];
const QUIET = { enabled: true, startHour: 21, endHour: 9 };
const at = (text: string): Date => new Date(text);

describe('when a step is planned', () => {
  it('counts minutes from the abandonment', () => {
    const timing: StepTiming = { kind: 'after', minutes: 90 };
    expect(plannedAt(timing, at('2026-03-10T11:00:00Z'), ROME)).toEqual(at('2026-03-10T12:30:00Z'));
  });

  it('takes an hour of the shopper’s own clock, some days later', () => {
    const timing: StepTiming = { kind: 'at_local_hour', days: 1, hour: 10 };
    expect(plannedAt(timing, at('2026-03-10T11:00:00Z'), ROME)).toEqual(at('2026-03-11T09:00:00Z'));
  });

  it('keeps the local hour over the change of clocks', () => {
    const timing: StepTiming = { kind: 'at_local_hour', days: 1, hour: 10 };
    expect(plannedAt(timing, at('2026-03-28T11:00:00Z'), ROME)).toEqual(at('2026-03-29T08:00:00Z'));
  });

  it('means the first instant after the gap when the hour does not exist that day', () => {
    const timing: StepTiming = { kind: 'at_local_hour', days: 1, hour: 2 };
    expect(plannedAt(timing, at('2026-03-28T11:00:00Z'), ROME)).toEqual(at('2026-03-29T01:00:00Z'));
  });

  it('means the next day when the hour of the same day is over', () => {
    const timing: StepTiming = { kind: 'at_local_hour', days: 0, hour: 9 };
    expect(plannedAt(timing, at('2026-03-10T11:00:00Z'), ROME)).toEqual(at('2026-03-11T08:00:00Z'));
  });

  it('never lies before the abandonment', () => {
    const timing = fc.oneof(
      fc.record({
        kind: fc.constant('after' as const),
        minutes: fc.integer({ min: 15, max: 9e3 }),
      }),
      fc.record({
        kind: fc.constant('at_local_hour' as const),
        days: fc.integer({ min: 0, max: 30 }),
        hour: fc.integer({ min: 0, max: 23 }),
      }),
    );
    const anchor = fc.date({ min: at('2026-01-01'), max: at('2027-01-01'), noInvalidDate: true });
    const zone = fc.constantFrom('Europe/Rome', 'America/Santiago', 'Asia/Kolkata', 'Pacific/Apia');
    fc.assert(
      fc.property(timing, anchor, zone, (when, from, where) => {
        expect(plannedAt(when, from, [where]) >= from).toBe(true);
      }),
    );
  });
});

describe('when a step is due', () => {
  it('is moved out of the quiet hours', () => {
    const timing: StepTiming = { kind: 'after', minutes: 60 };
    expect(dueAt(timing, at('2026-03-10T21:00:00Z'), ROME, QUIET)).toEqual(
      at('2026-03-11T08:00:00Z'),
    );
  });

  it('is the planned instant in the daytime', () => {
    const timing: StepTiming = { kind: 'after', minutes: 60 };
    expect(dueAt(timing, at('2026-03-10T11:00:00Z'), ROME, QUIET)).toEqual(
      at('2026-03-10T12:00:00Z'),
    );
  });
});

describe('the sequence that a shop starts with', () => {
  it('is one that a merchant could have authored', () => {
    expect(sequenceStepsSchema.parse(DEFAULT_STEPS)).toEqual(DEFAULT_STEPS);
  });

  it('writes first after a day and last on the third', () => {
    const minutes = DEFAULT_STEPS.map(({ timing }) => timing.kind === 'after' && timing.minutes);
    expect(minutes).toEqual([1_440, 4_320]);
  });
});
