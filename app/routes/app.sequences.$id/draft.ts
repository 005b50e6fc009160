import { exponentOf } from '#core/kernel/money';
import type { Sequence, SequenceStep, StepCondition } from '#core/recovery/index';

/** A step as its form holds it: texts, until they are checked. */
export interface StepDraft {
  readonly id: string;
  readonly timing: 'after' | 'at_local_hour';
  readonly amount: string;
  readonly unit: 'minutes' | 'hours' | 'days';
  readonly days: string;
  readonly hour: string;
  readonly templateName: string;
  /** Decimal amount of the shop's currency; empty for all carts. */
  readonly minTotal: string;
  readonly customers: StepCondition['customers'];
  readonly previous: StepCondition['previous'];
  readonly discount: 'none' | 'percentage' | 'fixed';
  readonly discountValue: string;
  readonly discountHours: string;
  readonly usefulHours: string;
}

/** What a group of a step’s fields is given. */
export interface StepFieldsProps {
  readonly step: StepDraft;
  readonly index: number;
  readonly errorOf: (field: keyof StepDraft) => string | undefined;
  readonly change: (part: Partial<StepDraft>) => void;
}

export interface SequenceDraft {
  readonly name: string;
  readonly steps: readonly StepDraft[];
}

const MINUTES = { minutes: 1, hours: 60, days: 1_440 } as const;

/** The largest unit that says it without a fraction. */
function unitOf(minutes: number): StepDraft['unit'] {
  if (minutes % MINUTES.days === 0 && minutes > MINUTES.days) return 'days';
  return minutes % MINUTES.hours === 0 ? 'hours' : 'minutes';
}

const major = (minor: number, currency: string): string =>
  (minor / 10 ** exponentOf(currency)).toFixed(exponentOf(currency));

const NO_DISCOUNT = { discount: 'none', discountValue: '10', discountHours: '48' } as const;

function discountDraft({ discount }: SequenceStep, currency: string) {
  if (!discount) return NO_DISCOUNT;
  return {
    discount: discount.kind,
    discountValue:
      discount.kind === 'percentage' ? String(discount.percent) : major(discount.minor, currency),
    discountHours: String(discount.validHours),
  };
}

function timingDraft({ timing }: SequenceStep) {
  if (timing.kind === 'at_local_hour') {
    const { days, hour } = timing;
    const after = { amount: '24', unit: 'hours' as const };
    return { timing: timing.kind, days: String(days), hour: String(hour), ...after };
  }
  const unit = unitOf(timing.minutes);
  const amount = String(timing.minutes / MINUTES[unit]);
  return { timing: timing.kind, amount, unit, days: '1', hour: '10' };
}

function stepDraft(step: SequenceStep, currency: string): StepDraft {
  const { minTotalMinor, customers, previous } = step.condition;
  return {
    id: step.id,
    templateName: step.templateName,
    minTotal: minTotalMinor === null ? '' : major(minTotalMinor, currency),
    customers,
    previous,
    usefulHours: String(step.usefulForMinutes / 60),
    ...timingDraft(step),
    ...discountDraft(step, currency),
  };
}

/** @param currency ISO 4217, the shop's: minimum totals and fixed discounts are in it */
export const draftOf = (
  { name, steps }: Pick<Sequence, 'name' | 'steps'>,
  currency: string,
): SequenceDraft => ({ name, steps: steps.map((step) => stepDraft(step, currency)) });

/** A further step: two days after the last one, with the same template. */
export function nextStepDraft(steps: readonly StepDraft[], id: string): StepDraft {
  const last = steps.at(-1);
  const minutes = last ? Number(last.amount) * MINUTES[last.unit] : 0;
  const days = Math.max(1, Math.round(minutes / MINUTES.days) + 2);
  return {
    id,
    timing: 'after',
    amount: String(Math.min(days, 30)),
    unit: 'days',
    days: '1',
    hour: '10',
    templateName: last?.templateName ?? 'cart_reminder',
    minTotal: '',
    customers: 'all',
    previous: 'any',
    ...NO_DISCOUNT,
    usefulHours: '24',
  };
}

/** Swaps a step with its neighbour; at the ends nothing moves. */
export function moveStep(
  steps: readonly StepDraft[],
  index: number,
  by: -1 | 1,
): readonly StepDraft[] {
  const [one, other] = [steps[index], steps[index + by]];
  if (!one || !other) return steps;
  return steps.map((step, place) => {
    if (place === index) return other;
    return place === index + by ? one : step;
  });
}
