import fc from 'fast-check';
import { expect, test } from 'vitest';
import { creditable, isPaid, paidBefore } from '#core/commerce/index';
import type { PaymentState } from '#core/commerce/index';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const order = (parts: Partial<Parameters<typeof creditable>[0]> = {}) => ({
  payment: 'paid' as PaymentState,
  paidAt: new Date(0) as Date | null,
  cancelledAt: null,
  total: eur(10_000),
  currentTotal: eur(10_000),
  refunded: eur(0),
  ...parts,
});

test('a paid order is worth its total', () => {
  expect(creditable(order())).toEqual(eur(10_000));
});

test('an order that waits for its money is worth nothing yet', () => {
  for (const payment of ['pending', 'authorized', 'partially_paid', 'voided'] as const) {
    expect(creditable(order({ payment, paidAt: null }))).toEqual(eur(0));
  }
});

test('a cancelled order is worth nothing, paid or not', () => {
  expect(creditable(order({ cancelledAt: new Date(0) }))).toEqual(eur(0));
});

test('a refund takes off what went back, once, although the current total shows it too', () => {
  const refunded = order({
    payment: 'partially_refunded',
    refunded: eur(3_000),
    currentTotal: eur(7_000),
  });
  expect(creditable(refunded)).toEqual(eur(7_000));
});

test('money given back as goodwill counts although no item came back', () => {
  expect(creditable(order({ payment: 'partially_refunded', refunded: eur(1_000) }))).toEqual(
    eur(9_000),
  );
});

test('an edit that takes an item out lowers the worth', () => {
  expect(creditable(order({ currentTotal: eur(6_500) }))).toEqual(eur(6_500));
});

test('the worth is never negative and never more than the total', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(amount, amount, amount, (total, current, refunded) => {
      const worth = creditable(
        order({ total: eur(total), currentTotal: eur(current), refunded: eur(refunded) }),
      ).minor;
      expect(worth).toBeGreaterThanOrEqual(0);
      expect(worth).toBeLessThanOrEqual(total);
    }),
  );
});

test('a refunded order had been paid', () => {
  expect(isPaid({ payment: 'refunded', paidAt: null })).toBe(true);
  expect(isPaid({ payment: 'voided', paidAt: new Date(0) })).toBe(false);
});

test('a deposit is no payment, a paid order that waits for the rest of an edit is', () => {
  expect(isPaid({ payment: 'partially_paid', paidAt: null })).toBe(false);
  expect(isPaid({ payment: 'partially_paid', paidAt: new Date(0) })).toBe(true);
});

test('what had been paid before an edit is the total, less what was taken out before it was paid', () => {
  expect(paidBefore(order({ currentTotal: eur(8_000) }))).toEqual(eur(8_000));
  const returned = { refunded: eur(3_000), currentTotal: eur(7_000) };
  expect(paidBefore(order(returned))).toEqual(eur(10_000));
  expect(paidBefore(order({ payment: 'voided' }))).toEqual(eur(0));
});
