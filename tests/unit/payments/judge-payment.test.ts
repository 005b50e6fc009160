import { describe, expect, it } from 'vitest';
import { judgePayment } from '#core/payments/index';
import type { SessionSeen } from '#core/payments/index';
import { money } from '#core/kernel/money';

const AT = new Date('2026-11-24T09:00:00Z');
const ASKED = money(9_980, 'EUR');

const seen = (change: Partial<SessionSeen>): SessionSeen => ({
  ...{ id: 's', key: 'k', state: 'paid', paid: ASKED, refunded: null, disputed: false },
  ...{ reference: 'pi_1', paidAt: AT },
  ...change,
});

describe('money for a cart', () => {
  it('that is exactly the total settles it', () => {
    expect(judgePayment(ASKED, seen({}))).toEqual({
      ...{ kind: 'settled', reference: 'pi_1', paidAt: AT },
    });
  });

  it.each([
    ['a cent less', { paid: money(9_979, 'EUR') }, 'paid_in_part'],
    ['a cent more', { paid: money(9_981, 'EUR') }, 'amount_differs'],
    ['in another currency', { paid: money(9_980, 'USD') }, 'currency_differs'],
    ['of which nobody says how much', { paid: null }, 'amount_unknown'],
    ['that has no name', { reference: null }, 'amount_unknown'],
  ])('%s is held for the merchant', (_, change, reason) => {
    expect(judgePayment(ASKED, seen(change))).toEqual({ kind: 'held', reason });
  });

  it('is compared in the currency’s own units, with none or three decimals', () => {
    for (const asked of [money(1_200, 'JPY'), money(12_345, 'KWD')]) {
      expect(judgePayment(asked, seen({ paid: asked })).kind).toBe('settled');
      const off = money(asked.minor - 1, asked.currency);
      expect(judgePayment(asked, seen({ paid: off })).kind).toBe('held');
    }
  });

  it.each([
    ['open', 'waiting'],
    ['approved', 'takeable'],
    ['pending', 'pending'],
    ['failed', 'over'],
    ['expired', 'over'],
  ] as const)('that is %s at the provider is %s to us', (state, kind) => {
    expect(judgePayment(ASKED, seen({ state, paid: null, reference: null })).kind).toBe(kind);
  });
});
