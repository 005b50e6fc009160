import type {
  AddressPart,
  Cart,
  OutsideSales,
  QuotedLine,
  ShippingAddress,
} from '#core/commerce/index';

/** An order as its store keeps it, in words that both understand. */
export interface KeptOrder {
  readonly isPaid: boolean;
  readonly totalMinor: number;
  /** What the merchant reads in it: notes, and where the money came from. */
  readonly words: string;
  readonly refundsMinor: readonly number[];
  readonly sentTo: string;
  readonly sentBy: string | null;
}

/** A store that takes orders which were paid elsewhere, with goods and ways of sending in it. */
export interface SalesRig {
  readonly sales: OutsideSales;
  readonly domain: string;
  /** Before each test: nothing is sent, everything is there, no trouble is left over. */
  readonly reset: () => void;
  /** Two pieces of one item, and one of another. */
  readonly cart: Cart;
  readonly lines: readonly QuotedLine[];
  /** From now on the goods have to be sent. */
  readonly send: () => void;
  /** So many are left of the cart's second item; or it is not sold any more. */
  readonly keep: (stock: number | 'gone') => void;
  readonly stock: () => number;
  /** One piece of that item costs so much from now on. */
  readonly reprice: (minor: number) => void;
  readonly coupon: (code: string, minor: number) => void;
  /** The first is the store's own choice. */
  readonly ways: readonly { readonly id: string; readonly title: string; readonly minor: number }[];
  readonly address: ShippingAddress;
  readonly odd: readonly (readonly [Partial<ShippingAddress>, AddressPart])[];
  readonly abroad: Partial<ShippingAddress>;
  readonly province: { readonly code: string; readonly name: string };
  /** The store does what makes an order, and its answer is lost; by turns at each of these moments. */
  readonly losses: readonly (() => void)[];
  readonly ordersOf: (key: string) => readonly KeptOrder[];
  /** All that the store was told, as text. */
  readonly told: () => string;
  readonly close: () => Promise<void>;
}
