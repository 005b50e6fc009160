import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createWooCommerceClient, siteUrl } from '#adapters/commerce/woocommerce/index';
import { createHttp, type HttpRequest } from '#adapters/http/request';
import { isVendorFault } from '#core/kernel/vendor-fault';

import { leaveCart, placeOrder, refundOrder } from '../../sandbox/woocommerce/shopper-desk';
import { example } from '../fixtures/woocommerce/protocol-example';
import { startConnectedSite, type ConnectedSite } from '../fixtures/woocommerce/stand-in';
import { withWooCommerceSchemas } from '../support/woocommerce-schemas';

let site: ConnectedSite;
beforeAll(async () => {
  site = await startConnectedSite();
});
afterAll(() => site.close());
beforeEach(() => {
  site.troubles.length = 0;
  site.state.orders.length = 0;
  site.ledger.clear();
});

const detailsOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (isVendorFault(error) ? error.details : error),
  );

const DISCOUNT = {
  code: 'RP-7F3K2Q',
  title: 'Cart recovery',
  value: { kind: 'percentage', percent: 10 },
  validFrom: new Date('2026-11-24T09:00:00Z'),
  validUntil: new Date('2026-11-26T09:00:00Z'),
} as const;

describe('who the client says it is', () => {
  it('is a password over https', async () => {
    const asked: HttpRequest[] = [];
    const client = createWooCommerceClient({
      now: () => new Date(),
      sites: {
        byDomain: () => Promise.resolve({ ...site.access, rest: 'https://shop.example/wp-json/' }),
      },
      http: {
        request: (request) => {
          asked.push(request);
          return Promise.resolve({
            status: 200,
            headers: {},
            body: Buffer.from('[]'),
            url: request.url,
            retryAfterMs: null,
          });
        },
      },
    });
    await client.products('shop.example', null);
    const { consumerKey, consumerSecret } = site.access;
    const pair = Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64');
    expect(asked[0]?.headers?.authorization).toBe(`Basic ${pair}`);
    expect(asked[0]?.url).not.toContain('oauth');
    expect(asked[0]?.guarded).toBe(true);
  });

  it('is an OAuth signature over http, which carries no secret', async () => {
    await site.client.createDiscountCode(site.domain, DISCOUNT);
    const [call] = site.ledger.entries();
    expect(call).toMatchObject({ status: 201, method: 'POST' });
    expect(call?.path).toContain('oauth_signature=');
    expect(JSON.stringify(call)).not.toContain(site.access.consumerSecret);
  });

  it('has its routes in a parameter where the site has no permalinks', () => {
    const url = siteUrl('https://shop.example/?rest_route=/', 'wc/v3/orders', { page: '2' });
    expect(url.search).toBe('?rest_route=%2Fwc%2Fv3%2Forders&page=2');
    expect(siteUrl('https://a.example/en/wp-json/', 'wc/v3/orders').pathname).toBe(
      '/en/wp-json/wc/v3/orders',
    );
  });
});

describe('orders that are asked for', () => {
  it('are all found although one changes while the pages are walked', async () => {
    const from = Date.parse('2026-11-24T09:00:00Z');
    for (let one = 0; one < 230; one += 1) {
      const at = new Date(from + Math.floor(one / 3) * 1000);
      const cart = leaveCart(site.state, site.home, { phone: '3471234567' }, at);
      placeOrder(site.state, cart, 'card', at);
    }
    const since = new Date(from - 60_000);
    const found = new Set<string>();
    let cursor: string | null = null;
    do {
      const page = await site.client.ordersSince(site.domain, since, cursor);
      page.orders.forEach(({ externalId }) => found.add(externalId));
      Object.assign(site.state.orders[0]!, { date_modified_gmt: '2026-11-24T12:00:00' });
      cursor = page.cursor;
    } while (cursor !== null);
    expect(found.size).toBe(230);
  });

  it('of one second, more than a page of them, have an end', async () => {
    const at = new Date('2026-11-24T09:00:00Z');
    const cart = leaveCart(site.state, site.home, { phone: '3471234567' }, at);
    for (let one = 0; one < 201; one += 1) placeOrder(site.state, cart, 'card', at);
    const found = new Set<string>();
    let cursor: string | null = null;
    do {
      const page = await site.client.ordersSince(
        site.domain,
        new Date(at.getTime() - 5000),
        cursor,
      );
      page.orders.forEach(({ externalId }) => found.add(externalId));
      cursor = page.cursor;
    } while (cursor !== null);
    expect(found.size).toBe(201);
  });

  it('come with the dates of their refunds, and without those that are none', async () => {
    const at = new Date('2026-11-24T09:00:00Z');
    const cart = leaveCart(site.state, site.home, { phone: '3471234567' }, at);
    const order = placeOrder(site.state, cart, 'card', at);
    placeOrder(site.state, cart, 'card_declined', at);
    refundOrder(site.state, order, 250, new Date('2026-11-25T10:00:00Z'));
    const { orders } = await site.client.ordersSince(site.domain, new Date(0), null);
    expect(orders.map(({ externalId }) => externalId)).toEqual([String(order.id)]);
    expect(orders[0]?.refunds).toMatchObject([
      { amount: { minor: 250 }, at: new Date('2026-11-25T10:00:00Z') },
    ]);
  });
});

