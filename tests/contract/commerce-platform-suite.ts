import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { StorePlatform } from '#adapters/commerce/registry';
import type { Cart } from '#core/commerce/index';
import { isVendorFault } from '#core/kernel/vendor-fault';

/** A store of some platform, real HTTP, with shoppers and troubles in it. */
export interface PlatformRig {
  readonly platform: StorePlatform;
  readonly domain: string;
  /** The store's own time. */
  readonly now: () => Date;
  /** Before each test: no trouble is left over. */
  readonly reset: () => Promise<void>;
  /** A shopper leaves a phone at a checkout; answers what names the cart. */
  readonly abandon: (phone: string) => Promise<{ readonly externalId: string }>;
  /** The cart that was left is bought; answers the order's id. */
  readonly buy: (
    cart: { readonly externalId: string },
    payment: 'card' | 'cash_on_delivery',
  ) => Promise<string>;
  readonly refund: (order: string, minor: number) => Promise<void>;
  /** A variant that is reduced, one that is not, both with a photo. */
  readonly variants: { readonly reduced: string; readonly plain: string };
  /** Titles of all products. */
  readonly titles: readonly string[];
  readonly codes: () => readonly string[];
  /** The next call finds the store broken. */
  readonly breakOnce: () => void;
  /** The merchant takes our access away. */
  readonly refuse: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const DAY_MS = 86_400_000;

const walk = async <Page extends { cursor: string | null }>(
  read: (cursor: string | null) => Promise<Page>,
): Promise<Page[]> => {
  const pages: Page[] = [];
  for (let cursor: string | null = null; pages.length < 50;) {
    const page = await read(cursor);
    pages.push(page);
    if (page.cursor === null) return pages;
    cursor = page.cursor;
  }
  throw new Error('the list has no end');
};

const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (isVendorFault(error) ? error.details : error),
  );

