import type { ShippingAddress } from '#core/commerce/index';
import type { Money } from '../kernel/money';

/** Where a shopper's money can go to. */
export type PaymentProviderId = 'stripe' | 'paypal';

/** One line of what is paid for, as the provider's page shows it. */
export interface PaymentLine {
  readonly title: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly imageUrl: string | null;
}

/** A sum that is to be paid once. */
export interface PaymentAsked {
  /** Ours: the provider makes one session for it, however often it is asked. At most 108 characters. */
  readonly key: string;
  readonly amount: Money;
  /** In the shopper's words; no personal data. */
  readonly description: string;
  /** Shown only where they come to the amount exactly; else the description stands for them. */
  readonly lines: readonly PaymentLine[];
  readonly email: string | null;
  /** Shown beside the payment, for disputes about what was sent; null where nothing is. */
  readonly shipTo: ShippingAddress | null;
  /** BCP 47; null lets the provider choose. */
  readonly locale: string | null;
  readonly paidUrl: string;
  readonly cancelUrl: string;
  /** A provider may keep a session open for longer or shorter; `OpenedSession` says how long. */
  readonly expiresAt: Date;
}

/** A provider's page where the sum can be paid. */
export interface OpenedSession {
  readonly id: string;
  readonly url: string;
  readonly expiresAt: Date;
}

/**
 * open: nobody paid. approved: the shopper agreed, the money is ours to take. pending: the shopper did what they had to, the money is not certain yet (a bank's
 * debit, a review). paid: the money is there. failed: it will not come. expired: the page is closed.
 */
export type SessionState = 'open' | 'approved' | 'pending' | 'paid' | 'failed' | 'expired';

/** A session as the provider tells it at one moment. */
export interface SessionSeen {
  readonly id: string;
  /** The key that it was opened with; null when the provider does not tell it. */
  readonly key: string | null;
  readonly state: SessionState;
  /** What has been taken from the shopper, also in part; null before. */
  readonly paid: Money | null;
  /** Sum of what went back, in the currency of what was paid. */
  readonly refunded: Money | null;
  /** Whether the shopper's bank or the shopper contests the payment now. */
  readonly disputed: boolean;
  /** The provider's own name of the payment, for the store's order; null before. */
  readonly reference: string | null;
  readonly paidAt: Date | null;
}
