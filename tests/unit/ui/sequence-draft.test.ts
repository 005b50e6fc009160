import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_STEPS, sequenceStepsSchema } from '#core/recovery/index';
import { draftOf, moveStep, nextStepDraft } from '../../../app/routes/app.sequences.$id/draft';
import type { SequenceDraft, StepDraft } from '../../../app/routes/app.sequences.$id/draft';
import { readDraft } from '../../../app/routes/app.sequences.$id/read-draft';

const input = {
  currency: 'EUR',
  templates: new Set(['cart_reminder', 'cart_reminder_last']),
};
const standard = draftOf({ name: 'Cart recovery', steps: DEFAULT_STEPS }, 'EUR');

const withStep = (part: Partial<StepDraft>): SequenceDraft => ({
  ...standard,
  steps: standard.steps.map((step, index) => (index === 0 ? { ...step, ...part } : step)),
});

const errorsFor = (part: Partial<StepDraft>): readonly string[] => {
  const reading = readDraft(withStep(part), input);
  return reading.ok ? [] : Object.keys(reading.errors);
};

describe('a sequence’s form', () => {
  it('gives back the sequence that it was filled with', () => {
    const reading = readDraft(standard, input);
    expect(reading).toEqual({ ok: true, name: 'Cart recovery', steps: DEFAULT_STEPS });
  });

  it('gives back every possible timing and discount', () => {
    const timing = fc.oneof(
      fc.record({
        kind: fc.constant('after' as const),
        minutes: fc.integer({ min: 15, max: 43_200 }),
      }),
      fc.record({
        kind: fc.constant('at_local_hour' as const),
        days: fc.integer({ min: 0, max: 30 }),
        hour: fc.integer({ min: 0, max: 23 }),
      }),
    );
    const validHours = fc.integer({ min: 1, max: 720 });
    const discount = fc.oneof(
      fc.constant(null),
      fc.record({
        kind: fc.constant('percentage' as const),
        percent: fc.integer({ min: 1, max: 90 }),
        validHours,
      }),
      fc.record({
        kind: fc.constant('fixed' as const),
        minor: fc.integer({ min: 1, max: 1_000_000 }),
        validHours,
      }),
    );
    fc.assert(
      fc.property(timing, discount, fc.constantFrom('EUR', 'JPY', 'KWD'), (when, off, currency) => {
        const [first] = DEFAULT_STEPS;
        const steps = [{ ...first!, timing: when, discount: off }];
        const reading = readDraft(draftOf({ name: 'A', steps }, currency), { ...input, currency });
        expect(reading).toEqual({ ok: true, name: 'A', steps });
      }),
    );
  });

  it('says which field is wrong', () => {
    expect(errorsFor({ amount: '1', unit: 'minutes' })).toEqual(['steps.0.amount']);
    expect(errorsFor({ amount: 'soon' })).toEqual(['steps.0.amount']);
    expect(errorsFor({ templateName: 'unknown' })).toEqual(['steps.0.templateName']);
    expect(errorsFor({ discount: 'percentage', discountValue: '95' })).toEqual([
      'steps.0.discountValue',
    ]);
    expect(errorsFor({ discount: 'fixed', discountValue: '5,999' })).toEqual([
      'steps.0.discountValue',
    ]);
    expect(errorsFor({ minTotal: '-3' })).toEqual(['steps.0.minTotal']);
    expect(errorsFor({ timing: 'at_local_hour', days: '31', hour: '9' })).toEqual(['steps.0.days']);
    expect(errorsFor({ usefulHours: '0' })).toEqual(['steps.0.usefulHours']);
  });

  it('asks for a name', () => {
    const reading = readDraft({ ...standard, name: '  ' }, input);
    expect(reading.ok ? {} : reading.errors).toEqual({ name: 'Give the sequence a name.' });
  });

  it('reads a comma as the decimal sign', () => {
    const reading = readDraft(withStep({ minTotal: '19,90' }), input);
    expect(reading.ok && reading.steps[0]?.condition.minTotalMinor).toBe(1_990);
  });

  it('adds a further step that is right as it stands', () => {
    const steps = [...standard.steps, nextStepDraft(standard.steps, 'third')];
    const reading = readDraft({ ...standard, steps }, input);
    expect(reading.ok && sequenceStepsSchema.safeParse(reading.steps).success).toBe(true);
  });

  it('moves a step past its neighbour and never beyond the ends', () => {
    expect(moveStep(standard.steps, 0, 1).map(({ id }) => id)).toEqual(['last', 'first']);
    expect(moveStep(standard.steps, 0, -1)).toBe(standard.steps);
    expect(moveStep(standard.steps, 1, 1)).toBe(standard.steps);
  });
});
