import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWordPress, type RunningWordPress } from './support/wordpress';

let shop: RunningWordPress;
beforeAll(async () => {
  shop = await startWordPress();
});
afterAll(() => {
  shop.stop();
});

const ORDER = `$order = new WC_Order(['payment_method' => 'ripresa_paypal', 'payment_method_title' => 'PayPal (payment link)']);`;
const inAdmin = (page: string) =>
  `require_once ABSPATH . 'wp-admin/includes/admin.php'; set_current_screen('${page}');`;

describe('an order that was paid by a payment link', () => {
  it.each([
    ['order tables', `${inAdmin('woocommerce_page_wc-orders')} $_GET['page'] = 'wc-orders';`],
    ['orders that are posts', `${inAdmin('shop_order')} $GLOBALS['pagenow'] = 'post.php';`],
  ])('says on its screen how it was paid, with %s', async (_, screen) => {
    const said = await shop.php(`${screen} ${ORDER} return stub_payment_via($order);`);
    expect(said).toBe('Payment via PayPal (payment link)');
  });

  it('says it in the store’s language, and leaves other ways to pay alone', async () => {
    shop.snippet('language', "add_filter('locale', fn() => 'it_IT');");
    const said = await shop.php(`${ORDER} return $order->get_payment_method_title();`);
    shop.snippet('language', '');
    expect(said).toBe('PayPal (link di pagamento)');
    const another = await shop.php(
      `return (new WC_Order(['payment_method' => 'bacs', 'payment_method_title' => 'Bonifico']))->get_payment_method_title();`,
    );
    expect(another).toBe('Bonifico');
  });

  it('leaves no way to pay in the store’s settings and checkout', async () => {
    const settings = `${inAdmin('woocommerce_page_wc-settings')} $_GET['page'] = 'wc-settings';`;
    for (const place of ['', settings]) {
      const known = await shop.php(
        `${place} return (new WC_Payment_Gateways())->payment_gateways();`,
      );
      expect(known).toEqual([]);
    }
  });
});
