import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser } from './support/browser';
import { endShop, openShop, type Shop } from './support/shop';
import { cartsIn, lastCart } from './support/told-cart';

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
const addBlueLamps = () =>
  shopper.get(
    `/?add-to-cart=${shop.lamp}&variation_id=${shop.lampBlue}&quantity=2&attribute_colore=Blu`,
  );

describe('a guest', () => {
  it('is told with a phone alone, the cart as the shopper sees it', async () => {
    await addBlueLamps();
    expect(await shop.told('cart')).toEqual([]);
    const answer = await shopper.capture({ phone: '347 1234567', country: 'IT' });
    expect(answer.status).toBe(204);
    const cart = lastCart(await shop.told());
    expect(cart).toMatchObject({
      state: 'open',
      currency: 'EUR',
      total: '99.80',
      coupons: [],
      contact: { customerId: null, email: null, phone: '347 1234567', country: 'IT' },
      consent: null,
      orderId: null,
    });
    expect(cart.token).toMatch(/^[0-9a-f]{32}$/);
    expect(cart.items).toMatchObject([
      {
        productId: `${shop.lamp}`,
        variationId: `${shop.lampBlue}`,
        sku: 'LMP-1',
        title: 'Lampada',
        variant: 'Blu',
        quantity: 2,
        unitPrice: '49.90',
        regularPrice: '59.90',
        custom: false,
      },
    ]);
  });

  it('is not told with half a phone, and the last whole one wins', async () => {
    await addMug();
    await shopper.capture({ phone: '+39' });
    await shopper.capture({ phone: '+39 347' });
    expect(await shop.told('cart')).toEqual([]);
    await shopper.capture({ phone: '+39 347 1234567' });
    await shopper.capture({ phone: '+39 347 1234599' });
    await shopper.capture({ phone: '+39 34' });
    expect(lastCart(await shop.told()).contact['phone']).toBe('+39 347 1234599');
  });

  it('takes a value back by emptying its field', async () => {
    await addMug();
    await shopper.capture({ phone: '3471234567', email: 'ada@example.com' });
    await shopper.capture({ phone: '' });
    expect(lastCart(await shop.told()).contact).toMatchObject({
      phone: null,
      email: 'ada@example.com',
    });
  });

  it('changes nothing by looking at pages', async () => {
    await addMug();
    await shopper.capture({ phone: '3471234567' });
    expect(cartsIn(await shop.told())).toHaveLength(1);
    await shopper.get('/cart/');
    await shopper.get('/checkout/');
    expect(await shop.told('cart')).toEqual([]);
  });

  it('counts each change of the cart up, and says that it was emptied', async () => {
    await addMug();
    await shopper.capture({ phone: '3471234567' });
    const first = lastCart(await shop.told());
    await addBlueLamps();
    const second = lastCart(await shop.told());
    expect(second.token).toBe(first.token);
    expect(second.sequence).toBeGreaterThan(first.sequence);
    expect(second.items).toHaveLength(2);
    for (const item of second.items) await shopper.get(`/cart/?remove_item=${String(item['key'])}`);
    expect(lastCart(await shop.told())).toMatchObject({ state: 'emptied', items: [] });
  });

  it('keeps the cart token when logging in', async () => {
    await shop.php("return wp_create_user('ada', 'secret', 'ada@example.com');");
    await addMug();
    await shopper.capture({ phone: '3471234567' });
    const guest = lastCart(await shop.told());
    await shopper.logIn('ada', 'secret');
    await shopper.get('/cart/');
    const account = lastCart(await shop.told());
    expect(account.token).toBe(guest.token);
    expect(account.contact).toMatchObject({ email: 'ada@example.com', phone: '3471234567' });
    expect(account.contact['customerId']).toMatch(/^\d+$/);
  });
});