describe('a call that fails', () => {
  it.each([
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { retry: 'after', afterMs: 7_000 },
    ],
    [{ status: 503 }, { retry: 'after', code: 'trouble' }],
    [{ status: 401 }, { retry: 'never', httpStatus: 401 }],
    [{ status: 404 }, { retry: 'never', httpStatus: 404 }],
    [{ status: 301, headers: { location: 'https://elsewhere.example/' } }, { retry: 'never' }],
  ])('says whether it may be tried again: %o', async (trouble, details) => {
    site.troubles.push(trouble);
    const call = site.client.createDiscountCode(site.domain, { ...DISCOUNT, code: 'RP-OTHER' });
    expect(await detailsOf(call)).toMatchObject({ vendor: 'woocommerce', ...details });
  });

  it('ends for good where the store is not connected', async () => {
    expect(await detailsOf(site.client.readShop('other.example'))).toMatchObject({
      code: 'not_connected',
      retry: 'never',
    });
  });

  it('never leaves for an address inside the network that a store named', async () => {
    const http = createHttp({ now: () => new Date() });
    const rest = 'http://169.254.169.254/wp-json/';
    const sites = { byDomain: () => Promise.resolve({ ...site.access, rest }) };
    const client = createWooCommerceClient({ http, sites, now: () => new Date() });
    expect(await detailsOf(client.products('x.example', null))).toMatchObject({
      code: 'blocked-address',
      retry: 'never',
    });
    await http.close();
  });
});

/**
 * Where WooCommerce itself answers otherwise than its schema says: an image's id is a text, a product
 * without parent has no parent's name; and the states of products are made when a site runs.
 */
const KNOWN = /^\/(line_items\/\d+\/(image\/id|parent_name)|status) /;

describe('bodies, beside what WooCommerce publishes', () => {
  withWooCommerceSchemas((schemas) => {
    const objectionsOf: typeof schemas = (resource, value) =>
      schemas(resource, value).filter((objection) => !KNOWN.test(objection));

    it('are taken as a coupon', async () => {
      const fixed = { kind: 'fixed', minor: 550, currency: 'EUR' } as const;
      await site.client.createDiscountCode(site.domain, { ...DISCOUNT, code: 'RP-A' });
      await site.client.createDiscountCode(site.domain, {
        ...DISCOUNT,
        code: 'RP-B',
        value: fixed,
      });
      const bodies = site.ledger.entries().map(({ body }) => body);
      expect(bodies).toHaveLength(2);
      for (const body of bodies) expect(objectionsOf('coupons', body)).toEqual([]);
    });

    it('are what the stand-in answers', () => {
      const at = new Date('2026-11-24T09:00:00Z');
      const cart = leaveCart(site.state, site.home, { phone: '3471234567' }, at);
      const order = placeOrder(site.state, cart, 'card', at);
      const refund = refundOrder(site.state, order, 250, at);
      expect(objectionsOf('orders', order)).toEqual([]);
      expect(objectionsOf('refunds', refund)).toEqual([]);
      const { products, variations } = site.state;
      for (const product of products) expect(objectionsOf('products', product)).toEqual([]);
      for (const one of [...variations.values()].flat()) {
        expect(objectionsOf('variations', one)).toEqual([]);
      }
    });

    it('are those of the examples that the plugin is tested with', () => {
      for (const name of ['order', 'order-failed', 'order-refunded'] as const) {
        expect(objectionsOf('orders', example(name).order), name).toEqual([]);
      }
      const { product, variations } = example('product');
      expect(objectionsOf('products', product)).toEqual([]);
      expect(objectionsOf('variations', (variations as unknown[])[0])).toEqual([]);
    });
  });
});
