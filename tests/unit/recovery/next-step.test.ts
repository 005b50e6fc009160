import { describe, expect, it } from 'vitest';
import { nextStep } from '#core/recovery/index';
import type { StepFacts } from '#core/recovery/index';
import { HOUR_MS, NOON, hours, sendable, step } from './step-facts';

const decide = (change: Partial<StepFacts> = {}, now = NOON) =>
  nextStep({ ...sendable, ...change }, now);

describe('what ends a recovery', () => {
  it.each<[string, Partial<StepFacts>, string]>([
    ['an uninstalled shop', { shopInstalled: false }, 'shop_uninstalled'],
    ['a purchase on any device', { purchased: true }, 'purchased'],
    ['a removed sequence', { sequence: null }, 'sequence_paused'],
    ['an archived sequence', { sequence: 'archived' }, 'sequence_paused'],
    ['a reply', { repliedSinceStart: true }, 'replied'],
    ['a STOP', { contact: { allowed: false, reason: 'opted_out' } }, 'opted_out'],
    [
      'a country without marketing messages',
      { contact: { allowed: false, reason: 'country_not_possible' } },
      'country_not_possible',
    ],
    ['a paused template', { template: 'paused' }, 'template_paused'],
    [
      'a cart without items',
      { cart: { state: 'abandoned', itemCount: 0, totalMinor: 0 } },
      'cart_emptied',
    ],
  ])('%s stops it', (_name, change, reason) => {
    expect(decide(change)).toEqual({ kind: 'stop', reason });
  });

  it('a purchase is named even in quiet hours and when another reason is there too', () => {
    const night = hours(11);
    const both = { purchased: true, channel: null, unreadReceipts: true, repliedSinceStart: true };
    expect(decide(both, night)).toEqual({ kind: 'stop', reason: 'purchased' });
  });
});

describe('what ends one step', () => {
  it.each<[string, Partial<StepFacts>, string]>([
    ['no consent', { contact: { allowed: false, reason: 'no_consent' } }, 'no_consent'],
    ['no phone', { recipient: 'no_phone' }, 'no_phone'],
    ['a phone that can’t be', { recipient: 'phone_invalid' }, 'phone_invalid'],
    ['a paused sequence', { sequence: 'paused' }, 'sequence_paused'],
    ['no template', { template: 'missing' }, 'template_missing'],
  ])('%s skips it', (_name, change, reason) => {
    expect(decide(change)).toEqual({ kind: 'skip', reason });
  });

  it.each<[string, Partial<StepFacts['step']['condition']>, Partial<StepFacts>]>([
    ['a small cart', { minTotalMinor: 5_001 }, {}],
    ['a returning customer', { customers: 'new' }, { returningCustomer: true }],
    ['a new customer', { customers: 'returning' }, {}],
    ['a read message', { previous: 'not_read' }, { previous: { read: true, clicked: false } }],
    ['a clicked message', { previous: 'not_clicked' }, { previous: { read: true, clicked: true } }],
  ])('a condition that %s does not meet skips it', (_name, condition, change) => {
    const conditioned = { ...step, condition: { ...step.condition, ...condition } };
    expect(decide({ step: conditioned, ...change })).toEqual({
      kind: 'skip',
      reason: 'condition_not_met',
    });
  });

  it('a condition on the message before holds when that step sent none', () => {
    const condition = { ...step.condition, previous: 'not_clicked' as const };
    expect(decide({ step: { ...step, condition } })).toEqual({ kind: 'send' });
  });

  it('it is skipped as too late once it is no longer useful', () => {
    expect(decide({}, hours(24))).toEqual({ kind: 'skip', reason: 'too_late' });
  });

  it('a number that stayed paused is named as what made it too late', () => {
    expect(decide({ channel: 'paused' }, hours(24))).toEqual({
      kind: 'skip',
      reason: 'channel_paused',
    });
  });
});