describe('the classic checkout', () => {
  it('tells the phone of an order review, and leaves the payment method alone', async () => {
    await addMug();
    const form = 'billing_first_name=Ada&billing_phone=347+1234567&billing_country=IT';
    const answer = await shopper.post('/?wc-ajax=update_order_review', {
      post_data: form,
      payment_method: 'cod',
    });
    expect(await answer.json()).toMatchObject({ payment_method: 'cod' });
    expect(lastCart(await shop.told()).contact).toMatchObject({
      firstName: 'Ada',
      phone: '347 1234567',
    });
    await shopper.capture({ phone: '347 7654321' });
    const after = await shopper.post('/?wc-ajax=update_order_review', { post_data: '' });
    expect(await after.json()).toMatchObject({ payment_method: 'cod' });
  });

  it('asks for consent in a box that nobody ticked', async () => {
    await addMug();
    const page = await shopper.page('/checkout/');
    expect(page).toMatch(/<input type="checkbox"[^>]*name="ripresa_consent"/);
    expect(page).not.toMatch(/name="ripresa_consent"[^>]*checked/);
  });

  it('keeps a consent with its proof, and its withdrawal', async () => {
    await addMug();
    await shopper.capture(
      { phone: '3471234567', consent: 'yes' },
      { referer: `${shop.url}/checkout/?x=1` },
    );
    const { consent } = lastCart(await shop.told());
    expect(consent).toMatchObject({
      given: true,
      text: expect.stringContaining('WhatsApp') as string,
      page: `${shop.url}/checkout/`,
      checkout: 'classic',
      ipHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    await shopper.capture({ consent: 'no' });
    expect(lastCart(await shop.told()).consent).toMatchObject({ given: false });
  });

  it('keeps a consent when its box is found empty again, and not when the tick is taken back', async () => {
    await addMug();
    await shopper.capture({ phone: '3471234567', consent: 'yes' });
    const review = (asked: string) =>
      shopper.post('/?wc-ajax=update_order_review', {
        post_data: new URLSearchParams({
          billing_first_name: 'Ada',
          ripresa_consent_asked: asked,
        }).toString(),
      });
    await review('yes');
    expect(lastCart(await shop.told()).consent).toMatchObject({ given: true });
    await review('taken_back');
    expect(lastCart(await shop.told()).consent).toMatchObject({ given: false });
  });

  it("lets the merchant's own consent plugin decide", async () => {
    const decide = "return ['given' => true, 'text' => 'Of our newsletter'];";
    shop.snippet('consent', `add_filter('ripresa_consent', function () { ${decide} });`);
    await addMug();
    await shopper.capture({ phone: '3471234567' });
    shop.snippet('consent', '');
    expect(lastCart(await shop.told()).consent).toMatchObject({
      given: true,
      text: 'Of our newsletter',
    });
  });
});

describe('the block checkout', () => {
  it('tells what was typed, not the truncated phone that was sent on the way', async () => {
    await shopper.postJson('/wp-json/wc/store/v1/cart/add-item', { id: shop.mug, quantity: 1 });
    await shopper.postJson('/wp-json/wc/store/v1/cart/update-customer', {
      billing_address: { phone: '+55', country: 'BR' },
    });
    expect(await shop.told('cart')).toEqual([]);
    await shopper.postJson('/wp-json/wc/store/v1/cart/update-customer', {
      billing_address: { phone: '+55 11 91234 5678', country: 'BR' },
    });
    expect(lastCart(await shop.told()).contact).toMatchObject({
      phone: '+55 11 91234 5678',
      country: 'BR',
      email: null,
    });
  });
});

describe('the capture address', () => {
  it("leaves WooCommerce's session alone, where the checkout writes at the same moment", async () => {
    await shop.php("return $GLOBALS['wpdb']->query('DELETE FROM wp_woocommerce_sessions');");
    await addMug();
    const session = () =>
      shop.php<string>(
        "return $GLOBALS['wpdb']->get_var('SELECT session_value FROM wp_woocommerce_sessions');",
      );
    const before = await session();
    expect((await shopper.capture({ phone: '3471234567', consent: 'yes' })).status).toBe(204);
    expect(lastCart(await shop.told()).consent).toMatchObject({ given: true });
    expect(await session()).toBe(before);
  });

  it('refuses what comes from a foreign page', async () => {
    await addMug();
    const answer = await shopper.capture(
      { phone: '3471234567' },
      { origin: 'https://evil.example' },
    );
    expect(answer.status).toBe(403);
    expect(await shop.told('cart')).toEqual([]);
  });

  it('refuses callers without a cart, and bodies without measure', async () => {
    expect((await shop.browser().capture({ phone: '3471234567' })).status).toBe(409);
    await addMug();
    expect((await shopper.capture({ phone: '3'.repeat(5000) })).status).toBe(413);
  });

  it('refuses a flood', async () => {
    await addMug();
    const answers = new Set<number>();
    for (let call = 0; call < 70; call += 1) {
      answers.add((await shopper.capture({ firstName: `Ada ${call}` })).status);
    }
    expect(answers).toEqual(new Set([204, 429]));
  });
});

describe('the storefront', () => {
  it('carries one deferred script on the cart and checkout only, the same for everybody', async () => {
    await addMug();
    const checkout = await shopper.page('/checkout/');
    expect(checkout).toMatch(/<script[^>]*capture\.js[^>]* defer/);
    expect(await shopper.page('/')).not.toContain('capture.js');
    expect(checkout).not.toMatch(/nonce[^<]*ripresa|ripresa[^<]*nonce/i);
  });
});
