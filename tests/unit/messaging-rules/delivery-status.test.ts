import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advance,
  DELIVERY_STATES,
  isFinal,
  mayHaveGoneOut,
  milestonesOf,
} from '#core/messaging/delivery-status';
import type { DeliveryState } from '#core/messaging/delivery-status';

const states = fc.constantFrom(...DELIVERY_STATES);
const after = (start: DeliveryState, reports: readonly DeliveryState[]): DeliveryState =>
  reports.reduce(advance, start);

describe('delivery status', () => {
  test('the order in which reports arrive makes no difference to where they end', () => {
    const shuffled = fc
      .array(states, { maxLength: 8 })
      .chain((reports) =>
        fc.tuple(fc.constant(reports), fc.shuffledSubarray(reports, { minLength: reports.length })),
      );
    fc.assert(
      fc.property(states, shuffled, (start, [reports, otherOrder]) => {
        expect(after(start, otherOrder)).toBe(after(start, reports));
      }),
    );
  });

  test('it never moves back, and a repeated report changes nothing', () => {
    fc.assert(
      fc.property(states, states, (current, incoming) => {
        const next = advance(current, incoming);
        expect(DELIVERY_STATES.indexOf(next)).toBeGreaterThanOrEqual(
          DELIVERY_STATES.indexOf(current),
        );
        expect(advance(next, incoming)).toBe(next);
      }),
    );
  });

  test.each<[DeliveryState, DeliveryState, DeliveryState]>([
    ['queued', 'sending', 'sending'],
    ['sending', 'unknown', 'unknown'],
    ['unknown', 'sent', 'sent'],
    ['unknown', 'delivered', 'delivered'],
    ['sending', 'delivered', 'delivered'],
    ['sent', 'read', 'read'],
    ['read', 'delivered', 'read'],
    ['delivered', 'sent', 'delivered'],
    ['sent', 'unknown', 'sent'],
    ['sent', 'failed', 'failed'],
    ['delivered', 'failed', 'failed'],
    ['failed', 'delivered', 'failed'],
    ['failed', 'sent', 'failed'],
    ['queued', 'cancelled', 'cancelled'],
    ['sent', 'cancelled', 'sent'],
  ])('%s, told %s, is %s', (current, incoming, expected) => {
    expect(advance(current, incoming)).toBe(expected);
  });

  test('only a failure ends it', () => {
    expect(DELIVERY_STATES.filter(isFinal)).toEqual(['failed']);
  });

  test('a read message was sent and delivered; a failure proves nothing and takes nothing back', () => {
    expect(milestonesOf('read')).toEqual(['sent', 'delivered', 'read']);
    expect(milestonesOf('delivered')).toEqual(['sent', 'delivered']);
    expect(milestonesOf('sent')).toEqual(['sent']);
    expect(DELIVERY_STATES.filter((state) => milestonesOf(state).length === 0)).toEqual([
      'queued',
      'cancelled',
      'sending',
      'unknown',
      'failed',
    ]);
  });

  test('a message of unknown outcome counts as one that went out', () => {
    expect(DELIVERY_STATES.filter(mayHaveGoneOut)).toEqual([
      'sending',
      'unknown',
      'sent',
      'delivered',
      'read',
    ]);
  });
});
