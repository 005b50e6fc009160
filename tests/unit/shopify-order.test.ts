import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { normalize } from '#adapters/commerce/shopify/index';
import type { OrderSeen } from '#core/commerce/index';

import { fixture, moneySet, receiptOf, type Json } from '../fixtures/shopify/fixture';

const TOKEN = 'Jx2lq9nR3b0tW8fYk5mZaQ';

function order(changes: Json = {}, topic = 'orders/updated'): OrderSeen {
  const read = normalize(receiptOf(topic, fixture('order', changes)));
  const fact = read.kind === 'facts' ? read.facts[0] : null;
  if (fact?.kind !== 'order') throw new Error(JSON.stringify(read));
  return fact.order;
}

describe('an order', () => {
  it.each(['orders/create', 'orders/updated', 'orders/paid', 'orders/cancelled'])(
    'is read alike from %s',
    (topic) => {
      expect(order({}, topic)).toMatchObject({
        externalId: '820982911946154',
        name: '#1042',
        checkoutToken: '84ad78572dae52a8cbea7d55371afe89',
        cartToken: 'hWN1cgNMicmfHS0VKe0sUGHp',
        clickToken: TOKEN,
        total: { minor: 6637, currency: 'EUR' },
        currentTotal: { minor: 6637, currency: 'EUR' },
        payment: 'paid',
        discountCodes: ['BENVENUTO10'],
        refunds: [],
        placedAt: new Date('2026-11-21T18:02:10Z'),
        cancelledAt: null,
        acceptsMarketing: true,
        fromDraft: false,
      });
    },
  );

  it('is counted in the shop’s currency whatever the shopper paid with', () => {
    const read = order({
      presentment_currency: 'USD',
      total_price: '99.99',
      total_price_set: moneySet('66.37', 'EUR', '77.00', 'USD'),
      current_total_price_set: moneySet('60.00', 'EUR', '69.60', 'USD'),
    });
    expect(read.total).toEqual({ minor: 6637, currency: 'EUR' });
    expect(read.currentTotal).toEqual({ minor: 6000, currency: 'EUR' });
  });

  it('falls back to the plain amounts, taxes included or not', () => {
    const plain = { total_price_set: null, current_total_price_set: null };
    const read = order({ ...plain, taxes_included: false, current_total_price: '50.00' });
    expect(read.total.minor).toBe(6637);
    expect(read.currentTotal.minor).toBe(5000);
    expect(order({ ...plain, current_total_price: null }).currentTotal.minor).toBe(6637);
  });

  it('shrinks with an edit and keeps what it was placed for', () => {
    const read = order({ current_total_price_set: moneySet('37.87', 'EUR') });
    expect([read.total.minor, read.currentTotal.minor]).toEqual([6637, 3787]);
  });

  it.each([
    ['pending', { financial_status: 'pending', payment_gateway_names: ['Cash on Delivery (COD)'] }],
    ['pending', { financial_status: null }],
    ['pending', { financial_status: 'something new' }],
    ['authorized', { financial_status: 'authorized' }],
    ['partially_refunded', { financial_status: 'partially_refunded' }],
    ['voided', { financial_status: 'voided' }],
    ['voided', { financial_status: 'EXPIRED' }],
  ])('is %s when Shopify says %j', (state, changes) => {
    expect(order(changes).payment).toBe(state);
  });

  it('knows when it was made from a draft', () => {
    expect(order({ source_name: 'shopify_draft_order' }).fromDraft).toBe(true);
  });

  it('is placed when it was processed, for orders imported later', () => {
    const imported = order({
      created_at: '2026-11-21T19:02:11+01:00',
      processed_at: '2024-02-01T10:00:00Z',
    });
    expect(imported.placedAt).toEqual(new Date('2024-02-01T10:00:00Z'));
  });

  it('of a company belongs to the person who bought', () => {
    const company = { id: 15, location_id: 3 };
    expect(order({ company, po_number: 'PO-7' }).contact.email).toBe('zoe@example.com');
  });

  it('keeps an id that JavaScript can’t count to', () => {
    const sample = '{"id":820982911946154508}';
    const admin_graphql_api_id = 'gid://shopify/Order/820982911946154508';
    expect(order({ ...(JSON.parse(sample) as Json), admin_graphql_api_id }).externalId).toBe(
      '820982911946154508',
    );
  });

  it.each([
    ['a whole address', { landing_site: `https://x.example/cart/1:1?a=1&rp_click=${TOKEN}#top` }],
    [
      'an attribute',
      { landing_site: null, note_attributes: [{ name: 'ripresa_click', value: TOKEN }] },
    ],
  ])('carries its click token in %s', (_, changes) => {
    expect(order(changes).clickToken).toBe(TOKEN);
  });

  it.each([
    ['nothing', null],
    ['something else', '/?rp_click='],
    ['too much', `/?rp_click=${'x'.repeat(300)}`],
    ['a script', '/?rp_click=%3Cscript%3Ealert(1)%3C/script%3E'],
  ])('has no click token when its landing page carries %s', (_, landing_site) => {
    expect(order({ landing_site }).clickToken).toBeNull();
  });

  it('is unreadable only without an id or an amount', () => {
    const unreadable = (changes: Json) =>
      normalize(receiptOf('orders/create', fixture('order', changes))).kind;
    expect(unreadable({ id: null, admin_graphql_api_id: null })).toBe('unreadable');
    expect(unreadable({ total_price: null, total_price_set: null })).toBe('unreadable');
    expect(unreadable({ total_price: null })).toBe('facts');
  });

  it('survives any value in any field', () => {
    const names = Object.keys(fixture('order')).filter((name) => name !== 'id');
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.jsonValue(), (name, value) => {
        expect(normalize(receiptOf('orders/paid', fixture('order', { [name]: value }))).kind).toBe(
          'facts',
        );
      }),
      { numRuns: 400 },
    );
  });
});
