import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser } from './support/browser';
import { endShop, openShop, type Shop } from './support/shop';
import { lastCart, type ToldCart } from './support/told-cart';

let shop: Shop;
let shopper: Browser;
let left: ToldCart;
beforeAll(async () => {
  shop = await openShop();
  // Another plugin that engraves names, as such plugins do.
  shop.snippet(
    'engraving',
    "add_filter('woocommerce_add_cart_item_data', function ($data) { return isset($_GET['name']) ? $data + ['engraving' => ['name' => sanitize_text_field($_GET['name'])]] : $data; });",
  );
});
afterAll(() => endShop(shop));
beforeEach(async () => {
  await shop.php(
    `update_post_meta(${shop.lampBlue}, '_stock', 4); update_post_meta(${shop.mug}, '_price', '30.10'); return true;`,
  );
  shopper = shop.browser();
  const blue = `/?add-to-cart=${shop.lamp}&variation_id=${shop.lampBlue}&attribute_colore=Blu`;
  await shopper.get(`${blue}&quantity=2`);
  await shopper.get(`/?add-to-cart=${shop.mug}&name=Ada`);
  await shopper.capture({ phone: '3471234567', email: 'ada@example.com', firstName: 'Ada' });
  left = lastCart(await shop.told());
});

const link = (more = '') => left.restoreUrl.replace(shop.url, '') + more;

interface InCart {
  readonly name: string;
  readonly quantity: number;
  readonly engraving: unknown;
  readonly variation: Readonly<Record<string, string>>;
}

/** The newest session's cart, read where WooCommerce keeps it. */
const carts = (browser: Browser) =>
  browser.page('/cart/').then((page) => [...page.matchAll(/>([^<>]+ × \d+)</g)].map((m) => m[1]));

const sessions = () =>
  shop.php<InCart[][]>(`
    return array_map(function ($value) {
      $cart = maybe_unserialize(unserialize($value)['cart'] ?? 'a:0:{}');
      return array_map(fn($i) => ['name' => get_the_title($i['product_id']), 'quantity' => $i['quantity'],
        'engraving' => $i['engraving'] ?? null, 'variation' => $i['variation']], array_values($cart));
    }, $wpdb->get_col('SELECT session_value FROM wp_woocommerce_sessions'));`);

