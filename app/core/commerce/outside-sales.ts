import type { Money } from '../kernel/money';
import type { Cart } from './cart';
import type { OrderSeen } from './order';

/** A cart as its store prices it at one moment. */
export interface CartQuote {
  readonly lines: readonly QuotedLine[];
  /** Taxes and discounts included; what is to be paid. */
  readonly total: Money;
  /** Codes that the total takes into account. */
  readonly coupons: readonly string[];
  /** The store's own reckoning, as JSON: `placeOrder` gets it back as it was. */
  readonly basis: unknown;
}

export interface QuotedLine {
  readonly title: string;
  readonly quantity: number;
  /** As the store shows it to shoppers. */
  readonly unitPrice: Money;
}

/** What can't be bought as it stands in the cart. */
export interface MissingItem {
  readonly title: string;
  readonly why: 'gone' | 'sold_out' | 'too_few';
}

export type QuoteOutcome =
  | { readonly kind: 'priced'; readonly quote: CartQuote }
  | { readonly kind: 'unavailable'; readonly missing: readonly MissingItem[] }
  /** Only the store's own checkout can price it: an item made to order, a parcel, whose address no cart knows. */
  | { readonly kind: 'checkout_only' };

/** Who an order is for, as far as it is known. */
export interface Buyer {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  /** E.164 */
  readonly phone: string | null;
  /** ISO 3166 alpha-2 */
  readonly country: string | null;
}

/** What was sold: a cart as its store priced it, or what a sum was asked for in a conversation. */
export type Sold =
  | {
      readonly kind: 'cart';
      readonly cartExternalId: string;
      readonly clickToken: string | null;
      readonly quote: CartQuote;
    }
  | { readonly kind: 'sum'; readonly amount: Money; readonly reason: string };

/** What was paid outside of the store's checkout. */
export interface Sale {
  /** Ours: one order for it, however often it is asked. */
  readonly key: string;
  /** No order of this key is older. */
  readonly since: Date;
  readonly sold: Sold;
  /** Whether an agent asked for it in a conversation. */
  readonly isRequested: boolean;
  readonly buyer: Buyer;
  /** The merchant takes what came for enough, although it is not the order's total. */
  readonly isAccepted: boolean;
  readonly paid: {
    readonly amount: Money;
    /** "stripe", for the store's own records, and its name for people. */
    readonly provider: string;
    readonly providerName: string;
    readonly reference: string;
  };
}

export type PlacedOrder =
  | { readonly kind: 'placed'; readonly order: OrderSeen }
  /** The store reckons another total than was paid: its order waits unpaid for the merchant. */
  | { readonly kind: 'differs'; readonly order: OrderSeen };

/**
 * A store that takes orders which were paid outside of its own checkout. Methods throw VendorFault.
 */
export interface OutsideSales {
  /**
   * What the cart costs now: prices, taxes, shipping, coupons and stock are the store's to say. A coupon
   * that the store doesn't take any more is left out.
   */
  quote(domain: string, cart: Cart, coupons: readonly string[]): Promise<QuoteOutcome>;
  /**
   * Makes the order of a sale once and marks it paid; the store reduces its stock. An accepted one is
   * marked with what was really paid, and says the difference.
   */
  placeOrder(domain: string, sale: Sale): Promise<PlacedOrder>;
  /**
   * Writes down what went back to the shopper: afterwards the order's refunds come to `refunded` in
   * all. No money is moved.
   */
  noteRefund(domain: string, orderExternalId: string, refunded: Money): Promise<void>;
}

/** Whether the store asks another sum than the shopper was told. */
export const hasChanged = (
  cart: Pick<Cart, 'total'>,
  { total }: Pick<CartQuote, 'total'>,
): boolean => total.minor !== cart.total.minor || total.currency !== cart.total.currency;
