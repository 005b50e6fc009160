import { describe, expect, it } from 'vitest';

import { example, exampleWith } from '../fixtures/woocommerce/protocol-example';
import { factOf, factsOf, orderOf } from '../fixtures/woocommerce/read-facts';

describe('an order', () => {
  it('carries its cart, its click, its coupon and its phone with the billing country', () => {
    expect(orderOf('order')).toMatchObject({
      externalId: '101',
      name: '#101',
      checkoutToken: '5f1c0d2e3b4a59687786a5b4c3d2e1f0',
      clickToken: 'clk_5f1c0d2e3b4a',
      discountCodes: ['torna10'],
      total: { minor: 11_691, currency: 'EUR' },
      payment: 'paid',
      contact: { phoneRaw: '347 1234567', countryCode: 'IT', externalCustomerId: '7' },
      placedAt: new Date('2026-11-24T09:05:00Z'),
      updatedAt: new Date('2026-11-24T09:05:04Z'),
      cancelledAt: null,
    });
  });

  const unpaid = { date_paid: null, date_paid_gmt: null };
  it.each([
    ['processing', 'stripe', {}, 'paid'],
    ['completed', 'stripe', {}, 'paid'],
    ['packed-by-us', 'stripe', {}, 'paid'],
    ['on-hold', 'bacs', unpaid, 'pending'],
    ['pending', 'paypal', unpaid, 'pending'],
    ['processing', 'cod', unpaid, 'pending'],
    // WooCommerce notes a payment for "processing" where the gateway's own filter isn't loaded.
    ['processing', 'cod', {}, 'pending'],
    ['completed', 'cod', {}, 'paid'],
    ['processing', 'stripe', unpaid, 'pending'],
  ])('that is %s by %s with %o is %s', (status, method, dates, payment) => {
    const order = orderOf('order', { status, payment_method: method, ...dates });
    expect(order).toMatchObject({ payment, cancelledAt: null });
  });

  it('whose card was refused is no order, and neither is a draft of the block checkout', () => {
    expect(factsOf('order', example('order-failed'))).toEqual([
      { kind: 'ignored', reason: 'a payment that failed' },
    ]);
    const draft = exampleWith('order', 'order', { status: 'checkout-draft', ...unpaid });
    expect(factsOf('order', draft)).toMatchObject([{ kind: 'ignored' }]);
  });

  it('that failed after its money had come is worth nothing any more', () => {
    expect(orderOf('order', { status: 'failed' }).payment).toBe('voided');
  });

  it('that is cancelled says since when', () => {
    const cancelled = orderOf('order', { status: 'cancelled', ...unpaid });
    expect(cancelled.cancelledAt).toEqual(new Date('2026-11-24T09:05:04Z'));
  });

  it('tells its refunds with their own dates, and without them from the order alone', () => {
    const told = orderOf('order-refunded');
    expect(told.payment).toBe('partially_refunded');
    expect(told.refunds).toEqual([
      {
        externalId: '140',
        orderExternalId: '101',
        amount: { minor: 2_709, currency: 'EUR' },
        at: new Date('2026-11-26T10:00:00Z'),
      },
    ]);
    const { order } = example('order-refunded');
    const core = factOf('order', 'order.updated', order).order;
    expect(core.refunds).toMatchObject([{ externalId: '140', amount: { minor: 2_709 } }]);
  });

  it('that is refunded as a whole is worth nothing, whatever its refunds say', () => {
    const whole = orderOf('order', { status: 'refunded' });
    expect(whole).toMatchObject({ payment: 'refunded', currentTotal: { minor: 0 } });
  });

  it('reads a guest, and a phone that stands in the shipping address alone', () => {
    const { contact } = orderOf('order', {
      customer_id: 0,
      billing: { email: 'ada@example.com', country: 'IT', phone: '' },
      shipping: { country: 'FR', phone: '06 12 34 56 78' },
    });
    expect(contact).toMatchObject({
      externalCustomerId: null,
      phoneRaw: '06 12 34 56 78',
      countryCode: 'FR',
    });
  });
});
