import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { normalize } from '#adapters/commerce/shopify/index';
import type { CheckoutSeen } from '#core/commerce/index';

import { checkoutLine, fixture, receiptOf, type Json } from '../fixtures/shopify/fixture';

function seen(payload: unknown, topic = 'checkouts/update'): CheckoutSeen {
  const read = normalize(receiptOf(topic, payload));
  const fact = read.kind === 'facts' ? read.facts[0] : null;
  if (fact?.kind !== 'checkout') throw new Error(JSON.stringify(read));
  return fact.checkout;
}

const checkout = (changes: Json = {}): CheckoutSeen => seen(fixture('checkout', changes));

const place = (changes: Json): Json => ({ country_code: 'IT', phone: null, ...changes });

describe('a checkout', () => {
  it('is read with its items, its total and its people', () => {
    expect(checkout()).toMatchObject({
      externalId: '84ad78572dae52a8cbea7d55371afe89',
      cartToken: 'hWN1cgNMicmfHS0VKe0sUGHp',
      total: { minor: 6147, currency: 'EUR' },
      discountCodes: ['BENVENUTO10'],
      locale: 'it-IT',
      acceptsMarketing: true,
      completedAt: null,
      createdAt: new Date('2026-11-20T17:22:00Z'),
      updatedAt: new Date('2026-11-20T17:30:02Z'),
      contact: {
        externalCustomerId: '7012345678901',
        email: 'zoe@example.com',
        phoneRaw: '347 123 4567',
        countryCode: 'IT',
        firstName: 'Zoë',
        lastName: 'D’Amico',
        locale: 'it-IT',
      },
    });
    expect(checkout().lineItems[0]).toEqual({
      productId: '8273463967958',
      variantId: '44843037917398',
      title: 'Tazza “Alba” ☕️',
      variantTitle: 'Terracotta',
      sku: 'SKU-44843037917398',
      quantity: 2,
      unitPrice: { minor: 1990, currency: 'EUR' },
      compareAt: { minor: 2400, currency: 'EUR' },
      imageUrl: null,
    });
    expect(checkout().lineItems[1]?.variantTitle).toBeNull();
  });

  it('is counted in the currency that the shopper sees', () => {
    const read = checkout({ currency: 'EUR', presentment_currency: 'USD', total_price: '71.20' });
    expect(read.total).toEqual({ minor: 7120, currency: 'USD' });
    expect(read.lineItems[0]?.unitPrice.currency).toBe('USD');
  });

  it('reads yen that are written with decimals', () => {
    const read = checkout({
      presentment_currency: 'JPY',
      total_price: '12000.00',
      line_items: [checkoutLine({ price: '12000.00' })],
    });
    expect(read.total).toEqual({ minor: 12000, currency: 'JPY' });
    expect(read.lineItems[0]?.unitPrice).toEqual({ minor: 12000, currency: 'JPY' });
  });

  it('belongs to a guest who left nothing but a phone', () => {
    const guest = { email: null, customer: null, shipping_address: null, phone: '+39 347 1234567' };
    expect(checkout(guest).contact).toMatchObject({
      externalCustomerId: null,
      email: null,
      phoneRaw: '+39 347 1234567',
      firstName: null,
    });
  });

  it('has nobody yet when the first webhook comes', () => {
    const nobody = { email: null, customer: null, shipping_address: [], customer_locale: null };
    expect(checkout(nobody).contact).toMatchObject({ email: null, phoneRaw: null });
  });

  const none = { phone: null, shipping_address: null, billing_address: null, customer: null };
  const home = { default_address: place({ phone: '5', country_code: 'CH' }) };

  it.each([
    ['the checkout', { phone: '1', shipping_address: place({ phone: '2' }) }, '1', 'IT'],
    [
      'the shipping address',
      { shipping_address: place({ phone: '2', country_code: 'FR' }) },
      '2',
      'FR',
    ],
    [
      'the billing address',
      { billing_address: place({ phone: '3', country_code: 'DE' }) },
      '3',
      'DE',
    ],
    ['the customer', { customer: { id: 1, phone: '4', ...home } }, '4', 'CH'],
    ['the SMS field', { sms_marketing_phone: '6', customer: { id: 1, ...home } }, '6', 'CH'],
    ['the default address', { customer: { id: 1, ...home } }, '5', 'CH'],
  ])('finds the phone in %s, with the country that it belongs to', (_, where, raw, country) => {
    expect(checkout({ ...none, ...where }).contact).toMatchObject({
      phoneRaw: raw,
      countryCode: country,
    });
  });

  it('reads a bare phone in the billing country before the shipping country', () => {
    const abroad = {
      phone: '030 123456',
      billing_address: place({ country_code: 'DE' }),
      shipping_address: place({ country_code: 'FR' }),
    };
    expect(checkout(abroad).contact.countryCode).toBe('DE');
  });

  it('may have no recovery address, or one that no browser opens', () => {
    expect(checkout({ abandoned_checkout_url: null }).recoveryUrl).toBeNull();
    expect(checkout({ abandoned_checkout_url: 'javascript:alert(1)' }).recoveryUrl).toBeNull();
    expect(checkout().recoveryUrl).toContain('/recover?key=');
  });

  it('says when it was completed', () => {
    const completed = checkout({ completed_at: '2026-11-20T18:00:00-05:00' });
    expect(completed.completedAt).toEqual(new Date('2026-11-20T23:00:00Z'));
  });

  it('keeps every one of 250 items, gift cards and names of any script among them', () => {
    const titles = ['مج خزفي', 'マグカップ', 'कप', '🧁', 'Gift card'];
    const line_items = Array.from({ length: 250 }, (_, index) =>
      checkoutLine({
        variant_id: 1000 + index,
        title: titles[index % titles.length],
        presentment_title: null,
        gift_card: index % titles.length === 4,
      }),
    );
    const items = checkout({ line_items }).lineItems;
    expect(items).toHaveLength(250);
    expect(items[250 - 1]).toMatchObject({ variantId: '1249', title: 'Gift card' });
    expect(items[1]?.title).toBe('マグカップ');
  });

  it('is emptied when its last item is removed', () => {
    expect(checkout({ line_items: [] }).lineItems).toEqual([]);
    expect(checkout({ line_items: [checkoutLine({ quantity: 0 })] }).lineItems).toEqual([]);
  });

  it.each([
    ['the variant’s', { price: null, variant_price: '9.99' }, 999],
    ['a share of the line’s', { price: 'free?', quantity: 3, line_price: '30.00' }, 1000],
    ['zero for a', { price: { amount: 1 }, line_price: null }, 0],
    ['a number’s', { price: 12.5 }, 1250],
    ['a rounded', { price: '12.345' }, 1235],
  ])('takes %s price rather than losing the cart over a strange one', (_, changes, minor) => {
    const read = checkout({ line_items: [checkoutLine(), checkoutLine(changes)] });
    expect(read.lineItems).toHaveLength(2);
    expect(read.lineItems[1]?.unitPrice).toEqual({ minor, currency: 'EUR' });
  });

  it('adds its items up when the total can’t be read', () => {
    const read = checkout({
      total_price: null,
      subtotal_price: null,
      line_items: [checkoutLine({ quantity: 3 }), checkoutLine()],
    });
    expect(read.total.minor).toBe(4000);
  });

  it('accepts discount codes in each of the shapes that they come in', () => {
    expect(checkout({ discount_codes: [{ code: 'A' }, 'B', {}, null] }).discountCodes).toEqual([
      'A',
      'B',
    ]);
    expect(checkout({ discount_codes: {} }).discountCodes).toEqual([]);
  });

  it('takes the time of arrival where its own is missing', () => {
    const read = checkout({ created_at: null, updated_at: 'soon' });
    expect(read.updatedAt).toEqual(new Date('2026-11-24T12:00:00Z'));
  });

  it.each([
    ['without token and id', { token: null, id: null }],
    ['without any currency', { currency: null, presentment_currency: 'euro' }],
  ])('is unreadable %s', (_, changes) => {
    const read = normalize(receiptOf('checkouts/create', fixture('checkout', changes)));
    expect(read).toMatchObject({ kind: 'unreadable' });
  });

  it('survives any value in any field', () => {
    const names = Object.keys(fixture('checkout'));
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.jsonValue(), (name, value) => {
        const read = normalize(
          receiptOf('checkouts/update', fixture('checkout', { [name]: value })),
        );
        const lost = read.kind === 'unreadable';
        expect(lost && !['token', 'id', 'currency', 'presentment_currency'].includes(name)).toBe(
          false,
        );
      }),
      { numRuns: 400 },
    );
  });
});
