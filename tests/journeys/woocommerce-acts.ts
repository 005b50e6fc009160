import { createHmac } from 'node:crypto';
import { coreWebhookSecret } from '#adapters/commerce/woocommerce/index';
import { leaveCart, placeOrder } from '../../sandbox/woocommerce/shopper-desk';
import type { Payment } from '../../sandbox/woocommerce/shopper-desk';
import type { Item } from '../../sandbox/woocommerce/state';
import { reconcileShops } from '../../workers/sweeps/shops-behind';
import { ledger, linkTokenOf, sentTo } from '../support/ledger';
import { outside } from '../support/outside';
import type { Outside } from '../support/outside';
import type { RehearsalOptions } from '../support/rehearsal';
import { connect, connectWhatsApp, startWooCommerceShop } from '../support/woocommerce-shop';
import type { WooCommerceShop } from '../support/woocommerce-shop';
import { PHONE_BROWSER } from './acts';

export type WooStage = Awaited<ReturnType<typeof openWooStage>>;

/** A connected WooCommerce store with WhatsApp, and what happens around it. Close it in `afterAll`. */
export async function openWooStage(options: Pick<RehearsalOptions, 'pages' | 'env'> = {}) {
  const shop = await startWooCommerceShop(options);
  const world = outside(shop.rehearsal);
  await connect(shop);
  await connectWhatsApp(shop);
  // What the connection set off (WhatsApp tells of each template) is over before a test counts.
  await world.advance(0);
  const stage = { shop, world, book: ledger(shop.rehearsal), close: shop.close };
  return { ...stage, ...storeSide(stage), ...shopperSide(stage) };
}

interface Ground {
  readonly shop: WooCommerceShop;
  readonly world: Outside;
}

/** What the store tells, or keeps to itself until it is asked. */
function storeSide({ shop, world }: Ground) {
  const tell = async (topic: string, body: Item, event?: string): Promise<void> => {
    const answer = await shop.site.tell(topic, body, event);
    if (answer.status !== 200) throw new Error(`${topic} was answered ${answer.status}`);
    await world.advance(0);
  };
  return {
    tell,
    /** WooCommerce's own webhook, the second signal. */
    coreTells: async (topic: string, payload: Item): Promise<void> => {
      const { siteId, signingKey } = shop.site.state.keys ?? { siteId: '', signingKey: '' };
      const body = JSON.stringify(payload);
      const hmac = createHmac('sha256', coreWebhookSecret(signingKey)).update(body);
      const answer = await fetch(`${shop.appUrl}/webhooks/woocommerce?site=${siteId}`, {
        method: 'POST',
        body,
        headers: {
          'x-wc-webhook-topic': topic,
          'x-wc-webhook-delivery-id': 'same',
          'x-wc-webhook-signature': hmac.digest('base64'),
        },
      });
      if (answer.status !== 200) throw new Error(`${topic} was answered ${answer.status}`);
      await world.advance(0);
    },
    /** A quarter of an hour passes, and the sweep asks the store. */
    reconcile: async (): Promise<void> => {
      await world.advance(16);
      await reconcileShops(shop.rehearsal.services);
      await world.advance(0);
    },
  };
}

interface Leaving {
  /** Changes of who leaves, as the plugin tells it. */
  readonly contact?: Item;
  readonly isTold?: boolean;
}

function shopperSide({ shop, world }: Ground) {
  const { site } = shop;
  const { tell } = storeSide({ shop, world });
  const arrived = async (phone: string) => sentTo(await world.messages(), phone);
  return {
    arrived,
    /** A shopper types a phone alone, ticks the box for WhatsApp and goes away. */
    leave: async (phone: string, { contact, isTold = true }: Leaving = {}): Promise<Item> => {
      const at = await world.now();
      const cart = leaveCart(site.state, site.home, { phone, consents: true }, at);
      Object.assign(cart.contact as Item, contact);
      if (isTold) await tell('cart', { cart });
      return cart;
    },
    /** Places an order; `changes` are of the order as WooCommerce's REST answers it. */
    order: async (cart: Item, payment: Payment, changes: Item = {}): Promise<Item> =>
      Object.assign(placeOrder(site.state, cart, payment, await world.now()), changes),
    /** Taps the link of the newest reminder; answers where it leads. */
    click: async (phone: string): Promise<Response> =>
      fetch(`${shop.rehearsal.url}/r/${linkTokenOf((await arrived(phone)).at(-1))}`, {
        redirect: 'manual',
        headers: { 'user-agent': PHONE_BROWSER },
      }),
  };
}

/** The click that a link hands to the store. */
export const clickIn = (answer: Response): string =>
  new URL(answer.headers.get('location') ?? '').searchParams.get('rp_click') ?? '';

/** An order's meta as the plugin writes them. */
export const metaOf = (cart: Item | null, click: string | null): Item[] => [
  ...(cart ? [{ id: 901, key: '_ripresa_cart', value: cart.token }] : []),
  ...(click ? [{ id: 902, key: '_ripresa_click', value: click }] : []),
];

export const nameOf = (order: Item): string => `#${String(order.number)}`;
