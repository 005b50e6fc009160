import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { LineItem, OutsideSales } from '#core/commerce/index';

import { CATALOG } from '../../sandbox/shopify/catalog';
import { cartOf, item, saleOf, UNSAID } from '../fixtures/sales';
import { exchangeToken, SHOP, startStandIn, type StandIn } from '../fixtures/shopify/stand-in';
import { tokenMemory } from '../fixtures/shopify/token-memory';

const POT = CATALOG[0]?.variants[0]?.id ?? 0;
const pot = (change: Partial<LineItem> = {}): LineItem => ({
  ...item('1', String(POT), 1),
  ...change,
});

async function sellerOf(shopify: StandIn, client = shopify.client): Promise<OutsideSales> {
  const tokens = tokenMemory();
  await exchangeToken(shopify, tokens);
  const sales = client(tokens).outsideSales;
  if (!sales) throw new Error('nothing is sold outside of the checkout');
  return sales;
}

describe('a Shopify app of a merchant’s own', () => {
  let shopify: StandIn;
  let sales: OutsideSales;
  beforeAll(async () => {
    shopify = await startStandIn('custom');
    sales = await sellerOf(shopify);
  });
  afterAll(() => shopify.close());
  beforeEach(() => {
    shopify.world.state.shelf.clear();
    shopify.world.state.shelf.set(POT, { requiresShipping: false });
  });

  it('leaves an item with the shopper’s own words to the checkout', async () => {
    const engraved = cartOf(pot({ isCustomised: true }));
    expect(await sales.quote(SHOP, engraved, UNSAID)).toEqual({ kind: 'checkout_only' });
  });

  it('leaves a currency that the store has no prices in to the checkout', async () => {
    const cart = { ...cartOf(pot()), total: { minor: 1, currency: 'USD' } };
    expect(await sales.quote(SHOP, cart, UNSAID)).toEqual({ kind: 'checkout_only' });
  });

  it('counts the same variant in two lines as one', async () => {
    shopify.world.state.shelf.set(POT, { requiresShipping: false, stock: 1 });
    const twice = cartOf(pot(), pot());
    expect(await sales.quote(SHOP, twice, UNSAID)).toMatchObject({
      kind: 'unavailable',
      missing: [{ why: 'too_few' }],
    });
  });

  it('makes no second order where two drafts came to be for one payment', async () => {
    const quoted = await sales.quote(SHOP, cartOf(pot()), UNSAID);
    if (quoted.kind !== 'priced') throw new Error(quoted.kind);
    const sale = saleOf('019ad2b0-0000-7000-8000-000000000001', quoted.quote);
    shopify.faults.add('shopify', 'answer-lost:draftOrderCreate', 1);
    await sales.placeOrder(SHOP, sale).catch(() => null);
    const { drafts, orders } = shopify.world.state;
    const [first] = drafts.values();
    if (!first) throw new Error('no draft was made');
    drafts.set(first.id + 1_000_000, { ...first, id: first.id + 1_000_000 });
    await sales.placeOrder(SHOP, sale);
    await sales.placeOrder(SHOP, sale);
    expect([...drafts.values()].map(({ orderId }) => orderId !== null)).toEqual([true, false]);
    expect(orders.size).toBe(1);
  });

  it('writes a refund down with a key, without which Shopify takes none', async () => {
    const sent = JSON.stringify(shopify.requests.entries().map(({ body }) => body));
    expect(sent).not.toContain('refundCreate');
    const quoted = await sales.quote(SHOP, cartOf(pot()), UNSAID);
    if (quoted.kind !== 'priced') throw new Error(quoted.kind);
    const sale = saleOf('019ad2b0-0000-7000-8000-000000000002', quoted.quote);
    const { order } = await sales.placeOrder(SHOP, sale);
    await sales.noteRefund(SHOP, order.externalId, { minor: 100, currency: 'EUR' });
    const keys = shopify.requests.entries().flatMap(({ body }) => {
      const { variables } = body as { variables?: { key?: string } };
      return variables?.key ?? [];
    });
    expect(keys).toEqual([`ripresa-refund-${order.externalId}-100`]);
  });
});

describe('a Shopify app that was installed before it asked for the scopes of payments', () => {
  it('leaves carts to the checkout', async () => {
    const shopify = await startStandIn('app-store');
    const sales = await sellerOf(shopify, shopify.clientOf('custom'));
    expect(await sales.quote(SHOP, cartOf(pot()), UNSAID)).toEqual({ kind: 'checkout_only' });
    await shopify.close();
  });
});

describe('a Shopify app from the App Store', () => {
  it('sells nothing outside of Shopify’s checkout', async () => {
    const shopify = await startStandIn();
    expect(shopify.client(tokenMemory()).outsideSales).toBeNull();
    await shopify.close();
  });
});
