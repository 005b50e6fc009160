/** What a WooCommerce site keeps; bodies are in the shape of its REST API. */
export type Item = Record<string, unknown>;

export interface SiteKeys {
  readonly siteId: string;
  readonly signingKey: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

/** A cart that somebody fills through the routes for shoppers. */
export interface ShopperCart {
  readonly items: { readonly id: number; readonly quantity: number }[];
  readonly coupons: string[];
  /** Beginning with the store's own place, as WooCommerce presets it. */
  address: Readonly<Record<string, string>>;
  rateId: string | null;
}

/** How a store sends what is bought. */
export interface Shipping {
  /** The first one is chosen unless the shopper chooses. */
  readonly rates: readonly {
    readonly id: string;
    readonly name: string;
    readonly minor: number;
  }[];
  readonly countries: readonly string[];
}

export const BY_COURIER: Shipping = {
  rates: [
    { id: 'flat_rate:1', name: 'Courier', minor: 550 },
    { id: 'flat_rate:2', name: 'Express', minor: 990 },
    { id: 'free_shipping:3', name: 'With the next fair', minor: 0 },
  ],
  countries: ['IT', 'DE', 'US'],
};

export interface SiteState {
  products: Item[];
  /** By the id of their product. */
  variations: Map<number, Item[]>;
  orders: Item[];
  /** By the id of their order. */
  refunds: Map<number, Item[]>;
  coupons: Item[];
  /** As the plugin tells them. */
  carts: Item[];
  /** By their tokens. */
  shopperCarts: Map<string, ShopperCart>;
  /** Null where nothing is sent by post. */
  shipping: Shipping | null;
  /** Included in every price. */
  taxPercent: number;
  /** What a plugin of the store adds to each order, and to no cart. */
  surchargeMinor: number;
  /** Notes of orders, by the order's id. */
  notes: Map<number, string[]>;
  /** Null until the site is connected. */
  keys: SiteKeys | null;
  /** What the site answers challenges with while an exchange is under way. */
  verifier: string | null;
  /** Nonces that were seen. */
  nonces: Set<string>;
}

const image = (name: string): Item => ({
  id: 31,
  src: `https://shop.example/wp-content/uploads/${name}.jpg`,
  name,
  alt: '',
});

const product = (id: number, name: string, more: Item): Item => ({
  id,
  name,
  slug: name.toLowerCase(),
  permalink: `https://shop.example/product/${name.toLowerCase()}/`,
  date_created: '2026-11-01T10:00:00',
  date_created_gmt: '2026-11-01T09:00:00',
  date_modified: '2026-11-20T10:00:00',
  date_modified_gmt: '2026-11-20T09:00:00',
  type: 'simple',
  status: 'publish',
  sku: '',
  price: '30.10',
  regular_price: '30.10',
  sale_price: '',
  on_sale: false,
  purchasable: true,
  manage_stock: false,
  stock_quantity: null,
  stock_status: 'instock',
  parent_id: 0,
  images: [image(name.toLowerCase())],
  attributes: [],
  variations: [],
  meta_data: [],
  ...more,
});

const variation = (id: number, parent: number, option: string, regular: string): Item => ({
  id,
  type: 'variation',
  date_created: '2026-11-01T10:00:00',
  date_modified: '2026-11-20T10:00:00',
  sku: `LMP-${id}`,
  price: '49.90',
  regular_price: regular,
  sale_price: '',
  status: 'publish',
  stock_status: 'instock',
  image: image(option.toLowerCase()),
  attributes: [{ id: 0, name: 'Colore', option }],
  meta_data: [],
  parent_id: parent,
});

export const createSiteState = (): SiteState => ({
  products: [
    product(12, 'Lampada', {
      type: 'variable',
      price: '49.90',
      regular_price: '',
      variations: [15, 16],
    }),
    product(21, 'Tazza', {}),
    product(22, 'Cuscino', { price: '19.00', regular_price: '25.00', images: [] }),
  ],
  variations: new Map([
    [12, [variation(15, 12, 'Blu', '59.90'), variation(16, 12, 'Rosso', '49.90')]],
  ]),
  orders: [],
  refunds: new Map(),
  coupons: [],
  carts: [],
  shopperCarts: new Map(),
  shipping: null,
  taxPercent: 0,
  surchargeMinor: 0,
  notes: new Map(),
  keys: null,
  verifier: null,
  nonces: new Set(),
});
