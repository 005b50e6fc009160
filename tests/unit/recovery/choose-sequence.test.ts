import { describe, expect, it } from 'vitest';
import { chooseSequence } from '#core/recovery/index';
import { step } from './step-facts';
import { cart, sequence } from './subjects';

const rich = (name: string) =>
  sequence(name, {
    steps: [{ ...step, condition: { ...step.condition, minTotalMinor: 10_000 } }],
  });

describe('the sequence that serves a cart', () => {
  it('is the first active one whose first step fits', () => {
    const sequences = [sequence('paused', { state: 'paused' }), rich('rich'), sequence('all')];
    expect(chooseSequence(sequences, cart, false)?.name).toBe('all');
    const dear = { ...cart, total: { minor: 10_000, currency: 'EUR' } };
    expect(chooseSequence(sequences, dear, false)?.name).toBe('rich');
  });

  it('is the first active one when none fits, so that its step says why', () => {
    expect(chooseSequence([rich('rich')], cart, false)?.name).toBe('rich');
  });

  it('is none when nothing is switched on', () => {
    expect(chooseSequence([sequence('paused', { state: 'paused' })], cart, false)).toBeNull();
  });
});
