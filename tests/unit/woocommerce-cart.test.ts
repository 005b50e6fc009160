import { describe, expect, it } from 'vitest';

import { example, exampleWith } from '../fixtures/woocommerce/protocol-example';
import { cartOf, factOf, factsOf, RECEIVED } from '../fixtures/woocommerce/read-facts';

describe('a cart', () => {
  it('becomes a checkout with items, contact, way back and coupons', () => {
    expect(cartOf('cart')).toMatchObject({
      externalId: '5f1c0d2e3b4a59687786a5b4c3d2e1f0',
      total: { minor: 12_990, currency: 'EUR' },
      contact: {
        externalCustomerId: '7',
        email: 'ada@example.com',
        phoneRaw: '347 1234567',
        countryCode: 'IT',
        locale: 'it-IT',
      },
      discountCodes: ['torna10'],
      recoveryUrl: expect.stringContaining('ripresa_restore=') as string,
      completedAt: null,
      lineItems: [
        {
          productId: '12',
          variantId: '15',
          variantTitle: 'Blu, M',
          unitPrice: { minor: 4_990, currency: 'EUR' },
          compareAt: { minor: 5_990, currency: 'EUR' },
        },
        { productId: '21', variantId: '21', compareAt: null, imageUrl: null },
      ],
    });
  });

  it('of a guest with a phone alone is a cart', () => {
    const { contact } = cartOf('cart-phone-only');
    expect(contact).toMatchObject({
      externalCustomerId: null,
      email: null,
      phoneRaw: '347 1234567',
    });
  });

  it('is emptied without items, and bought with its order', () => {
    expect(cartOf('cart-emptied')).toMatchObject({ lineItems: [], completedAt: null });
    expect(cartOf('cart-ordered').completedAt).not.toBeNull();
  });

  it('is newer with a higher sequence where the site stamps whole seconds', () => {
    const [older, newer] = [7, 8].map((sequence) => cartOf('cart', { sequence }).updatedAt);
    expect(newer!.getTime()).toBeGreaterThan(older!.getTime());
    expect(newer!.toISOString()).toMatch(/^2026-11-24T09:00:00\./);
  });

  it.each([
    ['JPY', '1200', 1_200],
    ['KWD', '1.250', 1_250],
    ['EUR', '12.9', 1_290],
    ['EUR', '12.905', 1_291],
  ])('counts %s %s as %i', (currency, total, minor) => {
    expect(cartOf('cart', { currency, total }).total).toEqual({ minor, currency });
  });

  it('tells a ticked checkbox as an act of the person, with its proof, and once', () => {
    const consent = factOf('whatsapp_consent', 'cart', example('cart'));
    expect(consent).toMatchObject({
      state: 'granted',
      at: new Date('2026-11-24T08:59:30Z'),
      act: {
        source: 'checkout_checkbox',
        proof: { page: 'https://shop.example/checkout/', checkout: 'blocks' },
      },
    });
    const ofOrder = factOf('whatsapp_consent', 'order', example('order'));
    expect(ofOrder.act?.key).toBe(consent.act?.key);
  });

  it('tells no consent while nothing is decided, and a withdrawal where a tick is taken back', () => {
    const undecided = factsOf('cart', example('cart-phone-only'));
    expect(undecided.map(({ kind }) => kind)).toEqual(['checkout']);
    const consent = { given: false, at: '2026-11-24T08:59:40.000Z' };
    const back = factOf('whatsapp_consent', 'cart', exampleWith('cart', 'cart', { consent }));
    expect(back.state).toBe('withdrawn');
  });

  it('keeps what is readable of an odd one', () => {
    const odd = cartOf('cart', {
      items: [null, 'x', { title: 'Kept', quantity: 1, unitPrice: {} }],
      contact: [],
      restoreUrl: 'javascript:alert(1)',
      updatedAt: 'yesterday',
    });
    expect(odd.lineItems).toMatchObject([{ title: 'Kept', unitPrice: { minor: 0 } }]);
    expect(odd).toMatchObject({ recoveryUrl: null, contact: { phoneRaw: null } });
    expect(odd.updatedAt.getTime()).toBeLessThanOrEqual(RECEIVED.getTime() + 999);
  });
});
