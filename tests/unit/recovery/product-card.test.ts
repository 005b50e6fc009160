import { describe, expect, it } from 'vitest';
import { productImageSpecSchema } from '#core/messaging/index';
import { productCard } from '#core/recovery/index';
import type { GrantedDiscount } from '#core/recovery/index';
import { cart, line, shop } from './subjects';

const TEN: GrantedDiscount = {
  code: 'BACK-1',
  value: { kind: 'percentage', percent: 10 },
  validUntil: new Date('2026-03-12T10:00:00Z'),
};
const FIVE_EUROS: GrantedDiscount = {
  ...TEN,
  value: { kind: 'fixed', amount: { minor: 500, currency: 'EUR' } },
};

const card = (change: Partial<Parameters<typeof productCard>[0]> = {}) =>
  productCard({ shop, cart, looks: new Map(), discount: null, language: 'it', ...change });

describe('the picture of a cart', () => {
  it('is one that the renderer takes, in the message’s language', () => {
    const spec = card();
    expect(productImageSpecSchema.parse(spec)).toEqual(spec);
    expect(spec).toMatchObject({ locale: 'it', totalLabel: 'Totale', discountBadge: null });
    expect(card({ language: 'pt_BR' })?.locale).toBe('pt-BR');
  });

  it('takes photo and struck price from the catalogue when the checkout has none', () => {
    const looks = new Map([
      ['11', { imageUrl: 'https://cdn.test/a.jpg', compareAt: { minor: 2_500, currency: 'EUR' } }],
    ]);
    expect(card({ looks })?.items[0]).toMatchObject({
      photoUrl: 'https://cdn.test/a.jpg',
      compareAt: { minor: 2_500 },
    });
  });

  it('strikes no price of another currency and none that is lower', () => {
    const dollars = { imageUrl: null, compareAt: { minor: 9_000, currency: 'USD' } };
    const lower = { imageUrl: null, compareAt: { minor: 1_000, currency: 'EUR' } };
    for (const look of [dollars, lower]) {
      expect(card({ looks: new Map([['11', look]]) })?.items[0]?.compareAt).toBeNull();
    }
  });

  it('shows what is to pay with the step’s code: off the goods, not off shipping', () => {
    const spec = card({ discount: TEN });
    expect(spec?.total.minor).toBe(4_500 - 400);
    expect(spec?.discountBadge).toMatch(/^−10\s?%$/);
    expect(card({ discount: FIVE_EUROS })?.total.minor).toBe(4_000);
  });

  it('leaves the total alone when the cart has a code of its own', () => {
    const coded = { ...cart, discountCodes: ['WELCOME'] };
    expect(card({ cart: coded, discount: TEN })?.total.minor).toBe(4_500);
  });

  it('leaves the total alone when a fixed discount is of another currency', () => {
    const sterling = {
      ...cart,
      lineItems: [{ ...line, unitPrice: { minor: 1_800, currency: 'GBP' } }],
      total: { minor: 3_600, currency: 'GBP' },
    };
    expect(card({ cart: sterling, discount: FIVE_EUROS })?.total.minor).toBe(3_600);
  });

  it('is none when no line is in the cart’s currency', () => {
    const odd = { ...cart, lineItems: [{ ...line, unitPrice: { minor: 1, currency: 'USD' } }] };
    expect(card({ cart: odd })).toBeNull();
  });
});
