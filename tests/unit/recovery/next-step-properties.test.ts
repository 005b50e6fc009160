import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedAt, capReached } from '#core/messaging/index';
import { decideAgain, isNonSendReason, nextStep, plannedAt } from '#core/recovery/index';
import type { StepDecision, StepFacts } from '#core/recovery/index';
import { anyFacts, anyMoment } from './step-facts';

/** Facts that no message may be sent under, whatever the others are. */
const FORBIDDEN: Readonly<Record<string, (facts: StepFacts) => StepFacts>> = {
  'a purchase': (facts) => ({ ...facts, purchased: true }),
  'an ordered cart': (facts) => ({ ...facts, cart: cartIn(facts, 'ordered') }),
  'an emptied cart': (facts) => ({ ...facts, cart: cartIn(facts, 'emptied') }),
  'a cart that is gone': (facts) => ({ ...facts, cart: null }),
  'an opt-out': (facts) => ({ ...facts, contact: { allowed: false, reason: 'opted_out' } }),
  'a missing consent': (facts) => ({ ...facts, contact: { allowed: false, reason: 'no_consent' } }),
  'a reply': (facts) => ({ ...facts, repliedSinceStart: true }),
  'an uninstalled shop': (facts) => ({ ...facts, shopInstalled: false }),
  'an ended recovery': (facts) => ({ ...facts, recovery: { running: false, reason: 'merged' } }),
  'a paused sequence': (facts) => ({ ...facts, sequence: 'paused' }),
  'an unread receipt': (facts) => ({ ...facts, unreadReceipts: true }),
  'money on its way': (facts) => ({ ...facts, paymentPending: true }),
  'an unknown recipient': (facts) => ({ ...facts, recipient: 'no_phone' }),
  'a paused template': (facts) => ({ ...facts, template: 'paused' }),
  'a later step that has written': (facts) => ({
    ...facts,
    retry: { from: facts.anchor, overtaken: true },
  }),
  'a paused number': (facts) => ({ ...facts, channel: 'paused' }),
};

const cartIn = (facts: StepFacts, state: 'ordered' | 'emptied'): StepFacts['cart'] => ({
  itemCount: 1,
  totalMinor: 1,
  ...facts.cart,
  state,
});

const sends = ({ kind }: StepDecision): boolean => kind === 'send' || kind === 'would_have_sent';

describe('nextStep, whatever the facts', () => {
  it.each(Object.entries(FORBIDDEN))('never sends after %s', (_name, forbid) => {
    fc.assert(
      fc.property(anyFacts, anyMoment, (facts, now) => {
        expect(sends(nextStep(forbid(facts), now))).toBe(false);
      }),
    );
  });

  it('never sends in quiet hours, over a cap, or before the step is planned', () => {
    fc.assert(
      fc.property(anyFacts, anyMoment, (facts, now) => {
        if (!sends(nextStep(facts, now))) return;
        expect(allowedAt(now, facts.zones, facts.quietHours)).toBe(true);
        expect(capReached(facts.sentTimes, now, facts.caps).reached).toBe(false);
        const planned = Math.max(
          plannedAt(facts.step.timing, facts.anchor, facts.zones).getTime(),
          facts.retry?.from.getTime() ?? 0,
        );
        expect(now.getTime()).toBeGreaterThanOrEqual(planned);
        expect(now.getTime()).toBeLessThanOrEqual(planned + facts.step.usefulForMinutes * 60_000);
      }),
      { numRuns: 1_000 },
    );
  });

  it('always decides, with a reason from the closed list and a wait that is not over', () => {
    fc.assert(
      fc.property(anyFacts, anyMoment, (facts, now) => {
        const decision = nextStep(facts, now);
        if (decision.kind === 'wait') expect(decision.until > now).toBe(true);
        if ('reason' in decision) expect(isNonSendReason(decision.reason)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('decides alike for a held-out person, but for the sending itself', () => {
    fc.assert(
      fc.property(anyFacts, anyMoment, (facts, now) => {
        const treated = nextStep({ ...facts, recovery: { running: true, heldOut: false } }, now);
        const held = nextStep({ ...facts, recovery: { running: true, heldOut: true } }, now);
        expect(held).toEqual(treated.kind === 'send' ? { kind: 'would_have_sent' } : treated);
      }),
    );
  });

  it('comes to an end: waiting as told leads to a last decision, and waits never go back', () => {
    fc.assert(
      fc.property(anyFacts, anyMoment, (facts, now) => {
        let moment = now;
        for (let look = 0; look < 2_000; look += 1) {
          const decision = nextStep({ ...facts, unreadReceipts: false }, moment);
          if (decision.kind !== 'wait') return;
          expect(decision.until > moment).toBe(true);
          moment = decision.until;
        }
        expect.unreachable('a step waits for ever');
      }),
    );
  });

  it('never sends later what was too late before', () => {
    fc.assert(
      fc.property(anyFacts, anyMoment, fc.integer({ min: 0, max: 1e9 }), (facts, now, later) => {
        const first = nextStep(facts, now);
        if (first.kind !== 'skip' || first.reason !== 'too_late') return;
        expect(sends(nextStep(facts, new Date(now.getTime() + later)))).toBe(false);
      }),
    );
  });
});

describe('decideAgain, for a message that is written', () => {
  it('lets go whatever may be sent at this moment', () => {
    fc.assert(
      fc.property(anyFacts, anyMoment, (facts, now) => {
        if (nextStep(facts, now).kind !== 'send') return;
        expect(decideAgain(facts, now)).toEqual({ kind: 'send' });
      }),
    );
  });

  it.each(['a purchase', 'an opt-out', 'a missing consent', 'a reply', 'an emptied cart'] as const)(
    'never lets it go after %s',
    (name) => {
      fc.assert(
        fc.property(anyFacts, anyMoment, (facts, now) => {
          const changed = FORBIDDEN[name]?.(facts) ?? facts;
          expect(decideAgain(changed, now).kind).not.toBe('send');
        }),
      );
    },
  );
});
