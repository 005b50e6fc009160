import type { AppStandIn } from './app-stand-in';

const day = (index: number): string =>
  new Date(Date.UTC(2026, 9, 27) + index * 86_400_000).toISOString().slice(0, 10);

const earned = new Map([
  [3, '129.90'],
  [9, '59.90'],
  [10, '310.00'],
  [17, '-49.90'],
  [24, '189.80'],
]);

/** A month of a store as `GET overview` tells it. */
export const OVERVIEW = {
  days: 30,
  periods: [7, 30, 90],
  currency: 'EUR',
  timeZone: 'Europe/Rome',
  windowDays: 7,
  holdoutPercent: 10,
  revenue: [
    {
      currency: 'EUR',
      total: '639.70',
      orders: 5,
      campaigns: [
        { id: 's1', name: 'Cart recovery', revenue: '519.80', orders: 4 },
        { id: 's2', name: 'Valuable carts', revenue: '119.90', orders: 1 },
      ],
    },
  ],
  byDay: Array.from({ length: 30 }, (_, index) => ({
    day: day(index),
    revenue: earned.get(index) ?? '0.00',
  })),
  funnel: {
    carts: 120,
    eligible: 64,
    sent: 58,
    delivered: 55,
    read: 41,
    clicked: 17,
    paid: 5,
  },
  lift: { kind: 'not_enough', missingPeople: 95, missingBuyers: 12 },
  nonSends: [
    { reason: 'no_consent', sentence: 'No consent.', count: 31 },
    { reason: 'no_phone', sentence: 'No phone.', count: 25 },
    { reason: 'a_new_reason', sentence: 'A reason that this plugin does not know yet.', count: 2 },
  ],
  failures: [
    {
      code: '131026',
      title: 'The message could not be delivered',
      advice: 'The number may not be on WhatsApp.',
      count: 3,
    },
  ],
};

export const SEQUENCES = {
  sequences: [
    {
      id: 's1',
      name: 'Cart recovery',
      state: 'active',
      steps: [
        { timing: { kind: 'after', minutes: 60 }, template: 'cart_reminder', hasDiscount: false },
        {
          timing: { kind: 'at_local_hour', days: 1, hour: 10 },
          template: 'cart_last_call',
          hasDiscount: true,
        },
      ],
      messagesSent: 58,
      revenue: [{ currency: 'EUR', amount: '1250.40' }],
    },
    {
      id: 's2',
      name: 'Valuable carts',
      state: 'paused',
      steps: [
        { timing: { kind: 'after', minutes: 30 }, template: 'cart_help', hasDiscount: false },
      ],
      messagesSent: 0,
      revenue: [],
    },
  ],
};

export const HEALTH = {
  ready: {
    numberConnected: true,
    templatesApproved: 3,
    templatesPending: 1,
    activeSequences: 1,
    cartsSeen: 1,
  },
  sending: { quality: 'GREEN', heldUntil: null, placeAt: null, waiting: 0 },
  stalled: { steps: 0, messages: 0, since: null, isWorked: true, holdReason: null },
};

export function answerScreens(app: AppStandIn): void {
  app.apiOf.set('overview', { status: 200, body: OVERVIEW });
  app.apiOf.set('sequences', { status: 200, body: SEQUENCES });
  app.apiOf.set('health', { status: 200, body: HEALTH });
}
