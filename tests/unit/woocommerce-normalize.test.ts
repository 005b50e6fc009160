import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CORE_TOPICS, PLUGIN_TOPICS } from '#adapters/commerce/woocommerce/index';

import { example, exampleWith } from '../fixtures/woocommerce/protocol-example';
import { factOf, factsOf, read } from '../fixtures/woocommerce/read-facts';

describe('the other topics', () => {
  it('tell a product with its variations, and one without as its own variant', () => {
    const { product } = factOf('product', 'product', example('product'));
    expect(product).toMatchObject({
      externalId: '12',
      status: 'active',
      imageUrl: 'https://shop.example/wp-content/uploads/lampada.jpg',
      variants: [
        { externalId: '15', title: 'Blu', price: '49.90', compareAtPrice: '59.90', inStock: true },
      ],
    });
    const simple = exampleWith('product', 'product', {
      type: 'simple',
      stock_status: 'outofstock',
    });
    const alone = factOf('product', 'product', { ...simple, variations: [] }).product;
    expect(alone.variants).toMatchObject([{ externalId: '12', price: '49.90', inStock: false }]);
  });

  it('tell a deletion, a disconnection and how the store describes itself', () => {
    expect(factsOf('product-deleted', example('product-deleted'))).toEqual([
      { kind: 'product_deleted', externalId: '12' },
    ]);
    expect(factsOf('disconnected', example('disconnected'))).toEqual([{ kind: 'app_uninstalled' }]);
    expect(factsOf('site', example('site'))).toEqual([
      {
        kind: 'store_described',
        details: {
          platform: 'woocommerce',
          domain: 'shop.example',
          name: 'Ripresa Shop',
          currency: 'EUR',
          timeZone: 'Europe/Rome',
          countryCode: 'IT',
          locale: 'it-IT',
        },
      },
    ]);
  });

  it.each([
    ['+02:00', 'Etc/GMT-2'],
    ['-05:00', 'Etc/GMT+5'],
    ['+05:30', 'Asia/Kolkata'],
    ['Nowhere/Atall', 'UTC'],
    [null, 'UTC'],
  ])('name the time zone %s as %s', (timeZone, expected) => {
    const { details } = factOf(
      'store_described',
      'site',
      exampleWith('site', 'site', { timeZone }),
    );
    expect(details.timeZone).toBe(expected);
  });

  it('tell a decision of the account page as the person’s, another plugin’s as the store’s', () => {
    const own = factOf('whatsapp_consent', 'consent', example('consent'));
    expect(own).toMatchObject({ state: 'withdrawn', act: { source: 'account_page' } });
    const other = exampleWith('consent', 'consent', { source: 'filter', state: 'granted' });
    expect(factOf('whatsapp_consent', 'consent', other).act).toBeUndefined();
  });

  it('tell whom to forget, by each of the phones', () => {
    const two = exampleWith('customer-erased', 'customerErased', { phones: ['347 1', '348 2'] });
    const contacts = factsOf('customer-erased', two).map((fact) =>
      fact.kind === 'customer_redact' ? [fact.contact.email, fact.contact.phoneRaw] : null,
    );
    expect(contacts).toEqual([
      ['ada@example.com', '347 1'],
      [null, '348 2'],
    ]);
  });
});

describe('what can’t be used', () => {
  it.each([
    ['cart', 'not json', 'the body is not a JSON object'],
    ['cart', { version: 2, cart: {} }, 'a version of the protocol that is not known'],
    ['cart', { version: 1, cart: { token: 'x' } }, 'a cart without currency'],
    ['cart', { version: 1, cart: 5 }, 'not a cart'],
    ['order', { version: 1, order: { id: 1, currency: 'EUR' } }, 'an order without a total'],
    ['order', { version: 1 }, 'not an order'],
    ['product', { version: 1, product: {} }, 'a product without id'],
    ['product-deleted', { version: 1 }, 'a deletion without id'],
    ['consent', { version: 1, consent: { state: 'granted' } }, 'a consent of nobody'],
    ['customer-erased', { version: 1 }, 'an erasure of nobody'],
    ['site', { version: 1, site: { homeUrl: 'https://shop.example' } }, 'a site without currency'],
  ])('is unreadable with its reason: %s %o', (topic, body, reason) => {
    expect(read(topic, body)).toEqual({ kind: 'unreadable', reason });
  });

  it('is ignored when its topic is not known', () => {
    expect(factsOf('coupon.created', { id: 1 })).toMatchObject([{ kind: 'ignored' }]);
  });

  it('never throws, whatever JSON comes under whatever topic', () => {
    const topics = fc.constantFrom(...PLUGIN_TOPICS, ...CORE_TOPICS);
    const subject = fc.constantFrom(
      'cart',
      'order',
      'product',
      'consent',
      'customerErased',
      'site',
    );
    const body = fc.tuple(subject, fc.jsonValue(), fc.jsonValue());
    fc.assert(
      fc.property(topics, body, (topic, [name, value, refunds]) => {
        expect(read(topic, { version: 1, [name]: value, refunds }).kind).toMatch(
          /facts|unreadable/,
        );
      }),
    );
  });

  const cases = [
    ['cart', 'cart'],
    ['order', 'order'],
    ['product', 'product'],
  ] as const;
  it.each(cases)('survives any value in any field of a %s', (name, subject) => {
    const fields = Object.keys(example(name)[subject] as object);
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue(), (field, value) => {
        const odd = exampleWith(name, subject, { [field]: value });
        expect(read(name, odd).kind).toMatch(/facts|unreadable/);
      }),
    );
  });
});
