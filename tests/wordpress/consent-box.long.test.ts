import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser } from './support/browser';
import { endShop, openShop, type Shop } from './support/shop';
import { lastCart } from './support/told-cart';

let shop: Shop;
let shopper: Browser;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => endShop(shop));
beforeEach(async () => {
  await shop.told();
  shopper = shop.browser();
});

const addMug = () => shopper.get(`/?add-to-cart=${shop.mug}`);

describe("the block checkout's box", () => {
  const BOX = 'ripresa/whatsapp-consent';
  const CHECKOUT = '/wp-json/wc/store/v1/checkout';
  const tick = (isTicked: boolean) =>
    shopper.request(CHECKOUT, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ additional_fields: { [BOX]: isTicked } }),
    });
  const isShownTicked = async () => {
    const opened = await shopper.get(CHECKOUT);
    const { additional_fields: fields } = (await opened.json()) as {
      additional_fields: Record<string, boolean>;
    };
    return fields[BOX];
  };
  const buy = (said: Readonly<Record<string, unknown>>) =>
    shopper.postJson(CHECKOUT, {
      billing_address: { phone: '3471234567', email: 'ada@example.com', country: 'IT' },
      payment_method: 'cod',
      ...said,
    });

  it('is heard without an order, ticked and taken back', async () => {
    await addMug();
    await shopper.capture({ phone: '3471234567' });
    expect((await tick(true)).status).toBe(200);
    expect(lastCart(await shop.told()).consent).toMatchObject({ given: true, checkout: 'blocks' });
    await tick(false);
    expect(lastCart(await shop.told()).consent).toMatchObject({ given: false });
  });

  it('is found as it was left in this cart, and empty in the next one', async () => {
    await addMug();
    expect(await isShownTicked()).toBe(false);
    await tick(true);
    expect(await isShownTicked()).toBe(true);
    await buy({});
    const ordered = lastCart(await shop.told());
    expect(ordered).toMatchObject({ state: 'ordered', consent: { given: true } });
    await addMug();
    expect(await isShownTicked()).toBe(false);
    await shopper.capture({ phone: '3471234567' });
    expect(lastCart(await shop.told())).toMatchObject({ state: 'open', consent: null });
  });

  it('is not ticked by a consent that was given elsewhere', async () => {
    await addMug();
    await shopper.capture({ phone: '3471234567', consent: 'yes', checkout: 'classic' });
    expect(await isShownTicked()).toBe(false);
  });

  it('counts when only the order says it', async () => {
    await addMug();
    await buy({ additional_fields: { [BOX]: true } });
    const events = await shop.told();
    expect(lastCart(events)).toMatchObject({ state: 'ordered', consent: { given: true } });
    const [placed] = events.filter((event) => event.topic === 'order');
    expect(placed?.raw).toContain('_ripresa_consent');
  });

  it('has beside it the very words that the proof repeats', async () => {
    await addMug();
    await shopper.capture({ phone: '3471234567' });
    await tick(true);
    const words = await shop.php(`return stub_words_beside('${BOX}');`);
    expect(lastCart(await shop.told()).consent).toMatchObject({ text: words });
  });
});
