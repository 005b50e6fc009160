import { BY_COURIER, type Item } from '../../sandbox/woocommerce/state';
import { TURIN } from '../fixtures/addresses';
import { LAMPS, ordersOf } from '../fixtures/woocommerce/sales';
import { startConnectedSite, type ConnectedSite } from '../fixtures/woocommerce/stand-in';
import { conformsToOutsideSales } from './outside-sales-suite';
import { type KeptOrder, type SalesRig } from './sales-rig';

const minorOf = (decimal: unknown): number => Math.round(Number(decimal) * 100);

const kept = ({ state }: ConnectedSite, order: Item): KeptOrder => {
  const [way] = (order.shipping_lines ?? []) as Item[];
  const notes = state.notes.get(Number(order.id)) ?? [];
  return {
    isPaid: ['processing', 'completed', 'refunded'].includes(String(order.status)),
    totalMinor: minorOf(order.total),
    words: [...notes, order.transaction_id].join(' '),
    refundsMinor: (state.refunds.get(Number(order.id)) ?? []).map(({ amount }) => minorOf(amount)),
    sentTo: JSON.stringify(order.shipping),
    sentBy: way === undefined ? null : String(way.method_title),
  };
};

async function start(): Promise<SalesRig> {
  const site = await startConnectedSite();
  const { state } = site;
  const sales = site.client.outsideSales;
  const cup = state.products.find(({ id }) => id === 21);
  if (!sales || !cup) throw new Error('WooCommerce takes orders that were paid outside');
  const before = { ...cup };
  return {
    sales,
    domain: site.domain,
    reset: () => {
      Object.assign(cup, before);
      Object.assign(state, { shipping: null, coupons: [] });
      site.troubles.length = 0;
      site.ledger.clear();
    },
    cart: LAMPS,
    lines: [
      { title: 'Lampada - Blu', quantity: 2, unitPrice: { minor: 4_990, currency: 'EUR' } },
      { title: 'Tazza', quantity: 1, unitPrice: { minor: 3_010, currency: 'EUR' } },
    ],
    send: () => {
      state.shipping = BY_COURIER;
    },
    keep: (stock) => {
      if (stock === 'gone') return void Object.assign(cup, { purchasable: false });
      const stock_status = stock > 0 ? 'instock' : 'outofstock';
      const counted = { manage_stock: true, stock_quantity: stock, stock_status };
      Object.assign(cup, { ...counted, purchasable: true });
    },
    reprice: (minor) => void Object.assign(cup, { price: (minor / 100).toFixed(2) }),
    stock: () => Number(cup.stock_quantity),
    coupon: (code, minor) => {
      const amount = String(minor / 100);
      state.coupons.push({ code: code.toLowerCase(), amount, discount_type: 'fixed_cart' });
    },
    ways: BY_COURIER.rates.map(({ id, name, minor }) => ({ id, title: name, minor })),
    address: { ...TURIN, address2: 'Scala B' },
    odd: [
      [{ postcode: 'ABC' }, 'postcode'],
      [{ province: 'XX' }, 'province'],
      [{ country: 'ZZ', province: null }, 'country'],
    ],
    abroad: { country: 'IE', province: 'D', postcode: 'D01 F5P2' },
    province: { code: 'TO', name: 'Torino' },
    losses: [() => void site.troubles.push({ status: 504, of: 'POST orders', isDone: true })],
    ordersOf: (key) => ordersOf(site, key).map((order) => kept(site, order)),
    told: () => JSON.stringify(site.ledger.entries().map(({ body }) => body)),
    close: site.close,
  };
}

conformsToOutsideSales('WooCommerce', start);
