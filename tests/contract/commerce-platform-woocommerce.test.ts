import { leaveCart, placeOrder, refundOrder } from '../../sandbox/woocommerce/shopper-desk';
import { startConnectedSite } from '../fixtures/woocommerce/stand-in';
import { conformsToCommercePlatform, type PlatformRig } from './commerce-platform-suite';

async function start(): Promise<PlatformRig> {
  const site = await startConnectedSite();
  const { state } = site;
  const named = <Kept extends Record<string, unknown>>(all: Kept[], key: string, value: string) => {
    const found = all.find((one) => String(one[key]) === value);
    if (!found) throw new Error(`nothing is called ${value}`);
    return found;
  };
  return {
    platform: site.client,
    domain: site.domain,
    now: () => new Date(),
    reset: () => {
      site.troubles.length = 0;
      return Promise.resolve();
    },
    abandon: (phone) => {
      const cart = leaveCart(state, site.home, { phone }, new Date());
      return Promise.resolve({ externalId: String(cart.token) });
    },
    buy: ({ externalId }, payment) => {
      const cart = named(state.carts, 'token', externalId);
      return Promise.resolve(String(placeOrder(state, cart, payment, new Date()).id));
    },
    refund: (order, minor) => {
      refundOrder(state, named(state.orders, 'id', order), minor, new Date());
      return Promise.resolve();
    },
    variants: { reduced: '15', plain: '21' },
    titles: ['Lampada', 'Tazza', 'Cuscino'],
    codes: () => state.coupons.map(({ code }) => String(code)),
    breakOnce: () => void site.troubles.push({ status: 500 }),
    refuse: () => {
      state.keys = null;
      return Promise.resolve();
    },
    close: site.close,
  };
}

conformsToCommercePlatform('WooCommerce', start);
