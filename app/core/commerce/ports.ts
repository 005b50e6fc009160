import type { CartId, CustomerId, OrderId, ShopId } from '../kernel/ids';
import type { Cart, CheckoutSeen } from './cart';
import type { Customer, Identity } from './customer';
import type { Order, OrderSeen, RefundSeen } from './order';
import type { OutsideSales } from './outside-sales';
import type { Shop, ShopSettings } from './shop';

export interface ShopStore {
  byId(shopId: ShopId): Promise<Shop | null>;
  byDomain(domain: string): Promise<Shop | null>;
  save(shop: Shop): Promise<void>;
  saveSettings(shopId: ShopId, settings: ShopSettings): Promise<void>;
  /** Shops with state `installed`. */
  installed(): Promise<readonly Shop[]>;
  /** Removes every row of the shop, in every table. For `shop/redact`. */
  erase(shopId: ShopId): Promise<void>;
}

export interface CustomerStore {
  byId(shopId: ShopId, id: CustomerId): Promise<Customer | null>;
  /** All people that own at least one of the identities, oldest first. */
  withAny(shopId: ShopId, identities: readonly Identity[]): Promise<readonly Customer[]>;
  /** Who has each of a vendor's user ids, as far as anybody has; one answer for each question. */
  ownersOfUserIds(
    named: readonly { readonly shopId: ShopId; readonly userId: string }[],
  ): Promise<readonly (CustomerId | null)[]>;
  /** With exactly these identities. */
  save(customer: Customer): Promise<void>;
  /** Writes down what is known of a person, new or not; identities stay as they are. */
  describe(customer: Omit<Customer, 'identities'>): Promise<void>;
  /** Moves identities to a person, whoever had them before. */
  moveIdentities(shopId: ShopId, identities: readonly Identity[], to: CustomerId): Promise<void>;
  /** Forgets an identity, whoever has it (a number that was given up). */
  removeIdentity(shopId: ShopId, identity: Identity): Promise<void>;
  /** Re-points every row of `from` to `into` and keeps a trace of the merge. */
  merge(shopId: ShopId, from: CustomerId, into: CustomerId, at: Date): Promise<void>;
  /** Deletes or blanks all personal data of a person; sums of money stay. For `customers/redact`. */
  erase(shopId: ShopId, id: CustomerId): Promise<void>;
  /** Everything we hold about a person, as plain JSON. For `customers/data_request`. */
  export(shopId: ShopId, id: CustomerId): Promise<Record<string, unknown>>;
}

export type CartWrite = Omit<Cart, 'abandonedAt'>;

export interface CartStore {
  byId(shopId: ShopId, id: CartId): Promise<Cart | null>;
  /**
   * Reads a cart and keeps it from changing until the transaction ends. Whoever locks a cart and a
   * recovery locks the cart first.
   */
  lock(shopId: ShopId, id: CartId): Promise<Cart | null>;
  byExternalId(shopId: ShopId, externalId: string): Promise<Cart | null>;
  /** Those whose external id is one of these. */
  withExternalIds(shopId: ShopId, externalIds: readonly string[]): Promise<readonly Cart[]>;
  /** The newest checkout of a storefront cart. */
  byCartToken(shopId: ShopId, cartToken: string): Promise<Cart | null>;
  /** All carts that an order names by its checkout token or its cart token. */
  boughtWith(
    shopId: ShopId,
    order: Pick<Order, 'checkoutToken' | 'cartToken'>,
  ): Promise<readonly Cart[]>;
  /** Locks like `lock`, in the order of their ids, those that one of the tokens names in either way. */
  lockNamed(shopId: ShopId, tokens: readonly string[]): Promise<void>;
  /** Gives a cart its checkout token, once it is known. */
  rename(shopId: ShopId, id: CartId, externalId: string): Promise<void>;
  /** Inserts, or updates when `sourceUpdatedAt` is not older; answers false when it was older. */
  upsertNewest(cart: CartWrite): Promise<boolean>;
  setState(shopId: ShopId, id: CartId, state: Cart['state'], at: Date): Promise<void>;
  /**
   * Claims open, filled carts of all shops that have been idle for their shop's inactivity time,
   * marks them abandoned and answers them (SKIP LOCKED: two workers never get the same one).
   */
  claimIdle(now: Date, limit: number): Promise<readonly Cart[]>;
  /** The next instant at which an open cart becomes abandoned; null when none will. */
  nextIdleAt(): Promise<Date | null>;
  /** Open or abandoned carts of one person, newest activity first. */
  unboughtOf(shopId: ShopId, customerId: CustomerId): Promise<readonly Cart[]>;
}

