import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignSlug, clickUrl } from '#core/attribution/index';
import type { LinkToken } from '#core/kernel/ids';

const mark = { token: 'tok_1' as LinkToken, campaign: 'cart-recovery' };
const MARKS = 'utm_source=whatsapp&utm_medium=recovery&utm_campaign=cart-recovery&rp_click=tok_1';

describe('the marked address', () => {
  it.each([
    ['without a query', 'https://s.test/cart', `https://s.test/cart?${MARKS}`],
    ['with a query', 'https://s.test/c?key=a%2Cb+c', `https://s.test/c?key=a%2Cb+c&${MARKS}`],
    ['with a fragment', 'https://s.test/c?k=1#pay', `https://s.test/c?k=1&${MARKS}#pay`],
    [
      'with marks of its own',
      'https://s.test/c?utm_source=x&k=1&rp_click=y',
      `https://s.test/c?k=1&${MARKS}`,
    ],
    [
      'with a question mark in its query',
      'https://s.test/c?k=a?b',
      `https://s.test/c?k=a?b&${MARKS}`,
    ],
    [
      'of a cart permalink',
      'https://s.test/cart/1:2,3:1?discount=A',
      `https://s.test/cart/1:2,3:1?discount=A&${MARKS}`,
    ],
  ])('%s keeps what it had', (_name, target, marked) => {
    expect(clickUrl(target, mark)).toBe(marked);
  });

  it('keeps every parameter of any address and always names the click', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (target) => {
        const before = new URL(target);
        const after = new URL(clickUrl(target, mark));
        expect(after.searchParams.get('rp_click')).toBe('tok_1');
        for (const [name, value] of before.searchParams) {
          expect(after.searchParams.getAll(name)).toContain(value);
        }
        expect(after.hash).toBe(before.hash);
        expect(after.pathname).toBe(before.pathname);
      }),
    );
  });
});

describe('the campaign’s name in an address', () => {
  it.each([
    ['Cart recovery', 'cart-recovery'],
    ['  Più Sconti! (10%)  ', 'piu-sconti-10'],
    ['カート回収', 'カート回収'],
    ['हिन्दी', 'हिन्दी'],
    ['!!!', 'fallback'],
  ])('%s becomes %s', (name, slug) => {
    expect(campaignSlug(name, 'fallback')).toBe(slug);
  });
});
