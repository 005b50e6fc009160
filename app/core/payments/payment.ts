import type { CartQuote, Delivery } from '#core/commerce/index';
import type {
  CartId,
  CustomerId,
  LinkToken,
  MessageId,
  PaymentId,
  PaymentLinkId,
  ShopId,
} from '../kernel/ids';
import type { Money } from '../kernel/money';
import type { HeldReason } from './judge-payment';
import type { PaymentProviderId } from './payment-session';

/** A sum that an agent named, everything included, and in a few words what it is for. */
export interface Sum {
  readonly amount: Money;
  readonly reason: string;
}

/** What is paid at a link: a cart, at what its store then asks, or a sum. */
export type Billed =
  { readonly kind: 'cart'; readonly cartId: CartId } | ({ readonly kind: 'sum' } & Sum);

/** What makes a link one that an agent asked for a payment by. */
export interface PaymentRequest {
  /** The message that carries the link. */
  readonly messageId: MessageId;
  /** Whom it was sent to. */
  readonly customerId: CustomerId;
  /** The shopper's first look; previews don't count. */
  readonly openedAt: Date | null;
  readonly withdrawnAt: Date | null;
}

/** A link of ours at which a cart or a sum can be paid. Only its token's hash is kept. */
export interface PaymentLink {
  readonly id: PaymentLinkId;
  readonly shopId: ShopId;
  readonly tokenHash: string;
  readonly billed: Billed;
  /** Null where a reminder led to it. */
  readonly request: PaymentRequest | null;
  /** Of the message's tracked link, for the order's attribution. */
  readonly clickToken: LinkToken | null;
  readonly discountCode: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/**
 * open: the shopper may pay. pending: the money is not certain yet. paid: it is there, the store does
 * not have its order yet. ordered: done. held: waits for the merchant. failed, expired, replaced: no
 * money came and none is taken any more.
 */
export type PaymentState =
  'open' | 'pending' | 'paid' | 'ordered' | 'held' | 'failed' | 'expired' | 'replaced';

/** Why a payment waits for the merchant. */
export type HoldReason =
  | HeldReason
  /** The cart had been paid or bought before. */
  | 'paid_twice'
  /** The store reckons another total; its order waits unpaid. */
  | 'order_differs'
  /** The store disconnected before its order was made. */
  | 'store_left'
  /** The store takes no such order. */
  | 'order_refused'
  /** The agent had taken the request back. */
  | 'withdrawn';

/** One try to pay a cart or a sum: a session at a provider, for a sum that the store named. */
export interface Payment {
  /** Also the key of everything that is made for it outside. */
  readonly id: PaymentId;
  readonly shopId: ShopId;
  readonly linkId: PaymentLinkId;
  /** Null for a sum. */
  readonly cartId: CartId | null;
  readonly provider: PaymentProviderId;
  /** The provider's name of the session; null until it has answered. */
  readonly sessionId: string | null;
  readonly url: string | null;
  readonly quote: CartQuote;
  /** Where it is sent to; null where nothing is, and once nobody needs to know any more. */
  readonly delivery: Delivery | null;
  readonly state: PaymentState;
  readonly reason: HoldReason | null;
  readonly reference: string | null;
  readonly paid: Money | null;
  readonly paidAt: Date | null;
  readonly refunded: Money | null;
  readonly isDisputed: boolean;
  readonly orderExternalId: string | null;
  /** When the merchant took what had come for enough. */
  readonly acceptedAt: Date | null;
  /** Looks in a row that failed, or found nothing new. */
  readonly attempts: number;
  readonly openedAt: Date;
  readonly expiresAt: Date;
}

/** States in which money came that is not given back. */
export const hasMoney = (state: PaymentState): boolean =>
  state === 'paid' || state === 'ordered' || state === 'held';
