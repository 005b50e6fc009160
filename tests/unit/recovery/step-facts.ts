import fc from 'fast-check';
import type { SequenceStep, StepFacts } from '#core/recovery/index';

/** A Tuesday, noon in Rome. */
export const NOON = new Date('2026-03-10T11:00:00Z');
export const HOUR_MS = 60 * 60_000;
export const hours = (count: number, from: Date = NOON): Date =>
  new Date(from.getTime() + count * HOUR_MS);

export const step: SequenceStep = {
  id: 'first',
  timing: { kind: 'after', minutes: 24 * 60 },
  condition: { minTotalMinor: null, customers: 'all', previous: 'any' },
  templateName: 'cart_reminder',
  discount: null,
  usefulForMinutes: 24 * 60,
};

/** Facts that let a step be sent at noon: everything else is a change to these. */
export const sendable: StepFacts = {
  recovery: { running: true, heldOut: false },
  step,
  retry: null,
  shopInstalled: true,
  sequence: 'active',
  cart: { state: 'abandoned', itemCount: 2, totalMinor: 5_000 },
  anchor: hours(-25),
  purchased: false,
  repliedSinceStart: false,
  unreadReceipts: false,
  paymentPending: false,
  contact: { allowed: true, basis: 'none_needed_service' },
  recipient: 'known',
  returningCustomer: false,
  previous: null,
  template: 'approved',
  channel: 'connected',
  zones: ['Europe/Rome'],
  quietHours: { enabled: true, startHour: 21, endHour: 9 },
  sentTimes: [],
  caps: [
    { maxMessages: 1, perDays: 1 },
    { maxMessages: 4, perDays: 14 },
  ],
};

const stepArbitrary: fc.Arbitrary<SequenceStep> = fc.record({
  id: fc.constant('any'),
  timing: fc.oneof(
    fc.record({
      kind: fc.constant('after' as const),
      minutes: fc.integer({ min: 15, max: 43_200 }),
    }),
    fc.record({
      kind: fc.constant('at_local_hour' as const),
      days: fc.integer({ min: 0, max: 30 }),
      hour: fc.integer({ min: 0, max: 23 }),
    }),
  ),
  condition: fc.record({
    minTotalMinor: fc.option(fc.integer({ min: 0, max: 10_000 })),
    customers: fc.constantFrom('all' as const, 'new' as const, 'returning' as const),
    previous: fc.constantFrom('any' as const, 'not_read' as const, 'not_clicked' as const),
  }),
  templateName: fc.constant('cart_reminder'),
  discount: fc.constant(null),
  usefulForMinutes: fc.integer({ min: 30, max: 20_160 }),
});

/** Mostly what lets a message through, so that the rare combinations are reached too. */
const mostly = <Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, fc.constantFrom(usual, ...others));

const instant = fc.date({
  min: new Date('2026-02-20T00:00:00Z'),
  max: new Date('2026-04-10T00:00:00Z'),
  noInvalidDate: true,
});

/** Any facts whatever, also ones that can't come together. */
export const anyFacts: fc.Arbitrary<StepFacts> = fc.record({
  recovery: mostly<StepFacts['recovery']>(
    { running: true, heldOut: false },
    { running: true, heldOut: true },
    { running: false, reason: 'merged' },
  ),
  step: stepArbitrary,
  retry: fc.option(fc.record({ from: instant, overtaken: mostly(false, true) })),
  shopInstalled: mostly(true, false),
  sequence: mostly<StepFacts['sequence']>('active', 'paused', 'archived', null),
  cart: fc.option(
    fc.record({
      state: mostly<NonNullable<StepFacts['cart']>['state']>(
        'abandoned',
        'open',
        'emptied',
        'ordered',
      ),
      itemCount: fc.integer({ min: 0, max: 4 }),
      totalMinor: fc.integer({ min: 0, max: 20_000 }),
    }),
    { freq: 8 },
  ),
  anchor: instant,
  purchased: mostly(false, true),
  repliedSinceStart: mostly(false, true),
  unreadReceipts: mostly(false, true),
  paymentPending: mostly(false, true),
  contact: mostly<StepFacts['contact']>(
    { allowed: true, basis: 'explicit_opt_in' },
    { allowed: false, reason: 'opted_out' },
    { allowed: false, reason: 'no_consent' },
    { allowed: false, reason: 'country_not_possible' },
  ),
  recipient: mostly<StepFacts['recipient']>(
    'known',
    'no_phone',
    'phone_invalid',
    'not_on_whatsapp',
  ),
  returningCustomer: fc.boolean(),
  previous: fc.option(fc.record({ read: fc.boolean(), clicked: fc.boolean() })),
  template: mostly<StepFacts['template']>('approved', 'missing', 'paused'),
  channel: mostly<StepFacts['channel']>('connected', 'paused', 'disconnected', null),
  zones: fc.constantFrom(
    ['Europe/Rome'],
    ['America/Sao_Paulo', 'America/Manaus'],
    ['Asia/Kolkata'],
    ['America/New_York', 'America/Los_Angeles', 'Pacific/Honolulu'],
  ),
  quietHours: fc.record({
    enabled: fc.boolean(),
    startHour: fc.integer({ min: 0, max: 23 }),
    endHour: fc.integer({ min: 0, max: 23 }),
  }),
  sentTimes: fc.array(instant, { maxLength: 5 }),
  caps: fc.array(
    fc.record({
      maxMessages: fc.integer({ min: 1, max: 4 }),
      perDays: fc.integer({ min: 1, max: 14 }),
    }),
    { maxLength: 2 },
  ),
});

/** Moments from before a step is planned to after it stopped being useful. */
export const anyMoment: fc.Arbitrary<Date> = fc.date({
  min: new Date('2026-02-21T00:00:00Z'),
  max: new Date('2026-05-20T00:00:00Z'),
  noInvalidDate: true,
});
