import { z } from 'zod';
import { MoneyError, parseMoney } from '#core/kernel/money';
import { sequenceStepSchema } from '#core/recovery/index';
import type { SequenceStep } from '#core/recovery/index';
import type { SequenceDraft, StepDraft } from './draft';

const text = z.string().max(200);

const stepDraftSchema = z.strictObject({
  id: z.string().regex(/^[\w-]{1,40}$/),
  timing: z.enum(['after', 'at_local_hour']),
  amount: text,
  unit: z.enum(['minutes', 'hours', 'days']),
  days: text,
  hour: text,
  templateName: text,
  minTotal: text,
  customers: z.enum(['all', 'new', 'returning']),
  previous: z.enum(['any', 'not_read', 'not_clicked']),
  discount: z.enum(['none', 'percentage', 'fixed']),
  discountValue: text,
  discountHours: text,
  usefulHours: text,
});

/** The shape that the page sends; what a person typed is judged by `readDraft`. */
export const sequenceDraftSchema: z.ZodType<SequenceDraft> = z.strictObject({
  name: text,
  steps: z.array(stepDraftSchema).min(1).max(8),
});

export type DraftReading =
  | { readonly ok: true; readonly name: string; readonly steps: readonly SequenceStep[] }
  /** By field: `name`, `steps.<index>.<field>`. */
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

type Errors = Record<string, string>;

const UNIT_MINUTES = { minutes: 1, hours: 60, days: 1_440 } as const;

/** Numbers as people type them: "1,5" too. NaN for what is none. */
const numberOf = (typed: string): number =>
  /^\d+([.,]\d+)?$/.test(typed.trim()) ? Number(typed.trim().replace(',', '.')) : Number.NaN;

function within(
  typed: string,
  range: { min: number; max: number; whole?: boolean },
): number | null {
  const value = numberOf(typed);
  const fits =
    value >= range.min && value <= range.max && (!range.whole || Number.isInteger(value));
  return fits ? value : null;
}

/**
 * Checks a form and turns it into a sequence.
 * @param input.templates names that the store has; a step must use one of them
 * @param input.currency ISO 4217, the shop's
 */
export function readDraft(
  draft: SequenceDraft,
  input: { readonly currency: string; readonly templates: ReadonlySet<string> },
): DraftReading {
  const errors: Errors = {};
  const name = draft.name.trim();
  if (name === '') errors['name'] = 'Give the sequence a name.';
  if (name.length > 80) errors['name'] = 'The name may have at most 80 characters.';
  const steps = draft.steps.map((step, index) => readStep(step, index, input, errors));
  const done = steps.filter((step) => step !== null);
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, name, steps: done };
}

function readStep(
  step: StepDraft,
  index: number,
  input: { readonly currency: string; readonly templates: ReadonlySet<string> },
  errors: Errors,
): SequenceStep | null {
  const wrong = (field: keyof StepDraft, sentence: string): void => {
    errors[`steps.${index}.${field}`] = sentence;
  };
  if (!input.templates.has(step.templateName)) wrong('templateName', 'Choose a template.');
  const useful = within(step.usefulHours, { min: 0.5, max: 336 });
  if (useful === null) wrong('usefulHours', 'Between half an hour and 336 hours (two weeks).');
  const candidate = {
    id: step.id,
    timing: readTiming(step, wrong),
    condition: {
      minTotalMinor: readMinTotal(step, input.currency, wrong),
      customers: step.customers,
      previous: index === 0 ? 'any' : step.previous,
    },
    templateName: step.templateName,
    discount: readDiscount(step, input.currency, wrong),
    usefulForMinutes: Math.round((useful ?? 24) * 60),
  };
  const parsed = sequenceStepSchema.safeParse(candidate);
  return parsed.success ? parsed.data : null;
}

type Wrong = (field: keyof StepDraft, sentence: string) => void;

function readTiming(step: StepDraft, wrong: Wrong) {
  if (step.timing === 'after') {
    const minutes = Math.round(numberOf(step.amount) * UNIT_MINUTES[step.unit]);
    if (!(minutes >= 15 && minutes <= 43_200)) wrong('amount', 'Between 15 minutes and 30 days.');
    return { kind: 'after', minutes };
  }
  const days = within(step.days, { min: 0, max: 30, whole: true });
  const hour = within(step.hour, { min: 0, max: 23, whole: true });
  if (days === null) wrong('days', 'A whole number of days from 0 to 30.');
  if (hour === null) wrong('hour', 'An hour from 0 to 23.');
  return { kind: 'at_local_hour', days, hour };
}

/** Minor units, or null for what is no amount above zero. */
function amountOf(typed: string, currency: string): number | null {
  try {
    const { minor } = parseMoney(typed.trim().replace(',', '.'), currency);
    return minor > 0 ? minor : null;
  } catch (error) {
    if (error instanceof MoneyError) return null;
    throw error;
  }
}

function readMinTotal({ minTotal }: StepDraft, currency: string, wrong: Wrong): number | null {
  if (minTotal.trim() === '') return null;
  const minor = amountOf(minTotal, currency);
  if (minor === null) wrong('minTotal', `An amount in ${currency}, or leave it empty.`);
  return minor;
}

function readDiscount(step: StepDraft, currency: string, wrong: Wrong) {
  if (step.discount === 'none') return null;
  const validHours = within(step.discountHours, { min: 1, max: 720, whole: true });
  if (validHours === null)
    wrong('discountHours', 'A whole number of hours from 1 to 720 (30 days).');
  if (step.discount === 'percentage') {
    const percent = within(step.discountValue, { min: 1, max: 90 });
    if (percent === null) wrong('discountValue', 'Between 1 and 90 percent.');
    return { kind: 'percentage', percent, validHours };
  }
  const minor = amountOf(step.discountValue, currency);
  if (minor === null) wrong('discountValue', `An amount in ${currency} above zero.`);
  return { kind: 'fixed', minor, validHours };
}
