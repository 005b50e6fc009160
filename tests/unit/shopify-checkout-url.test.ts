import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkoutUrl } from '#adapters/commerce/shopify/checkout-url';
import type { LineItem } from '#core/commerce/index';

const SHOP = 'demo.myshopify.com';
const RECOVERY = 'https://demo.myshopify.com/1/checkouts/ac/tok/recover?key=abc&locale=it';

const item = (variantId: string | null, quantity = 1): LineItem => ({
  productId: '1',
  variantId,
  title: 'Mug',
  variantTitle: null,
  sku: null,
  quantity,
  unitPrice: { minor: 1000, currency: 'EUR' },
  compareAt: null,
  imageUrl: null,
});

const cart = (changes: Partial<Parameters<typeof checkoutUrl>[2]> = {}) => ({
  recoveryUrl: null,
  lineItems: [item('11', 2), item('12')],
  discountCodes: [],
  ...changes,
});

describe('the way back to a checkout', () => {
  it('is the recovery address, with the discount added to what it carries', () => {
    const url = checkoutUrl({}, SHOP, cart({ recoveryUrl: RECOVERY }), 'BACK 10%');
    expect(new URL(url ?? '').searchParams.get('discount')).toBe('BACK 10%');
    expect(new URL(url ?? '').searchParams.get('key')).toBe('abc');
    expect(checkoutUrl({}, SHOP, cart({ recoveryUrl: RECOVERY }), null)).toBe(RECOVERY);
  });

  it('is a cart permalink when Shopify withholds the recovery address', () => {
    expect(checkoutUrl({}, SHOP, cart(), null)).toBe('https://demo.myshopify.com/cart/11:2,12:1');
    expect(checkoutUrl({}, SHOP, cart(), 'TEN')).toBe(
      'https://demo.myshopify.com/cart/11:2,12:1?discount=TEN',
    );
  });

  it('stands on another storefront address when one is set', () => {
    const address = { storefrontUrl: 'http://localhost:3000/sandbox/store/' };
    expect(checkoutUrl(address, SHOP, cart(), null)).toBe(
      'http://localhost:3000/sandbox/store/cart/11:2,12:1',
    );
  });

  it('keeps the shopper’s own codes in a permalink that promises no new one', () => {
    const url = checkoutUrl({}, SHOP, cart({ discountCodes: ['A', 'B'] }), null);
    expect(new URL(url ?? '').searchParams.get('discount')).toBe('A,B');
  });

  it('leaves custom items out, and is nowhere when nothing is left', () => {
    expect(checkoutUrl({}, SHOP, cart({ lineItems: [item(null), item('12')] }), null)).toBe(
      'https://demo.myshopify.com/cart/12:1',
    );
    expect(checkoutUrl({}, SHOP, cart({ lineItems: [item(null)] }), 'TEN')).toBeNull();
    expect(checkoutUrl({}, SHOP, cart({ lineItems: [] }), null)).toBeNull();
  });

  it('holds every piece of every variant once', () => {
    const variants = fc.array(
      fc.record({ id: fc.integer({ min: 1, max: 5 }), n: fc.integer({ min: 1, max: 9 }) }),
      {
        minLength: 1,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(variants, (pieces) => {
        const lineItems = pieces.map(({ id, n }) => item(String(id), n));
        const url = checkoutUrl({}, SHOP, cart({ lineItems }), null) ?? '';
        const entries = url.split('/cart/')[1]?.split(',') ?? [];
        const total = entries.reduce((sum, entry) => sum + Number(entry.split(':')[1]), 0);
        expect(total).toBe(pieces.reduce((sum, { n }) => sum + n, 0));
        expect(new Set(entries.map((entry) => entry.split(':')[0])).size).toBe(entries.length);
      }),
    );
  });
});
