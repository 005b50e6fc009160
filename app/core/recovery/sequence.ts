import { z } from 'zod';
import type { SequenceId, ShopId } from '../kernel/ids';

/** When a step is due, counted from the abandonment of the cart. */
export const stepTimingSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('after'),
    minutes: z.number().int().min(15).max(43_200),
  }),
  /** At an hour of the shopper's own zone, `days` calendar days after the abandonment. */
  z.strictObject({
    kind: z.literal('at_local_hour'),
    days: z.number().int().min(0).max(30),
    hour: z.number().int().min(0).max(23),
  }),
]);
export type StepTiming = z.infer<typeof stepTimingSchema>;

export const stepConditionSchema = z.strictObject({
  /** Only for carts of at least this much, minor units of the cart's currency; null: all. */
  minTotalMinor: z.number().int().min(0).nullable().default(null),
  customers: z.enum(['all', 'new', 'returning']).default('all'),
  /** Only when the message of the step before was not read, or not clicked. */
  previous: z.enum(['any', 'not_read', 'not_clicked']).default('any'),
});
export type StepCondition = z.infer<typeof stepConditionSchema>;

export const stepDiscountSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('percentage'),
    percent: z.number().min(1).max(90),
    validHours: z.number().int().min(1).max(720),
  }),
  /** Minor units of the shop's currency. */
  z.strictObject({
    kind: z.literal('fixed'),
    minor: z.number().int().min(1),
    validHours: z.number().int().min(1).max(720),
  }),
]);

export const sequenceStepSchema = z.strictObject({
  id: z.string().min(1).max(40),
  timing: stepTimingSchema,
  condition: stepConditionSchema.default({
    minTotalMinor: null,
    customers: 'all',
    previous: 'any',
  }),
  templateName: z.string().regex(/^[a-z0-9_]{1,512}$/),
  discount: stepDiscountSchema.nullable().default(null),
  /** Minutes after its due time during which sending still makes sense. */
  usefulForMinutes: z.number().int().min(30).max(20_160).default(1_440),
});
export type SequenceStep = z.infer<typeof sequenceStepSchema>;

export const sequenceStepsSchema = z
  .array(sequenceStepSchema)
  .min(1)
  .max(8)
  .refine((steps) => new Set(steps.map((step) => step.id)).size === steps.length, {
    message: 'each step needs an id of its own',
  });

export type SequenceState = 'active' | 'paused' | 'archived';

/** What a merchant calls a campaign. One active sequence serves a shop's abandoned carts. */
export interface Sequence {
  readonly id: SequenceId;
  readonly shopId: ShopId;
  readonly name: string;
  readonly state: SequenceState;
  readonly steps: readonly SequenceStep[];
  /** Lower comes first when several active sequences match a cart. */
  readonly priority: number;
}
