import { afterAll, beforeAll, expect, it } from 'vitest';
import { equipDemoSite } from '../../app/boot/demo-woocommerce';
import { ledger, linkTokenOf, sentTo } from '../support/ledger';
import { askOfAdmin, connectByClicks } from './support/merchant';
import { Browser } from './support/browser';
import { startStoreAndApp, type StoreAndApp } from './support/store-and-app';

const DAY = 24 * 60;
const PHONE = '+393481000077';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1';

let stage: StoreAndApp;
let store: StoreAndApp['store'];
let rehearsal: StoreAndApp['rehearsal'];
let world: StoreAndApp['world'];
let merchant: StoreAndApp['merchant'];
let mug: StoreAndApp['mug'];
let deliver: StoreAndApp['deliver'];
let shopper: Browser;

beforeAll(async () => {
  stage = await startStoreAndApp();
  ({ store, rehearsal, world, merchant, mug, deliver } = stage);
  shopper = new Browser(store.url);
});
afterAll(() => stage.close());

const phoneBrowser = { redirect: 'manual', headers: { 'user-agent': SAFARI } } as const;
const see = (address: string) => fetch(new URL(address, rehearsal.url), phoneBrowser);
const send = (address: string, fields: Record<string, string>) =>
  fetch(new URL(address, rehearsal.url), {
    ...phoneBrowser,
    method: 'POST',
    body: new URLSearchParams(fields),
  });
const placeOf = (answer: Response): string => answer.headers.get('location') ?? '';

interface StoredOrder {
  readonly status: string;
  readonly total: string;
  readonly transaction_id: string;
  readonly payment_method: string;
  readonly meta_data: readonly { readonly key: string; readonly value: unknown }[];
}
const ordersInTheStore = () =>
  store.php<StoredOrder[]>(
    "return array_map(fn($id) => stub_order_answer(wc_get_order($id)), $wpdb->get_col('SELECT id FROM wp_wc_orders WHERE parent_order_id = 0'));",
  );

it('a cart of the store becomes a message, a payment, a paid order and revenue in wp-admin', async () => {
  await connectByClicks(merchant, rehearsal.services.env.PUBLIC_URL);
  expect(await equipDemoSite(new URL(store.url).host, rehearsal.services)).toBe(true);
  await world.advance(0);

  await shopper.get(`/?add-to-cart=${mug}&quantity=2`);
  await shopper.capture({ phone: '348 1000077', country: 'IT', consent: 'yes', firstName: 'Ada' });
  await deliver();
  await world.advance(2 * DAY);
  const reminders = sentTo(await world.messages(), PHONE);
  expect(reminders).toHaveLength(1);

  const page = placeOf(await see(`/r/${linkTokenOf(reminders[0])}`));
  expect(page).toMatch(/^\/p\//);
  expect(await (await see(page)).text()).toContain('60.20');
  const provider = placeOf(await send(page, { provider: 'stripe', total: '6020 EUR' }));
  expect(await (await see(provider)).text()).toContain('Pay 60.20 EUR');
  expect(await ordersInTheStore()).toEqual([]);
  const back = placeOf(await send(provider, { do: 'pay' }));
  await world.advance(0);
  expect(await (await see(back)).text()).toContain('your payment has arrived');

  const [order, ...others] = await ordersInTheStore();
  expect(others).toEqual([]);
  expect(order).toMatchObject({
    status: 'processing',
    total: '60.20',
    payment_method: 'ripresa_stripe',
    transaction_id: expect.stringMatching(/^pi_/) as string,
  });
  expect(order?.meta_data.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['_ripresa_payment', '_ripresa_cart', '_ripresa_click']),
  );

  // What the plugin tells of the order that the app made itself changes nothing.
  await deliver();
  expect(await askOfAdmin(merchant, 'overview?days=7')).toMatchObject({
    revenue: [{ currency: 'EUR', total: '60.20', orders: 1 }],
  });
  // The carts in which the app had it priced are nobody's, with the shopper's name in them.
  expect(await store.php('return $wpdb->get_col("SELECT state FROM wp_ripresa_carts");')).toEqual([
    'ordered',
  ]);
  const carts = await ledger(rehearsal).rows(
    `SELECT cart.state FROM cart JOIN shop ON shop.id = shop_id WHERE platform = 'woocommerce'`,
  );
  expect(carts).toEqual([{ state: 'ordered' }]);
  await world.advance(8 * DAY);
  expect(sentTo(await world.messages(), PHONE)).toHaveLength(1);
});

it('a cart whose link leads to the store is bought in the block checkout, and credited to the click', async () => {
  await rehearsal.services.database.sql.query('DELETE FROM payment_account');
  const phone = '+393481000078';
  const another = new Browser(store.url);
  const blocks = '/wp-json/wc/store/v1';
  await another.postJson(`${blocks}/cart/add-item`, { id: mug, quantity: 1 });
  await another.capture({ phone: '348 1000078', country: 'IT', consent: 'yes' });
  await deliver();
  await world.advance(2 * DAY);
  const [reminder] = sentTo(await world.messages(), phone);
  const device = new Browser(store.url, SAFARI);
  await device.page(placeOf(await see(`/r/${linkTokenOf(reminder)}`)).replace(store.url, ''));
  const placed = await device.postJson(`${blocks}/checkout`, {
    billing_address: { phone, email: 'ada@example.com', country: 'IT' },
    payment_method: 'card',
  });
  expect(await placed.json()).toMatchObject({ status: 'processing' });
  await deliver();
  expect(await askOfAdmin(merchant, 'overview?days=7')).toMatchObject({
    revenue: [{ currency: 'EUR', total: '30.10', orders: 1 }],
  });
  const open = await ledger(rehearsal).rows(
    `SELECT 1 FROM cart JOIN shop ON shop.id = shop_id
     WHERE platform = 'woocommerce' AND cart.state <> 'ordered'`,
  );
  expect(open).toEqual([]);
});
