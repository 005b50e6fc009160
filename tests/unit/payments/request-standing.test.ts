import { expect, it } from 'vitest';
import { isWithdrawable, requestStanding, type RequestFacts } from '#core/payments/index';

const NOW = new Date('2026-11-30T12:00:00Z');
const AT = new Date('2026-11-29T12:00:00Z');
const LATER = new Date('2026-12-06T12:00:00Z');
const FRESH: RequestFacts = {
  ...{ openedAt: null, withdrawnAt: null, expiresAt: LATER, payment: null, cart: null },
};

it.each<[string, Partial<RequestFacts>, boolean]>([
  ['sent', {}, true],
  ['opened', { openedAt: AT }, true],
  ['opened', { openedAt: AT, payment: 'open' }, true],
  ['opened', { openedAt: AT, payment: 'failed' }, true],
  ['pending', { payment: 'pending', withdrawnAt: AT }, false],
  ['paid', { payment: 'paid', expiresAt: AT }, false],
  ['paid', { payment: 'ordered', withdrawnAt: AT, cart: 'ordered' }, false],
  ['held', { payment: 'held', cart: 'ordered' }, false],
  ['bought', { cart: 'ordered', withdrawnAt: AT }, false],
  ['withdrawn', { withdrawnAt: AT, expiresAt: AT }, false],
  ['expired', { expiresAt: NOW, openedAt: AT }, false],
])('a request is %s with %j', (standing, facts, canBeTakenBack) => {
  const stands = requestStanding({ ...FRESH, ...facts }, NOW);
  expect(stands).toBe(standing);
  expect(isWithdrawable(stands)).toBe(canBeTakenBack);
});
