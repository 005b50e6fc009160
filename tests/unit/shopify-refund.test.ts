import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { normalize } from '#adapters/commerce/shopify/index';

import { fixture, moneySet, receiptOf, type Json } from '../fixtures/shopify/fixture';

const read = (changes: Json = {}) =>
  normalize(receiptOf('refunds/create', fixture('refund', changes)));

function amount(changes: Json = {}) {
  const outcome = read(changes);
  const fact = outcome.kind === 'facts' ? outcome.facts[0] : null;
  if (fact?.kind !== 'refund') throw new Error(JSON.stringify(outcome));
  return fact.refund.amount;
}

const paidBack = (value: string, currency = 'EUR', status = 'success'): Json => ({
  kind: 'refund',
  status,
  amount: value,
  currency,
});

const line = (shop: string, paid: string): Json => ({
  subtotal_set: moneySet(shop, 'EUR', paid, 'USD'),
  total_tax_set: moneySet('0.00', 'EUR', '0.00', 'USD'),
});

describe('a refund', () => {
  it('is the money that went back, once under its own id', () => {
    expect(read()).toEqual({
      kind: 'facts',
      facts: [
        {
          kind: 'refund',
          refund: {
            externalId: '929361462',
            orderExternalId: '820982911946154',
            amount: { minor: 1791, currency: 'EUR' },
            at: new Date('2026-11-24T09:00:00Z'),
          },
        },
      ],
    });
  });

  it('adds up several successful transactions and leaves failed ones out', () => {
    const transactions = [paidBack('10.00'), paidBack('5.50'), paidBack('99.00', 'EUR', 'failure')];
    expect(amount({ transactions })).toEqual({ minor: 1550, currency: 'EUR' });
  });

  it('waits for the payload that reports the success of a pending transaction', () => {
    const transactions = [paidBack('10.00', 'EUR', 'pending')];
    expect(read({ transactions })).toEqual({
      kind: 'facts',
      facts: [{ kind: 'ignored', reason: 'refund: pending' }],
    });
  });

  it('moves no money when it only restocks or edits', () => {
    expect(read({ transactions: [] })).toEqual({
      kind: 'facts',
      facts: [{ kind: 'ignored', reason: 'refund: no money moved' }],
    });
  });

  it('paid back in another currency is converted at the rate of its own lines', () => {
    const foreign = {
      refund_line_items: [line('50.00', '60.00')],
      transactions: [paidBack('60.00', 'USD')],
    };
    expect(amount(foreign)).toEqual({ minor: 5000, currency: 'EUR' });
    const half = { ...foreign, transactions: [paidBack('30.00', 'USD')] };
    expect(amount(half)).toEqual({ minor: 2500, currency: 'EUR' });
  });

  it('is derived from its lines, shipping and what was held back when transactions are absent', () => {
    const derived = {
      transactions: undefined,
      refund_line_items: [line('50.00', '60.00')],
      order_adjustments: [
        { kind: 'shipping_refund', amount_set: moneySet('-5.00', 'EUR'), tax_amount_set: null },
        { kind: 'refund_discrepancy', amount_set: moneySet('3.00', 'EUR') },
      ],
      refund_shipping_lines: [{ subtotal_amount_set: moneySet('5.00', 'EUR') }],
    };
    expect(amount(derived)).toEqual({ minor: 5200, currency: 'EUR' });
  });

  it('counts shipping from its own list when no adjustment names it', () => {
    const newer = {
      transactions: undefined,
      refund_line_items: [],
      refund_shipping_lines: [{ subtotal_amount_set: moneySet('4.90', 'EUR') }],
    };
    expect(amount(newer)).toEqual({ minor: 490, currency: 'EUR' });
  });

  it('is unreadable without its order', () => {
    expect(read({ order_id: null }).kind).toBe('unreadable');
  });

  it('inside an order is converted at the order’s rate when it has no lines', () => {
    const refunds = [
      { ...fixture('refund'), refund_line_items: [], transactions: [paidBack('38.50', 'USD')] },
    ];
    const payload = fixture('order', {
      total_price_set: moneySet('66.37', 'EUR', '77.00', 'USD'),
      refunds,
    });
    const outcome = normalize(receiptOf('orders/updated', payload));
    expect(outcome).toMatchObject({
      facts: [{ order: { refunds: [{ externalId: '929361462', amount: { minor: 3319 } }] } }],
    });
  });

  it('is exactly the sum of its successful transactions', () => {
    const cents = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 8 }), (parts) => {
        const transactions = parts.map((part) => paidBack((part / 100).toFixed(2)));
        const total = parts.reduce((sum, part) => sum + part, 0);
        const outcome = read({ transactions });
        const fact = outcome.kind === 'facts' ? outcome.facts[0] : null;
        expect(fact?.kind === 'refund' ? fact.refund.amount.minor : 0).toBe(total);
      }),
    );
  });
});