/** What an order carries that was won over by a cart or its messages, whoever placed it. */
export interface PurchaseProofs {
  readonly checkoutTokens: readonly string[];
  readonly cartTokens: readonly string[];
  readonly clickTokens: readonly string[];
  /** Unique codes that only our messages carry, in capitals. */
  readonly discountCodes: readonly string[];
}

export type OrderWrite = Omit<Order, 'refunded'>;

export interface OrderStore {
  byId(shopId: ShopId, id: OrderId): Promise<Order | null>;
  byExternalId(shopId: ShopId, externalId: string): Promise<Order | null>;
  /**
   * Reads an order and keeps others that ask the same waiting until the transaction ends, also while
   * there is no row of it yet: what is merged from it can be written without losing another's telling.
   */
  lockByExternalId(shopId: ShopId, externalId: string): Promise<Order | null>;
  /** Keeps others waiting like `lockByExternalId`, for many at once and always in one order. */
  lockAll(orders: readonly Pick<Order, 'shopId' | 'externalId'>[]): Promise<void>;
  /**
   * Inserts, or updates when `sourceUpdatedAt` is not older (paidAt is kept once set). Answers the
   * order as it is then: unchanged when the write was older.
   */
  upsertNewest(order: OrderWrite): Promise<Order>;
  /**
   * Adds a refund once by its external id; answers the order after it, or null if unknown order. A
   * telling in the order's currency, or the shop's while the order is unknown, replaces one in another
   * currency, which counts for nothing; it is `added` then, too.
   */
  addRefund(shopId: ShopId, refund: RefundSeen): Promise<{ order: Order; added: boolean } | null>;
  /**
   * An order that carries one of the proofs, whenever it was placed, or that the person, phone or
   * e-mail placed at or after `since`.
   */
  purchasedSince(
    shopId: ShopId,
    match: PurchaseProofs & {
      readonly customerId: CustomerId | null;
      readonly phone: string | null;
      readonly email: string | null;
    },
    since: Date,
  ): Promise<OrderId | null>;
  /** Number of orders of a person placed before. */
  countBefore(shopId: ShopId, customerId: CustomerId, before: Date): Promise<number>;
}

/** A store platform as the app uses it. Adapters throw VendorFault. */
export interface CommercePlatform {
  readonly platform: Shop['platform'];
  /** Null where nothing may be paid outside of the platform's own checkout. */
  readonly outsideSales: OutsideSales | null;
  /** Name, currency, zone, country and locale of the store. */
  readShop(domain: string): Promise<Omit<Shop, 'id' | 'state' | 'settings'>>;
  /**
   * Makes a unique discount code; a code that exists already is success.
   * `validUntil` in UTC. The code works once for one order.
   */
  createDiscountCode(
    domain: string,
    discount: {
      code: string;
      title: string;
      value:
        | { kind: 'percentage'; percent: number }
        | { kind: 'fixed'; minor: number; currency: string };
      validFrom: Date;
      validUntil: Date;
    },
  ): Promise<void>;
  /** Photo and compare-at price for variants, by their external ids. Unknown ones are left out. */
  variantDetails(domain: string, variantIds: readonly string[]): Promise<readonly VariantDetails[]>;
  /** Where a shopper can finish: the recovery address, else a cart permalink; null when neither. */
  checkoutUrl(domain: string, cart: Cart, discountCode: string | null): string | null;
  /** A page of checkouts changed since, oldest first; `cursor` null on the last page. */
  checkoutsSince(
    domain: string,
    since: Date,
    cursor: string | null,
  ): Promise<{ checkouts: readonly CheckoutSeen[]; cursor: string | null }>;
  ordersSince(
    domain: string,
    since: Date,
    cursor: string | null,
  ): Promise<{ orders: readonly OrderSeen[]; cursor: string | null }>;
  /** The platform's own record of WhatsApp consent; null when it has none. */
  readWhatsAppConsent(
    domain: string,
    externalCustomerId: string,
  ): Promise<{ state: 'granted' | 'withdrawn'; at: Date | null } | null>;
  writeWhatsAppConsent(
    domain: string,
    externalCustomerId: string,
    consent: { state: 'granted' | 'withdrawn'; at: Date },
  ): Promise<void>;
}

export interface VariantDetails {
  readonly variantId: string;
  readonly productId: string;
  readonly imageUrl: string | null;
  /** Decimal text in the shop's currency, or null when not reduced. */
  readonly compareAtPrice: string | null;
}
