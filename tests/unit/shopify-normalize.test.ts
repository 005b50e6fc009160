import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { COMPLIANCE_TOPICS, normalize, TOPICS } from '#adapters/commerce/shopify/index';

import { fixture, receiptOf, type FixtureName, type Json } from '../fixtures/shopify/fixture';

const read = (topic: string, name: FixtureName, changes: Json = {}) =>
  normalize(receiptOf(topic, fixture(name, changes)));

const factOf = (topic: string, name: FixtureName, changes: Json = {}) => {
  const outcome = read(topic, name, changes);
  if (outcome.kind !== 'facts') throw new Error(outcome.reason);
  return outcome.facts[0];
};

const CONSENT = 'customers_whats_app_marketing_consent/update';

describe('a customer', () => {
  it('is recognised by id, e-mail and phone', () => {
    expect(factOf('customers/update', 'customer')).toMatchObject({
      kind: 'customer',
      contact: {
        externalCustomerId: '7012345678901',
        email: 'zoe@example.com',
        phoneRaw: '+393471234567',
        countryCode: 'IT',
      },
      updatedAt: new Date('2026-11-20T17:30:02Z'),
    });
  });
});

describe('WhatsApp consent kept by Shopify', () => {
  it('is granted at the time that Shopify names', () => {
    expect(factOf(CONSENT, 'whats-app-consent')).toMatchObject({
      kind: 'whatsapp_consent',
      state: 'granted',
      contact: { externalCustomerId: '7012345678901', phoneRaw: '+393471234567' },
      at: new Date('2026-11-21T09:11:12Z'),
    });
  });

  it.each([
    ['the other spelling', { whatsapp_marketing_consent: { state: 'UNSUBSCRIBED' } }],
    ['no record', { state: 'unsubscribed' }],
    ['a customer inside', { customer_id: null, customer: { id: 7 }, state: 'redacted' }],
  ])('is withdrawn in a body with %s', (_, changes) => {
    const body = { whats_app_marketing_consent: null, ...changes };
    expect(factOf(CONSENT, 'whats-app-consent', body)).toMatchObject({ state: 'withdrawn' });
  });

  it.each(['pending', 'not_subscribed', 'NEVER_SUBSCRIBED'])(
    'stays untouched by the state %s',
    (state) => {
      const body = { whats_app_marketing_consent: { state } };
      expect(factOf(CONSENT, 'whats-app-consent', body)).toMatchObject({ kind: 'ignored' });
    },
  );

  it('is unreadable without a person', () => {
    const nobody = { customer_id: null, phone: null };
    expect(read(CONSENT, 'whats-app-consent', nobody).kind).toBe('unreadable');
  });
});

describe('a product', () => {
  it('is read with its variants, their photos and what they were reduced from', () => {
    expect(factOf('products/update', 'product')).toMatchObject({
      product: {
        externalId: '8273463967958',
        status: 'active',
        imageUrl: 'https://cdn.shopify.com/s/files/1/tazza.jpg?v=1',
        variants: [
          { externalId: '44843037917398', compareAtPrice: '24.00', imageUrl: null, inStock: true },
          {
            externalId: '44843037917400',
            compareAtPrice: null,
            imageUrl: 'https://cdn.shopify.com/s/files/1/tazza-blu.jpg?v=1',
            inStock: false,
          },
        ],
      },
    });
  });

  it('is deleted by its id alone', () => {
    expect(normalize(receiptOf('products/delete', { id: 8273463967958 }))).toEqual({
      kind: 'facts',
      facts: [{ kind: 'product_deleted', externalId: '8273463967958' }],
    });
  });
});

describe('the life of the installation', () => {
  it('is told by app and compliance topics', () => {
    expect(normalize(receiptOf('app/uninstalled', { id: 1 }))).toMatchObject({
      facts: [{ kind: 'app_uninstalled' }],
    });
    expect(factOf('app/scopes_update', 'scopes-update')).toEqual({
      kind: 'scopes_changed',
      scopes: ['read_orders', 'write_discounts'],
    });
    expect(factOf('shop/redact', 'shop-redact')).toEqual({ kind: 'shop_redact' });
  });

  it('includes requests about one person', () => {
    expect(factOf('customers/data_request', 'data-request')).toMatchObject({
      kind: 'data_request',
      requestId: '9999',
      contact: { externalCustomerId: '7012345678901', email: 'zoe@example.com' },
    });
    expect(factOf('customers/redact', 'customers-redact')).toMatchObject({
      kind: 'customer_redact',
      orderExternalIds: ['820982911946154', '820982911946155'],
    });
  });
});

describe('what can’t be read', () => {
  it('is kept: an unknown topic is ignored with its name', () => {
    expect(normalize(receiptOf('themes/publish', { id: 1 }))).toEqual({
      kind: 'facts',
      facts: [{ kind: 'ignored', reason: 'unknown topic themes/publish' }],
    });
  });

  it('understands the other spelling of a topic', () => {
    expect(read('CHECKOUTS_CREATE', 'checkout').kind).toBe('facts');
  });

  it.each([
    ['no JSON', Buffer.from('{"id":1')],
    ['a list', Buffer.from('[]')],
    ['a word', Buffer.from('"hello"')],
    ['nothing', Buffer.alloc(0)],
    ['bytes', Buffer.from([0xff, 0x00])],
  ])('is unreadable when the body is %s', (_, body) => {
    expect(normalize(receiptOf('orders/create', body))).toMatchObject({ kind: 'unreadable' });
  });

  it('never throws, whatever JSON comes under whatever topic', () => {
    const topics = fc.constantFrom(...TOPICS, ...COMPLIANCE_TOPICS);
    fc.assert(
      fc.property(topics, fc.jsonValue(), (topic, payload) => {
        expect(['facts', 'unreadable']).toContain(normalize(receiptOf(topic, payload)).kind);
      }),
      { numRuns: 500 },
    );
  });
});