describe('a restore link in another browser', () => {
  it('rebuilds the cart with variations and what other plugins hung on it', async () => {
    await shop.php("return $wpdb->query('DELETE FROM wp_woocommerce_sessions');");
    const phone = shop.browser();
    const answer = await phone.get(link('&utm_source=whatsapp'));
    expect(answer.status).toBe(302);
    const target = new URL(answer.headers.get('location') ?? '');
    expect(target.pathname).toBe('/checkout/');
    expect(target.search).toBe('?utm_source=whatsapp');
    expect(await sessions()).toEqual([
      [
        { name: 'Lampada', quantity: 2, engraving: null, variation: { attribute_colore: 'Blu' } },
        { name: 'Tazza', quantity: 1, engraving: { name: 'Ada' }, variation: [] },
      ],
    ]);
  });

  it('restores nothing of the person', async () => {
    const phone = shop.browser();
    await phone.get(link());
    const page = await phone.page('/checkout/');
    expect(page).toContain('billing_phone');
    expect(page).not.toMatch(/3471234567|ada@example\.com|value="Ada"/);
    await phone.capture({ phone: '3489999999' });
    const told = lastCart(await shop.told());
    expect(told.token).not.toBe(left.token);
    expect(told.contact).toMatchObject({ phone: '3489999999', email: null, firstName: null });
    expect(told.consent).toBeNull();
  });

  it('counts the order for the cart that was left behind, and ends both', async () => {
    const phone = shop.browser();
    await phone.get(link('&rp_click=clk_1'));
    await phone.post('/?wc-ajax=checkout', {
      billing_phone: '3471234567',
      payment_method: 'cod',
    });
    const events = await shop.told();
    const ordered = events
      .filter((event) => event.topic === 'cart')
      .map((event) => event.body['cart']);
    expect(ordered).toContainEqual(
      expect.objectContaining({ token: left.token, state: 'ordered' }),
    );
    const [placed] = events.filter((event) => event.topic === 'order');
    expect(placed?.body['order']).toMatchObject({
      meta_data: expect.arrayContaining([
        expect.objectContaining({ key: '_ripresa_cart', value: left.token }),
        expect.objectContaining({ key: '_ripresa_click', value: 'clk_1' }),
      ]) as unknown[],
    });
  });

  it("asks today's price", async () => {
    await shop.php(`update_post_meta(${shop.mug}, '_price', '35.00'); return true;`);
    const phone = shop.browser();
    await phone.get(link());
    await phone.capture({ phone: '3489999999' });
    expect(lastCart(await shop.told()).total).toBe('134.80');
  });

  it('keeps what the shopper has there already, and adds nothing twice', async () => {
    const phone = shop.browser();
    await phone.get(`/?add-to-cart=${shop.mug}`);
    await phone.get(link());
    await phone.get(link());
    expect(await carts(phone)).toEqual(['Tazza × 1', 'Lampada &#8211; Blu × 2', 'Tazza × 1']);
  });

  it('applies the coupon, and says when there is no such coupon', async () => {
    const phone = shop.browser();
    await phone.get(link('&coupon=TORNA10'));
    await phone.capture({ phone: '3489999999' });
    expect(lastCart(await shop.told()).coupons).toEqual(['torna10']);
    const notices = async (page: Promise<string>) =>
      [...(await page).matchAll(/class="woocommerce-\w+">([^<]*)</g)].map((found) => found[1]);
    expect(await notices(shop.browser().page(link('&coupon=nope')))).toEqual([
      'Coupon &#8220;nope&#8221; does not exist!',
    ]);
  });

  it('says what is missing, and puts back what is left', async () => {
    await shop.php(
      `update_post_meta(${shop.lampBlue}, '_stock', 1); wp_trash_post(${shop.mug}); return true;`,
    );
    const page = await shop.browser().page(link());
    await shop.php(`wp_untrash_post(${shop.mug}); wp_publish_post(${shop.mug}); return true;`);
    expect(page).toContain('only 1 are left');
    expect(page).toContain('“Tazza” is no longer available');
    expect(page).toContain('Lampada &#8211; Blu × 1');
  });
});

describe('the token', () => {
  it('is nowhere in the database, and works several times', async () => {
    const token = new URL(left.restoreUrl).searchParams.get('ripresa_restore') ?? '';
    const hashes = await shop.php<string[]>(
      'return $wpdb->get_col("SELECT token_hash FROM wp_ripresa_restore_tokens");',
    );
    expect(hashes).not.toContain(token);
    for (const phone of [shop.browser(), shop.browser()]) {
      await phone.get(link());
      expect(await carts(phone)).toHaveLength(2);
    }
  });

  it('is not spent, and opens no session, when a robot looks at the link', async () => {
    const uses = "return (int) $wpdb->get_var('SELECT SUM(uses) FROM wp_ripresa_restore_tokens');";
    const before = await shop.php(uses);
    const robot = shop.browser('WhatsApp/2.24 A');
    for (const more of ['', '&rp_click=AAAAAAAAAAAAAAAAAAAAAA&utm_source=ripresa']) {
      expect((await robot.get(link(more))).status).toBe(200);
    }
    expect(robot.hasCookie('wp_woocommerce_session')).toBe(false);
    await shop.browser().request(link(), { method: 'HEAD' });
    expect(await shop.php(uses)).toBe(before);
  });

  it('expires, and a forged one opens nothing', async () => {
    await shop.php("return $wpdb->query('UPDATE wp_ripresa_restore_tokens SET expires_at = 1');");
    expect(await shop.browser().page(link())).toContain('This link has expired');
    const forged = shop.browser();
    expect(await forged.page(`/?ripresa_restore=${left.token}${left.token}`)).toContain('expired');
    expect(await carts(forged)).toEqual([]);
  });

  it('brings an ordered cart back to nobody', async () => {
    await shopper.post('/?wc-ajax=checkout', {
      billing_phone: '3471234567',
      payment_method: 'cod',
    });
    const page = await shop.browser().page(link());
    expect(page).toContain('has been placed already');
    expect(page).not.toContain('cart-item');
  });
});
