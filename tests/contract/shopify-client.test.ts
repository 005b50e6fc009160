import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { normalize, verifyWebhook } from '#adapters/commerce/shopify/index';
import type { OrderSeen } from '#core/commerce/index';
import { VendorFault } from '#core/kernel/vendor-fault';

import type { Parcel } from '../../sandbox/postman';
import { addToCart, openCart } from '../../sandbox/shopify/cart-desk';
import { CATALOG } from '../../sandbox/shopify/catalog';
import { captureContact, openCheckout } from '../../sandbox/shopify/checkout-desk';
import type { Checkout } from '../../sandbox/shopify/state';
import { pay, refundOrder } from '../../sandbox/shopify/order-desk';
import {
  exchangeToken,
  SECRET,
  SHOP,
  startStandIn,
  type StandIn,
} from '../fixtures/shopify/stand-in';
import { tokenMemory, type TokenMemory } from '../fixtures/shopify/token-memory';

let shopify: StandIn;
let tokens: TokenMemory;
let client: ReturnType<StandIn['client']>;

beforeAll(async () => {
  shopify = await startStandIn();
});
afterAll(() => shopify.close());

beforeEach(async () => {
  shopify.faults.clear();
  shopify.parcels.length = 0;
  tokens = tokenMemory();
  await exchangeToken(shopify, tokens);
  client = shopify.client(tokens);
});

const variants = CATALOG.flatMap((product) => product.variants);

/** Somebody fills a cart and leaves a phone. */
async function abandon(lines: number, phone: string) {
  const { world } = shopify;
  const cart = openCart(world, {
    landingSite: '/?rp_click=Jx2lq9nR3b0tW8fYk5mZaQ',
    referringSite: null,
  });
  for (const variant of variants.slice(0, lines)) await addToCart(world, cart, variant.id, 1);
  const checkout = await openCheckout(world, cart);
  await captureContact(world, checkout, { phone, firstName: 'Zoë', country: 'IT' }, true);
  return checkout;
}

const pagesOf = async <Page extends { cursor: string | null }>(
  read: (cursor: string | null) => Promise<Page>,
): Promise<Page[]> => {
  const pages: Page[] = [];
  for (let cursor: string | null = null; ;) {
    const page = await read(cursor);
    pages.push(page);
    if (page.cursor === null) return pages;
    cursor = page.cursor;
  }
};

function readParcel({ headers, body }: Parcel) {
  const verdict = verifyWebhook(Buffer.from(body), headers, ['other', SECRET]);
  if (verdict.kind !== 'verified') throw new Error(verdict.reason);
  return normalize({ ...verdict, receivedAt: shopify.now(), body: Buffer.from(body) });
}

/** The last orders/updated webhook, in our words. */
function orderTold(): OrderSeen {
  const parcel = shopify.parcels.filter(({ topic }) => topic === 'orders/updated').at(-1);
  const read = parcel ? readParcel(parcel) : null;
  const fact = read?.kind === 'facts' ? read.facts[0] : null;
  if (fact?.kind !== 'order') throw new Error('no order was told');
  return fact.order;
}

/**
 * Webhooks carry whole seconds, the API milliseconds; languages differ in their source. The checkbox
 * is told by webhooks alone.
 */
const comparable = ({ placedAt, updatedAt, refunds, contact, ...order }: OrderSeen) => ({
  ...order,
  acceptsMarketing: null,
  placedAt: Math.floor(placedAt.getTime() / 1000),
  updatedAt: Math.floor(updatedAt.getTime() / 1000),
  refunds: refunds.map(({ at, ...refund }) => ({ ...refund, at: Math.floor(at.getTime() / 1000) })),
  phone: contact.phoneRaw,
  person: contact.externalCustomerId,
});

const detailsOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof VendorFault ? error.details : error),
  );