/** What the app relies on of every platform, whatever stands behind it. */
export function conformsToCommercePlatform(name: string, start: () => Promise<PlatformRig>): void {
  describe(`${name} as a commerce platform`, () => {
    let rig: PlatformRig;
    let phone = 0;
    const nextPhone = () => `+3934712${String((phone += 1)).padStart(5, '0')}`;
    const minuteAgo = () => new Date(rig.now().getTime() - 60_000);
    beforeAll(async () => {
      rig = await start();
    });
    afterAll(() => rig.close());
    beforeEach(() => rig.reset());

    const carts = async (since: Date) =>
      (await walk((cursor) => rig.platform.checkoutsSince(rig.domain, since, cursor))).flatMap(
        ({ checkouts }) => checkouts,
      );
    const orders = async (since: Date) =>
      (await walk((cursor) => rig.platform.ordersSince(rig.domain, since, cursor))).flatMap(
        (page) => page.orders,
      );
    const discount = (code: string) => ({
      code,
      title: 'Cart recovery',
      value: { kind: 'percentage', percent: 10 } as const,
      validFrom: rig.now(),
      validUntil: new Date(rig.now().getTime() + DAY_MS),
    });

    it('describes the store in words that the app can use', async () => {
      const shop = await rig.platform.readShop(rig.domain);
      expect(shop).toMatchObject({ platform: rig.platform.platform, domain: rig.domain });
      expect(shop.currency).toMatch(/^[A-Z]{3}$/);
      expect(shop.countryCode).toMatch(/^[A-Z]{2}$/);
      expect(shop.locale).toMatch(/^[a-z]{2}/);
      expect(() => new Intl.DateTimeFormat('en', { timeZone: shop.timeZone })).not.toThrow();
    });

    it('makes a discount code once, and takes one that exists for success', async () => {
      const { platform, domain, codes } = rig;
      await platform.createDiscountCode(domain, discount('RP-TWICE'));
      await platform.createDiscountCode(domain, discount('RP-TWICE'));
      const value = { kind: 'fixed', minor: 500, currency: 'EUR' } as const;
      await platform.createDiscountCode(domain, { ...discount('RP-FIXED'), value });
      const made = codes().map((code) => code.toUpperCase());
      expect(made.filter((code) => code === 'RP-TWICE')).toHaveLength(1);
      expect(made).toContain('RP-FIXED');
    });

    it('tells photo and higher price of a variant, once each, and leaves unknown ones out', async () => {
      const { reduced, plain } = rig.variants;
      const ids = [reduced, plain, '987654321', reduced, 'custom'];
      const found = await rig.platform.variantDetails(rig.domain, ids);
      expect(found.map(({ variantId }) => variantId).sort()).toEqual([reduced, plain].sort());
      const details = new Map(found.map((one) => [one.variantId, one]));
      expect(details.get(reduced)).toMatchObject({
        imageUrl: expect.stringMatching(/^http/) as string,
        compareAtPrice: expect.stringMatching(/^\d+\.\d+$/) as string,
      });
      expect(details.get(plain)?.compareAtPrice).toBeNull();
      expect(await rig.platform.variantDetails(rig.domain, [])).toEqual([]);
    });

    it('leads back into a cart, with the code of the message', () => {
      const cart = { recoveryUrl: 'https://shop.example/back?key=a%2Bb', lineItems: [] };
      const bare = { ...cart, discountCodes: [] } as unknown as Cart;
      expect(rig.platform.checkoutUrl(rig.domain, bare, null)).toBe(cart.recoveryUrl);
      const url = rig.platform.checkoutUrl(rig.domain, bare, 'RP-1') ?? '';
      expect(url).toMatch(/^https:\/\/shop\.example\/back\?key=a%2Bb&(discount|coupon)=RP-1$/);
      const lost = { ...bare, recoveryUrl: null } as unknown as Cart;
      expect(rig.platform.checkoutUrl(rig.domain, lost, 'RP-1')).toBeNull();
      const odd = { ...bare, recoveryUrl: 'javascript:alert(1)' } as unknown as Cart;
      expect(rig.platform.checkoutUrl(rig.domain, odd, null)).toBeNull();
    });

    it('lists every cart that changed since, and none from before', async () => {
      const since = minuteAgo();
      const left = [];
      for (let one = 0; one < 3; one += 1) left.push(await rig.abandon(nextPhone()));
      const found = (await carts(since)).map(({ externalId }) => externalId);
      expect(found).toEqual(expect.arrayContaining(left.map(({ externalId }) => externalId)));
      expect(new Set(found).size).toBe(found.length);
      expect(await carts(new Date(rig.now().getTime() + DAY_MS))).toEqual([]);
    });

    it('tells a cart with its person, its items and its way back', async () => {
      const since = minuteAgo();
      const number = nextPhone();
      const { externalId } = await rig.abandon(number);
      const cart = (await carts(since)).find((one) => one.externalId === externalId);
      expect(cart?.contact).toMatchObject({ phoneRaw: number, countryCode: 'IT' });
      expect(cart?.lineItems[0]?.variantId).toMatch(/^\d+$/);
      expect(cart?.total.minor).toBeGreaterThan(0);
      expect(cart?.recoveryUrl).toMatch(/^http/);
      expect(cart?.completedAt).toBeNull();
    });

    it('tells an order without money from a paid one, and what went back', async () => {
      const since = minuteAgo();
      const onDelivery = await rig.buy(await rig.abandon(nextPhone()), 'cash_on_delivery');
      const byCard = await rig.buy(await rig.abandon(nextPhone()), 'card');
      const seen = async (id: string) =>
        (await orders(since)).filter(({ externalId }) => externalId === id).at(-1);
      expect(await seen(onDelivery)).toMatchObject({ payment: 'pending', cancelledAt: null });
      expect(await seen(byCard)).toMatchObject({ payment: 'paid', refunds: [] });
      await rig.refund(byCard, 100);
      expect(await seen(byCard)).toMatchObject({
        payment: 'partially_refunded',
        refunds: [{ orderExternalId: byCard, amount: { minor: 100, currency: 'EUR' } }],
      });
    });

    it('reads the whole catalogue, each product once with its variants', async () => {
      const pages = await walk((cursor) => rig.platform.products(rig.domain, cursor));
      const products = pages.flatMap((page) => page.products);
      expect(products.map(({ title }) => title).sort()).toEqual([...rig.titles].sort());
      const variants = products.flatMap((product) => product.variants.map((one) => one.externalId));
      expect(variants).toEqual(expect.arrayContaining(Object.values(rig.variants)));
      expect(products.every((product) => product.variants.length > 0)).toBe(true);
    });

    it('knows no WhatsApp consent of somebody whom it does not know', async () => {
      expect(await rig.platform.readWhatsAppConsent(rig.domain, '404')).toBeNull();
    });

    it('says that it may be asked again after an outage', async () => {
      rig.breakOnce();
      expect(await faultOf(rig.platform.readShop(rig.domain))).toMatchObject({ retry: 'after' });
      expect(await faultOf(rig.platform.readShop(rig.domain))).toBeNull();
    });

    it('says that asking again is of no use once access is taken away', async () => {
      await rig.refuse();
      expect(await faultOf(rig.platform.ordersSince(rig.domain, rig.now(), null))).toMatchObject({
        retry: 'never',
      });
    });
  });
}
