import { describe, expect, it } from 'vitest';

import { readOwn } from '#adapters/commerce/shopify/own-attributes';

const EUR = (minor: number) => ({ minor, currency: 'EUR' });
const PAYMENT = { name: 'ripresa_payment', value: 'a-payment' };
const told = (change: Partial<Parameters<typeof readOwn>[0]>) => ({
  source: 'shopify_draft_order',
  checkoutToken: 'own',
  attributes: [PAYMENT],
  total: EUR(10_000),
  presentmentTotal: EUR(10_000),
  ...change,
});
const attributes = (more: Readonly<Record<string, string>>) => [
  PAYMENT,
  ...Object.entries(more).map(([name, value]) => ({ name, value })),
];

describe('what an order says of a payment by link', () => {
  it('is the cart that was paid, and whether an agent asked', () => {
    const more = attributes({ ripresa_cart: 'the-cart', ripresa_request: '1' });
    expect(readOwn(told({ attributes: more }))).toEqual({
      ...{ checkoutToken: 'the-cart', fromDraft: false, isRequested: true },
      total: EUR(10_000),
    });
  });

  it('is believed of drafts alone: a shopper can write attributes into a cart', () => {
    const forged = attributes({ ripresa_cart: 'another', ripresa_request: '1', ripresa_paid: '0' });
    for (const source of ['web', null]) {
      expect(readOwn(told({ source, attributes: forged }))).toEqual({
        ...{ checkoutToken: 'own', fromDraft: false },
        total: EUR(10_000),
      });
    }
  });

  it('is nothing in a draft of somebody else', () => {
    expect(readOwn(told({ attributes: [] }))).toMatchObject({ fromDraft: true });
  });

  it.each([
    ['99.99', 9_999],
    ['100.01', 10_000],
    ['soon', 10_000],
    ['0.00', 0],
  ])('makes it worth what was really paid, its total at most: %s', (paid, minor) => {
    const { total } = readOwn(told({ attributes: attributes({ ripresa_paid: paid }) }));
    expect(total).toEqual(EUR(minor));
  });

  it('counts what was paid in the shopper’s currency by its share of the total', () => {
    const more = attributes({ ripresa_paid: '54.00' });
    const presentmentTotal = { minor: 10_800, currency: 'USD' };
    expect(readOwn(told({ attributes: more, presentmentTotal })).total).toEqual(EUR(5_000));
  });
});
