import type { CustomerId, LinkToken, OrderId, RecoveryId, SequenceId, ShopId } from '../kernel/ids';
import type { Money } from '../kernel/money';
import type { Click, Touch, TrackedLink } from './touch';

/** What shows that a message led to an order, strongest first. */
export type Proof = 'click_token' | 'checkout_token' | 'discount_code' | 'person_click';

export interface Attribution {
  readonly shopId: ShopId;
  readonly orderId: OrderId;
  readonly recoveryId: RecoveryId;
  readonly sequenceId: SequenceId;
  readonly proof: Proof;
  /** The click or code that proves it, for the merchant to look up. */
  readonly evidence: string;
  readonly attributedAt: Date;
}

/** Append-only. The sum of an order's rows is what it is credited for. */
export interface AttributionEntry {
  readonly kind: 'credit' | 'refund' | 'cancellation' | 'edit';
  /** Signed, in the shop's currency. */
  readonly amount: Money;
  /** Unique per order: a change told twice counts once. */
  readonly sourceKey: string;
  readonly at: Date;
}

export interface LinkStore {
  save(link: TrackedLink): Promise<void>;
  byToken(token: LinkToken): Promise<TrackedLink | null>;
  recordTouch(touch: Touch): Promise<void>;
}

export interface AttributionStore {
  /** The last real click with one of the tokens at or before `until`, not before `since`. */
  lastClickByToken(
    shopId: ShopId,
    token: LinkToken,
    since: Date,
    until: Date,
  ): Promise<Click | null>;
  /** The last click on a link whose recovery holds a cart with one of these checkout or cart tokens. */
  lastClickByCheckout(
    shopId: ShopId,
    tokens: readonly string[],
    since: Date,
    until: Date,
  ): Promise<Click | null>;
  lastClickByCustomer(
    shopId: ShopId,
    customerId: CustomerId,
    since: Date,
    until: Date,
  ): Promise<Click | null>;
  /** The link that carried one of these discount codes, sent at or before `until`. */
  linkByDiscountCode(
    shopId: ShopId,
    codes: readonly string[],
    until: Date,
  ): Promise<TrackedLink | null>;
  byOrder(shopId: ShopId, orderId: OrderId): Promise<Attribution | null>;
  /** Once per order: false when the order is attributed already. */
  attribute(attribution: Attribution): Promise<boolean>;
  /** Sum of an order's entries; zero of the currency when there are none. */
  balance(shopId: ShopId, orderId: OrderId, currency: string): Promise<Money>;
  /** False when the source key was there already. */
  append(shopId: ShopId, orderId: OrderId, entry: AttributionEntry): Promise<boolean>;
  /** Serialises work on one order for the transaction. */
  lockOrder(shopId: ShopId, orderId: OrderId): Promise<void>;
}
