import { describe, expect, it } from 'vitest';
import { normalize } from '#adapters/commerce/shopify/index';
import { readContact } from '#core/commerce/index';
import { fixture, receiptOf } from '../../fixtures/shopify/fixture';
import type { FixtureName, Json } from '../../fixtures/shopify/fixture';

/** What is made of the phones of a webhook, in an Italian store. */
function phoneOf(topic: string, name: FixtureName, changes: Json) {
  const read = normalize(receiptOf(topic, fixture(name, changes)));
  const [fact] = read.kind === 'facts' ? read.facts : [];
  if (fact?.kind === 'checkout') return readContact(fact.checkout.contact, 'IT');
  if (fact?.kind === 'order') return readContact(fact.order.contact, 'IT');
  if (fact && 'contact' in fact) return readContact(fact.contact, 'IT');
  throw new Error('no contact was read');
}

const GOOD = '+39 347 123 4567';
const TAKEN = { phone: '+393471234567', phoneProblem: null };
const nobody = {
  ...{ phone: null, sms_marketing_phone: null, customer: null },
  ...{ shipping_address: null, billing_address: null },
};

describe('a phone that can’t be one', () => {
  it.each([
    ['too short', '123', { shipping_address: { phone: GOOD, country_code: 'IT' } }],
    ['a country code alone', '+39', { customer: { id: 7, phone: GOOD } }],
    ['words', 'none', { sms_marketing_phone: GOOD }],
    [
      'one of several',
      '0',
      { billing_address: { phone: '12', country_code: 'IT' }, customer: { id: 7, phone: GOOD } },
    ],
  ])('hides no good one of the same checkout or order: %s', (_what, phone, elsewhere) => {
    const changes = { ...nobody, phone, ...elsewhere };
    expect(phoneOf('checkouts/create', 'checkout', changes)).toMatchObject(TAKEN);
    expect(phoneOf('orders/create', 'order', changes)).toMatchObject(TAKEN);
  });

  it('hides no good one of the same customer', () => {
    const changes = { phone: '123', default_address: { phone: GOOD, country_code: 'IT' } };
    expect(phoneOf('customers/update', 'customer', changes)).toMatchObject(TAKEN);
  });

  it('hides no good one of the customer who consented', () => {
    const changes = { phone: '+39', customer: { id: 7, phone: GOOD } };
    const topic = 'customers_whats_app_marketing_consent/update';
    expect(phoneOf(topic, 'whats-app-consent', changes)).toMatchObject(TAKEN);
  });

  it('is told by its own problem where no other place has a better one', () => {
    const shipping = { phone: '+39 347 123 4567 8901 2345', country_code: 'IT' };
    const changes = { ...nobody, phone: '+39 12', shipping_address: shipping };
    expect(phoneOf('checkouts/create', 'checkout', changes)).toMatchObject({
      phone: null,
      phoneProblem: 'The number is too short for its country.',
    });
  });
});

describe('a phone without a country code', () => {
  it('is read in the country of its own address, which then is the shopper’s', () => {
    const changes = {
      ...nobody,
      phone: '12',
      billing_address: { country_code: 'IT' },
      shipping_address: { phone: '0151 23456789', country_code: 'DE' },
    };
    expect(phoneOf('checkouts/create', 'checkout', changes)).toMatchObject({
      phone: '+4915123456789',
      countryCode: 'DE',
    });
  });

  it('is the first good one, whatever comes behind it', () => {
    const changes = {
      ...{ ...nobody, phone: '347 123 4567' },
      billing_address: { country_code: 'IT' },
      shipping_address: { phone: '+4915123456789', country_code: 'DE' },
    };
    const read = phoneOf('orders/create', 'order', changes);
    expect(read).toMatchObject({ ...TAKEN, countryCode: 'IT' });
  });
});
