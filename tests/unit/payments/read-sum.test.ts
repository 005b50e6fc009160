import { describe, expect, it } from 'vitest';
import { objectionSentence, readSum } from '#core/payments/index';

const read = (amount: string, currency: string) => {
  const told = readSum(amount, 'Repair', currency);
  return told.ok ? told.sum.amount.minor : told.sentence;
};

describe('an amount that an agent types', () => {
  it.each([
    ['12.50', 'EUR', 1_250],
    ['12,5', 'EUR', 1_250],
    [' 1 250 ', 'EUR', 125_000],
    ['1250', 'JPY', 1_250],
    ['12,500', 'KWD', 12_500],
    ['0.005', 'KWD', 5],
  ])('%j in %s is %d minor units', (text, currency, minor) => {
    expect(read(text, currency)).toBe(minor);
  });

  it.each([
    ['-5', 'EUR', 'above zero'],
    ['0,00', 'EUR', 'above zero'],
    ['1,250', 'EUR', 'EUR has 2 decimals'],
    ['12.5', 'JPY', 'JPY has no decimals'],
    ['1.2505', 'KWD', 'KWD has 3 decimals'],
    ['1.250,00', 'EUR', '12.50'],
    ['9'.repeat(13), 'EUR', '12.50'],
    ['€5', 'EUR', '12.50'],
    ['', 'JPY', '1250'],
  ])('%j in %s is refused and says how it is written', (text, currency, words) => {
    expect(read(text, currency)).toContain(words);
  });
});

describe('what a payment is for', () => {
  it('is one line of at most 120 characters', () => {
    const told = readSum('5', '  Repair\nof the   lamp ', 'EUR');
    expect(told).toMatchObject({ ok: true, sum: { reason: 'Repair of the lamp' } });
    expect(readSum('5', ' ', 'EUR')).toMatchObject({ ok: false, field: 'reason' });
    expect(readSum('5', 'x'.repeat(121), 'EUR')).toMatchObject({ ok: false, field: 'reason' });
  });
});

it('a provider’s objection names the provider and its limit', () => {
  const sum = { minor: 10, currency: 'EUR' };
  const small = { why: 'too_small', limit: { minor: 50, currency: 'EUR' } } as const;
  expect(objectionSentence('Stripe', sum, small)).toBe('Stripe takes €0.50 or more.');
  expect(objectionSentence('PayPal', sum, { why: 'currency' })).toContain('EUR');
});