describe('what may pass by waiting', () => {
  it('quiet hours are waited out until the shopper’s morning', () => {
    const night = hours(11);
    expect(decide({}, night)).toEqual({
      kind: 'wait',
      until: new Date('2026-03-11T08:00:00Z'),
      why: 'quiet_hours',
    });
  });

  it('a step whose use ends before the morning is skipped at night', () => {
    const brief = { ...step, usefulForMinutes: 120 };
    const anchor = hours(-13);
    expect(decide({ step: brief, anchor }, hours(11))).toEqual({
      kind: 'skip',
      reason: 'too_late',
    });
  });

  it('a reached cap is waited for until a message may go again', () => {
    const sentTimes = [hours(-20)];
    expect(decide({ sentTimes })).toEqual({ kind: 'wait', until: hours(4), why: 'frequency_cap' });
  });

  it('a cap that frees at night is waited for until the morning after', () => {
    const sentTimes = [hours(-13)];
    expect(decide({ sentTimes })).toEqual({
      kind: 'wait',
      until: new Date('2026-03-11T08:00:00Z'),
      why: 'frequency_cap',
    });
  });

  it('a cap that outlasts the step’s use skips it and says so', () => {
    const sentTimes = [1, 2, 3, 4].map((days) => hours(-days * 24 - 1));
    expect(decide({ sentTimes })).toEqual({ kind: 'skip', reason: 'frequency_cap' });
  });

  it('a shopper who came back to the cart is left alone until it is abandoned anew', () => {
    const cart = { state: 'open' as const, itemCount: 1, totalMinor: 100 };
    const anchor = hours(0.5);
    expect(decide({ cart, anchor })).toEqual({
      kind: 'wait',
      until: hours(24.5),
      why: 'shopper_active',
    });
  });

  it('a receipt that is not read yet is waited for a few seconds, for a purchase may be in it', () => {
    expect(decide({ unreadReceipts: true })).toEqual({
      kind: 'wait',
      until: new Date(NOON.getTime() + 3_000),
      why: 'unread_receipts',
    });
  });

  it('money that may be on its way is waited for, and is the reason when it takes too long', () => {
    expect(decide({ paymentPending: true })).toEqual({
      kind: 'wait',
      until: new Date(NOON.getTime() + 10 * 60_000),
      why: 'payment_pending',
    });
    expect(decide({ paymentPending: true, channel: null, anchor: hours(-99) })).toEqual({
      kind: 'skip',
      reason: 'payment_pending',
    });
  });

  it('a paused number is looked at again within the hour', () => {
    const decision = decide({ channel: 'disconnected' });
    expect(decision).toMatchObject({ kind: 'wait', why: 'channel_not_connected' });
    const until = decision.kind === 'wait' ? decision.until.getTime() : Number.NaN;
    expect(until - NOON.getTime()).toBeLessThanOrEqual(HOUR_MS);
  });
});

describe('sending', () => {
  it('is what remains', () => {
    expect(decide()).toEqual({ kind: 'send' });
  });

  it('is only recorded for a held-out person', () => {
    expect(decide({ recovery: { running: true, heldOut: true } })).toEqual({
      kind: 'would_have_sent',
    });
  });
});

describe('the one more try of a message that was kept back', () => {
  const retry = { from: NOON, overtaken: false };

  it('waits until the vendor allows it, although its step was due long ago', () => {
    const early = decide({ retry }, hours(-1));
    expect(early).toEqual({ kind: 'wait', until: NOON, why: 'kept_back' });
    expect(decide({ retry, anchor: hours(-72) })).toEqual({ kind: 'send' });
  });

  it('is useful for as long as its step, from the instant that the vendor allows', () => {
    const usefulForMinutes = 6 * 60;
    const short = { retry, step: { ...step, usefulForMinutes } };
    expect(decide(short, hours(6))).toEqual({ kind: 'send' });
    const late = new Date(hours(6).getTime() + 1);
    expect(decide(short, late)).toEqual({ kind: 'skip', reason: 'too_late' });
  });

  it('is dropped once a later step has written', () => {
    const overtaken = { ...retry, overtaken: true };
    expect(decide({ retry: overtaken })).toEqual({ kind: 'skip', reason: 'too_late' });
  });
});
