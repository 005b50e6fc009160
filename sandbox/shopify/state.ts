import type { DraftOrder } from './draft-order';

/** Times are the app's clock. Amounts are minor units of the shop's currency. */

export interface Line {
  key: string;
  variantId: number;
  quantity: number;
  /** What was asked for a piece when it was drafted; the catalogue's price without it. */
  price?: number;
  /** An item that the catalogue does not have; its variant is 0. */
  custom?: { title: string; requiresShipping: boolean };
}

/** What the merchant, or a sale, changed of a variant. */
export interface ShelfItem {
  stock?: number;
  price?: number;
  requiresShipping?: boolean;
  status?: 'ACTIVE' | 'ARCHIVED' | 'DRAFT';
}

/** Where the store sends to, and for how much. */
export interface Zone {
  countryCode: string;
  provinces: { code: string; name: string }[];
  rates: { handle: string; title: string; price: number }[];
}

export interface Attribute {
  name: string;
  value: string;
}

export interface Cart {
  token: string;
  lines: Line[];
  discountCode: string | null;
  attributes: Attribute[];
  checkoutToken: string | null;
  landingSite: string;
  referringSite: string | null;
}

export interface Contact {
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  country: string;
  address: string | null;
  address2?: string | null;
  province?: string | null;
  city: string | null;
  zip: string | null;
}

export interface Checkout {
  id: number;
  token: string;
  cartToken: string;
  recoveryKey: string;
  createdAt: Date;
  updatedAt: Date;
  /** Last time the shopper did something here, which payment is not. */
  touchedAt: Date;
  completedAt: Date | null;
  lines: Line[];
  discountCode: string | null;
  attributes: Attribute[];
  contact: Contact;
  acceptsWhatsApp: boolean;
  customerId: number | null;
  /** True once checkouts/create was announced: Shopify waits for the first contact detail. */
  announced: boolean;
  /** Shopify leaves the recovery URL out for apps without approval for protected fields. */
  urlWithheld: boolean;
  landingSite: string;
  referringSite: string | null;
  draftOrderId: number | null;
}

export type ConsentState = 'NEVER_SUBSCRIBED' | 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'PENDING';

export interface Customer {
  id: number;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  country: string;
  createdAt: Date;
  updatedAt: Date;
  consent: { state: ConsentState; optInLevel: string | null; updatedAt: Date | null };
  tags: string[];
}

export interface Refund {
  id: number;
  amount: number;
  createdAt: Date;
  lines: { key: string; quantity: number; subtotal: number }[];
}

export interface Order {
  id: number;
  number: number;
  token: string;
  checkout: Checkout;
  lines: Line[];
  subtotal: number;
  discount: number;
  total: number;
  gateway: string;
  financialStatus: 'paid' | 'pending' | 'refunded' | 'partially_refunded' | 'voided';
  createdAt: Date;
  updatedAt: Date;
  cancelledAt: Date | null;
  refunds: Refund[];
  sourceName: string;
  shipping: DraftOrder['shipping'];
  tags: string[];
  note: string | null;
}

export interface Discount {
  id: number;
  code: string;
  title: string;
  percent: number | null;
  amount: number | null;
  startsAt: Date;
  endsAt: Date | null;
  usageLimit: number | null;
  oncePerCustomer: boolean;
  usedBy: (number | null)[];
  createdAt: Date;
}

export interface MarketingActivity {
  id: number;
  remoteId: string;
  title: string;
  status: string;
  engagements: Record<string, unknown>[];
}

export interface Subscription {
  id: number;
  topic: string;
  uri: string;
  createdAt: Date;
}

export interface ShopState {
  carts: Map<string, Cart>;
  checkouts: Map<string, Checkout>;
  customers: Map<number, Customer>;
  orders: Map<number, Order>;
  discounts: Map<string, Discount>;
  drafts: Map<number, DraftOrder>;
  activities: Map<string, MarketingActivity>;
  subscriptions: Map<number, Subscription>;
  /** By variant. */
  shelf: Map<number, ShelfItem>;
  zones: readonly Zone[];
  /** Ids of refunds, by the keys that they were asked for with. */
  refundKeys: Map<string, number>;
  installed: boolean;
  ids: { next: () => number };
}

export function createShopState(): ShopState {
  let last = 7_000_000_000_000;
  return {
    carts: new Map(),
    checkouts: new Map(),
    customers: new Map(),
    orders: new Map(),
    discounts: new Map(),
    drafts: new Map(),
    activities: new Map(),
    subscriptions: new Map(),
    shelf: new Map(),
    zones: ZONES,
    refundKeys: new Map(),
    installed: true,
    ids: { next: () => (last += 1) },
  };
}

/** Forgets everything that shoppers and apps made; ids go on, so nothing repeats. */
export function clearShopState(state: ShopState): void {
  for (const part of [
    state.carts,
    state.checkouts,
    state.customers,
    state.orders,
    state.discounts,
    state.drafts,
    state.activities,
    state.subscriptions,
    state.shelf,
    state.refundKeys,
  ]) {
    part.clear();
  }
  state.installed = true;
}

/** The demo shop sends within Italy and to Germany. */
const ZONES: readonly Zone[] = [
  {
    countryCode: 'IT',
    provinces: [
      { code: 'MI', name: 'Milano' },
      { code: 'RM', name: 'Roma' },
      { code: 'TO', name: 'Torino' },
    ],
    rates: [
      { handle: 'shopify-Courier-5.50', title: 'Courier', price: 550 },
      { handle: 'shopify-Express-9.90', title: 'Express', price: 990 },
    ],
  },
  {
    countryCode: 'DE',
    provinces: [],
    rates: [{ handle: 'shopify-Courier-12.00', title: 'Courier', price: 1_200 }],
  },
];

export const NO_CONTACT: Contact = {
  email: null,
  phone: null,
  firstName: null,
  lastName: null,
  country: 'IT',
  address: null,
  city: null,
  zip: null,
};
