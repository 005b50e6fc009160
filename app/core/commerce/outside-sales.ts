import type { Money } from '../kernel/money';
import type { Cart } from './cart';
import type { OrderSeen } from './order';

/** Where a parcel goes, as the shopper wrote it: personal data. */
export interface ShippingAddress {
  readonly firstName: string;
  readonly lastName: string;
  /** Street and number. */
  readonly address1: string;
  readonly address2: string | null;
  readonly postcode: string | null;
  readonly city: string;
  /** The store's own code of a province, state or region; null where its country has none. */
  readonly province: string | null;
  /** ISO 3166 alpha-2 */
  readonly country: string;
}

/** How a cart is to be sent, as the shopper chose. */
export interface Delivery {
  readonly address: ShippingAddress;
  /** Ids of rates, by their parcels' ids; the store chooses where there is none that it offers. */
  readonly rates: Readonly<Record<string, string>>;
}

/** What is sent together, and for how much. */
export interface Parcel {
  readonly id: string;
  /** At least one. */
  readonly rates: readonly ShippingRate[];
  /** The id of one of `rates`. */
  readonly chosen: string;
}

export interface ShippingRate {
  readonly id: string;
  /** As the store names it to shoppers: "Courier, 2 days". */
  readonly title: string;
  /** Taxes included. */
  readonly price: Money;
}

/** A part of a country, as the store names it. */
export interface Province {
  readonly code: string;
  readonly name: string;
}

/** A cart as its store prices it at one moment. */
export interface CartQuote {
  readonly lines: readonly QuotedLine[];
  /** What is sent, each at its chosen rate; empty where nothing is. */
  readonly parcels: readonly Parcel[];
  /** Taxes, discounts and chosen shipping included; what is to be paid. */
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
  /** It has to be sent, and nobody said where to. */
  | { readonly kind: 'needs_address'; readonly lines: readonly QuotedLine[] }
  /** The store finds these parts of the address wrong. */
  | { readonly kind: 'address_refused'; readonly parts: readonly AddressPart[] }
  /** The store sends nothing there. */
  | { readonly kind: 'undeliverable' }
  /** Only the store's own checkout can price it: an item made to order, a rule of a plugin. */
  | { readonly kind: 'checkout_only' };

export type AddressPart = keyof ShippingAddress;

/** What an outside sale depends on besides the cart. */
export interface QuoteTerms {
  readonly coupons: readonly string[];
  /** Null as long as nobody chose. */
  readonly delivery: Delivery | null;
}

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
  /** Null where nothing is sent. */
  readonly shipTo: ShippingAddress | null;
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
  quote(domain: string, cart: Cart, terms: QuoteTerms): Promise<QuoteOutcome>;
  /** The parts of a country that an address there has to name; empty where it names none. */
  provinces(domain: string, country: string): Promise<readonly Province[]>;
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

/**
 * Whether the store asks another sum than the shopper was told; any way of sending may have been a part
 * of that, or none yet.
 */
export function hasChanged(
  cart: Pick<Cart, 'total'>,
  { total, parcels }: Pick<CartQuote, 'total' | 'parcels'>,
): boolean {
  const chosen = parcels.reduce((sum, parcel) => sum + (chosenRate(parcel)?.price.minor ?? 0), 0);
  const toldForSending = cart.total.minor - (total.minor - chosen);
  const isPossible = toldForSending === 0 || canCost(parcels, toldForSending);
  return cart.total.currency !== total.currency || !isPossible;
}

/** Codes of the cart that the store does not reckon with any more; it may write them in other letters. */
export function lapsedCodes(
  { discountCodes }: Pick<Cart, 'discountCodes'>,
  { coupons }: Pick<CartQuote, 'coupons'>,
): readonly string[] {
  const counted = new Set(coupons.map((code) => code.toLowerCase()));
  return discountCodes.filter((code) => !counted.has(code.toLowerCase()));
}

/**
 * Whether sending costs so much with some way for each parcel. Larger sums are left out at once: many
 * parcels with many ways make more combinations than one can look at.
 */
function canCost(parcels: readonly Parcel[], minor: number): boolean {
  let sums: readonly number[] = [0];
  for (const { rates } of parcels) {
    const next = sums.flatMap((sum) => rates.map(({ price }) => sum + price.minor));
    sums = [...new Set(next)].filter((sum) => sum <= minor);
  }
  return sums.includes(minor);
}

/** The way in which a parcel is sent. */
export const chosenRate = ({ rates, chosen }: Parcel): ShippingRate | undefined =>
  rates.find(({ id }) => id === chosen);
