import { randomBytes } from 'node:crypto';
import { decimal } from './prices';
import type { Item, SiteState } from './state';

export interface Shopper {
  readonly phone: string | null;
  readonly email?: string;
  readonly consents?: boolean;
}

const gmt = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, '');

const LINE = {
  key: '3e3f2b7a4c1d5e6f708192a3b4c5d6e7',
  productId: '12',
  variationId: '15',
  sku: 'LMP-15',
  title: 'Lampada',
  variant: 'Blu',
  quantity: 2,
  unitPrice: '49.90',
  regularPrice: '59.90',
  imageUrl: null,
  custom: false,
} as const;

export const CART_MINOR = 9_980;

/** A shopper fills a cart at a checkout and goes away; answers the cart as the plugin tells it. */
export function leaveCart(state: SiteState, home: string, shopper: Shopper, at: Date): Item {
  const consent = {
    given: true,
    text: 'Send me a WhatsApp message if I leave something in my cart.',
    at: at.toISOString(),
    page: `${home}/checkout/`,
    ipHash: '7d3c1f0a9be24dd18c5d7c2f3b64a8e17b0f6f1f6a1f9fd46f4f3a7f1a0b5c22',
    checkout: 'blocks',
  };
  const cart: Item = {
    token: randomBytes(16).toString('hex'),
    sequence: 1,
    state: 'open',
    currency: 'EUR',
    total: decimal(CART_MINOR),
    items: [LINE],
    coupons: [],
    contact: {
      customerId: null,
      email: shopper.email ?? null,
      phone: shopper.phone,
      country: 'IT',
      firstName: 'Ada',
      lastName: 'Rossi',
    },
    locale: 'it_IT',
    restoreUrl: `${home}/?ripresa_restore=${randomBytes(32).toString('hex')}`,
    consent: shopper.consents ? consent : null,
    createdAt: at.toISOString(),
    updatedAt: at.toISOString(),
    orderId: null,
  };
  state.carts.push(cart);
  return cart;
}

export type Payment = 'card' | 'card_declined' | 'cash_on_delivery' | 'bank_transfer';

const STANDING: Record<Payment, { status: string; method: string; isPaid: boolean }> = {
  card: { status: 'processing', method: 'stripe', isPaid: true },
  card_declined: { status: 'failed', method: 'stripe', isPaid: false },
  cash_on_delivery: { status: 'processing', method: 'cod', isPaid: false },
  bank_transfer: { status: 'on-hold', method: 'bacs', isPaid: false },
};

/** The shopper buys a cart; answers the order as WooCommerce's REST does. */
export function placeOrder(
  state: SiteState,
  cart: Item,
  payment: Payment,
  at: Date,
  click: string | null = null,
): Item {
  const { status, method, isPaid } = STANDING[payment];
  const id = 101 + state.orders.length;
  const order: Item = {
    id,
    parent_id: 0,
    number: String(id),
    status,
    currency: 'EUR',
    ...stamps(at, isPaid),
    total: cart.total,
    customer_id: 0,
    ...addresses(cart.contact as Record<string, string | null>),
    payment_method: method,
    meta_data: [
      { id: 901, key: '_ripresa_cart', value: cart.token },
      ...(click === null ? [] : [{ id: 902, key: '_ripresa_click', value: click }]),
    ],
    line_items: [],
    coupon_lines: [],
    refunds: [],
  };
  state.orders.push(order);
  return order;
}

export const stamps = (at: Date, isPaid: boolean): Item => ({
  date_created: gmt(at),
  date_created_gmt: gmt(at),
  date_modified: gmt(at),
  date_modified_gmt: gmt(at),
  date_paid: isPaid ? gmt(at) : null,
  date_paid_gmt: isPaid ? gmt(at) : null,
});

function addresses({ email, phone, country }: Record<string, string | null>): Item {
  const person = { first_name: 'Ada', last_name: 'Rossi', country: country ?? 'IT' };
  return {
    billing: { ...person, email: email ?? '', phone: phone ?? '' },
    shipping: { ...person, phone: '' },
  };
}

/** Gives money back, in minor units. */
export function refundOrder(state: SiteState, order: Item, minor: number, at: Date): Item {
  const id = 500 + [...state.refunds.values()].flat().length;
  const refund: Item = {
    id,
    date_created: gmt(at),
    date_created_gmt: gmt(at),
    amount: decimal(minor),
    reason: '',
    refunded_by: 1,
    refunded_payment: false,
    meta_data: [],
    line_items: [],
  };
  const known = state.refunds.get(Number(order.id)) ?? [];
  state.refunds.set(Number(order.id), [...known, refund]);
  const short = { id, reason: '', total: `-${decimal(minor)}` };
  Object.assign(order, {
    refunds: [...(order.refunds as Item[]), short],
    date_modified: gmt(at),
    date_modified_gmt: gmt(at),
  });
  return refund;
}