describe('the client against the stand-in that runs Shopify’s own schema', () => {
  it('reads the shop', async () => {
    expect(await client.readShop(SHOP)).toEqual({
      platform: 'shopify',
      domain: SHOP,
      name: 'Bottega Demo',
      currency: 'EUR',
      timeZone: 'Europe/Rome',
      countryCode: 'IT',
      locale: expect.stringMatching(/^[a-z]{2}/) as string,
    });
  });

  it('reads photos and compare-at prices of variants, and leaves unknown ones out', async () => {
    const reduced = variants.find(({ compareAt }) => compareAt !== null);
    const plain = variants.find(({ compareAt }) => compareAt === null);
    const ids = [reduced, plain].map((variant) => String(variant?.id));
    const details = await client.variantDetails(SHOP, [...ids, '1', ids[0] ?? '']);
    expect(details.map(({ variantId }) => variantId).sort()).toEqual([...ids].sort());
    const found = details.find(({ variantId }) => variantId === ids[0]);
    expect(found?.imageUrl).toMatch(/^http/);
    expect(Number(found?.compareAtPrice) * 100).toBe(reduced?.compareAt);
    expect(details.find(({ variantId }) => variantId === ids[1])?.compareAtPrice).toBeNull();
  });

  it('makes a discount code once and takes “taken” for success', async () => {
    const discount = {
      code: 'RP-7F3K2Q',
      title: 'Cart recovery',
      value: { kind: 'percentage', percent: 10 },
      validFrom: shopify.now(),
      validUntil: new Date(shopify.now().getTime() + 86_400_000),
    } as const;
    await client.createDiscountCode(SHOP, discount);
    await client.createDiscountCode(SHOP, discount);
    const made = [...shopify.world.state.discounts.values()].filter(
      ({ code }) => code === 'RP-7F3K2Q',
    );
    expect(made).toMatchObject([{ percent: 0.1, usageLimit: 1, oncePerCustomer: true }]);
  });

  it('makes a code for an amount of money', async () => {
    await client.createDiscountCode(SHOP, {
      code: 'RP-FIXED',
      title: 'Cart recovery',
      value: { kind: 'fixed', minor: 500, currency: 'EUR' },
      validFrom: shopify.now(),
      validUntil: new Date(shopify.now().getTime() + 86_400_000),
    });
    const made = [...shopify.world.state.discounts.values()].find(
      ({ code }) => code === 'RP-FIXED',
    );
    expect(made?.amount).toBe(500);
  });

  it('finds what webhooks lost: every abandoned checkout with all of its items', async () => {
    const since = new Date(shopify.now().getTime() - 60_000);
    const made: Checkout[] = [];
    for (let index = 0; index < 10; index += 1) {
      made.push(await abandon(index === 0 ? variants.length : 1, `+3934712345${10 + index}`));
    }
    shopify.advance(120);
    const pages = await pagesOf((cursor) => client.checkoutsSince(SHOP, since, cursor));
    const found = pages.flatMap(({ checkouts }) => checkouts);
    expect(pages.length).toBeGreaterThan(1);
    expect(found.map(({ externalId }) => externalId).sort()).toEqual(
      made.map(({ token }) => token).sort(),
    );
    const full = found.find(({ externalId }) => externalId === made[0]?.token);
    expect(full?.lineItems).toHaveLength(variants.length);
    expect(full?.contact).toMatchObject({ phoneRaw: '+393471234510', countryCode: 'IT' });
    expect(await client.checkoutsSince(SHOP, shopify.now(), null)).toMatchObject({ checkouts: [] });
  });

  it('reads the whole catalogue', async () => {
    const { products } = await client.products(SHOP, null);
    expect(products.map(({ title }) => title)).toEqual(CATALOG.map(({ title }) => title));
  });

  it('goes on without the checkouts whose recovery address is withheld', async () => {
    const since = shopify.now();
    shopify.faults.add('shopify', 'null-recovery-url', 1);
    await abandon(1, '+393471239999');
    shopify.advance(120);
    const page = await client.checkoutsSince(SHOP, since, null);
    expect(page).toEqual({ checkouts: [], cursor: null });
  });

  it('reads from polling what the webhook of the same order said, refunds included', async () => {
    const since = shopify.now();
    const checkout = await abandon(2, '+393471231111');
    const outcome = await pay(shopify.world, checkout, 'card');
    if (!outcome.ok) throw new Error(outcome.reason);
    await refundOrder(shopify.world, outcome.order, 100);
    const { orders } = await client.ordersSince(SHOP, since, null);
    // The stand-in knows no visits, so only the webhook has a landing page with the click token.
    const { clickToken, ...told } = orderTold();
    expect(clickToken).toBe('Jx2lq9nR3b0tW8fYk5mZaQ');
    expect(told.payment).toBe('partially_refunded');
    expect(orders.map(comparable)).toEqual([comparable({ ...told, clickToken: null })]);
  });

  it('understands every webhook that the stand-in sends', async () => {
    const checkout = await abandon(1, '+393471232222');
    await pay(shopify.world, checkout, 'cash_on_delivery');
    expect(shopify.parcels.length).toBeGreaterThan(3);
    for (const parcel of shopify.parcels) {
      const read = readParcel(parcel);
      expect(read.kind, parcel.topic).toBe('facts');
      expect(JSON.stringify(read)).not.toContain('"ignored"');
    }
  });

  it('reads WhatsApp consent and writes an opt-out back', async () => {
    const checkout = await abandon(1, '+393471233333');
    const customer = String(checkout.customerId);
    expect(await client.readWhatsAppConsent(SHOP, customer)).toMatchObject({ state: 'granted' });
    const at = new Date(shopify.now().getTime() - 1000);
    await client.writeWhatsAppConsent(SHOP, customer, { state: 'withdrawn', at });
    expect(await client.readWhatsAppConsent(SHOP, customer)).toMatchObject({ state: 'withdrawn' });
    await client.writeWhatsAppConsent(SHOP, customer, { state: 'granted', at: shopify.now() });
    expect(await client.readWhatsAppConsent(SHOP, customer)).toMatchObject({ state: 'granted' });
    expect(await client.readWhatsAppConsent(SHOP, '404')).toBeNull();
  });

  it('gets a new token when Shopify has ended the old one, and waits out a throttle', async () => {
    const before = (await tokens.read(SHOP))?.accessToken;
    shopify.faults.add('shopify', 'token-expired', 1);
    expect((await client.readShop(SHOP)).name).toBe('Bottega Demo');
    expect((await tokens.read(SHOP))?.accessToken).not.toBe(before);
    shopify.faults.add('shopify', 'throttled', 2);
    expect((await client.readShop(SHOP)).name).toBe('Bottega Demo');
  });

  it('says that it may come back after an outage', async () => {
    shopify.faults.add('shopify', 'http-500', 1);
    expect(await detailsOf(client.readShop(SHOP))).toMatchObject({
      code: 'http_500',
      retry: 'after',
    });
  });

  it('stops for good when the merchant has removed the app', async () => {
    await shopify.uninstall();
    expect(await detailsOf(client.readShop(SHOP))).toMatchObject({
      code: 'reauthorize',
      retry: 'never',
    });
  });
});
