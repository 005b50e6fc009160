import { CATALOG } from '../../sandbox/shopify/catalog';
import { onShelf } from '../../sandbox/shopify/shelf';
import type { Order, ShelfItem } from '../../sandbox/shopify/state';
import { TURIN } from '../fixtures/addresses';
import { cartOf, item } from '../fixtures/sales';
import { exchangeToken, SHOP, startStandIn } from '../fixtures/shopify/stand-in';
import { tokenMemory } from '../fixtures/shopify/token-memory';
import { conformsToOutsideSales } from './outside-sales-suite';
import { type KeptOrder, type SalesRig } from './sales-rig';

const [POT, CUPS] = CATALOG.map(({ title, variants: [variant] }) => {
  if (!variant) throw new Error('a product without a variant');
  return { title, id: variant.id, minor: variant.price };
});

const MAKING = ['draftOrderCreate', 'draftOrderComplete', 'orderCreateManualPayment'];

const kept = (order: Order): KeptOrder => {
  const { contact, attributes } = order.checkout;
  return {
    isPaid: order.financialStatus !== 'pending',
    totalMinor: order.total,
    words: [order.note, order.gateway, ...attributes.map(({ value }) => value)].join(' '),
    refundsMinor: order.refunds.map(({ amount }) => amount),
    sentTo: Object.values(contact).join(' '),
    sentBy: order.shipping?.title ?? null,
  };
};

async function start(): Promise<SalesRig> {
  if (!POT || !CUPS) throw new Error('the stand-in sells too little');
  const shopify = await startStandIn('custom');
  const { state } = shopify.world;
  const tokens = tokenMemory();
  await exchangeToken(shopify, tokens);
  const sales = shopify.client(tokens).outsideSales;
  if (!sales) throw new Error('a custom app takes orders that were paid outside');
  const shelve = (id: number, change: ShelfItem): void => {
    state.shelf.set(id, { ...state.shelf.get(id), ...change });
  };
  const isSent = (requiresShipping: boolean): void =>
    [POT, CUPS].forEach(({ id }) => shelve(id, { requiresShipping }));
  const line = ({ title, minor }: typeof POT, quantity: number) => ({
    ...{ title, quantity },
    unitPrice: { minor, currency: 'EUR' },
  });
  return {
    sales,
    domain: SHOP,
    reset: () => {
      state.shelf.clear();
      state.discounts.clear();
      shopify.faults.clear();
      shopify.requests.clear();
      isSent(false);
    },
    cart: cartOf(
      item('1', String(POT.id), 2, POT.title),
      item('2', String(CUPS.id), 1, CUPS.title),
    ),
    lines: [line(POT, 2), line(CUPS, 1)],
    send: () => isSent(true),
    keep: (stock) => {
      const isGone = stock === 'gone';
      shelve(CUPS.id, isGone ? { status: 'ARCHIVED' } : { stock, status: 'ACTIVE' });
    },
    reprice: (price) => shelve(CUPS.id, { price }),
    stock: () => onShelf(state, CUPS.id)?.stock ?? 0,
    coupon: (code, amount) => {
      state.discounts.set(code, {
        ...{ id: state.ids.next(), code, title: code, percent: null, amount },
        ...{ startsAt: new Date(0), endsAt: null, usageLimit: null, oncePerCustomer: false },
        ...{ usedBy: [], createdAt: new Date(0) },
      });
    },
    ways: [
      { id: 'shopify-Courier-5.50', title: 'Courier', minor: 550 },
      { id: 'shopify-Express-9.90', title: 'Express', minor: 990 },
    ],
    address: { ...TURIN, address2: 'Scala B' },
    odd: [
      [{ postcode: 'ABC' }, 'postcode'],
      [{ province: 'XX' }, 'province'],
      [{ country: 'ZZ', province: null }, 'country'],
      // No word of Shopify's schema.
      [{ country: 'QQ', province: null }, 'country'],
    ],
    abroad: { country: 'IE', province: 'D', postcode: 'D01 F5P2' },
    province: { code: 'TO', name: 'Torino' },
    losses: MAKING.map((mutation) => () => {
      shopify.faults.add('shopify', `answer-lost:${mutation}`, 1);
    }),
    ordersOf: (key) =>
      [...state.orders.values()]
        .filter(({ checkout }) => checkout.attributes.some(({ value }) => value === key))
        .map(kept),
    told: () => JSON.stringify(shopify.requests.entries().map(({ body }) => body)),
    close: shopify.close,
  };
}

conformsToOutsideSales('Shopify', start);
