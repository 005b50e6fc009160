import type { ProductSeen } from '#core/catalog/index';
import type { CheckoutSeen, ContactSeen, OrderSeen, RefundSeen, Shop } from '#core/commerce/index';
import type { ConsentRecord } from '#core/consent/index';
import type {
  AccountChange,
  InboundBody,
  Quality,
  StatusSeen,
  TemplateCategory,
  TemplateState,
} from '#core/messaging/index';
import type { PaymentNewsSeen } from '#core/payments/index';

/** What one receipt says, in our words. An adapter's pure `normalize` makes them. */
export type Fact =
  | { readonly kind: 'checkout'; readonly checkout: CheckoutSeen }
  | { readonly kind: 'order'; readonly order: OrderSeen }
  | { readonly kind: 'refund'; readonly refund: RefundSeen }
  | { readonly kind: 'customer'; readonly contact: ContactSeen; readonly updatedAt: Date }
  | {
      readonly kind: 'whatsapp_consent';
      readonly contact: ContactSeen;
      readonly state: 'granted' | 'withdrawn';
      readonly at: Date;
      /** What the person did; without it, it is what the store's customer record says. */
      readonly act?: Pick<ConsentRecord, 'source' | 'proof' | 'key'>;
    }
  | { readonly kind: 'product'; readonly product: ProductSeen }
  | { readonly kind: 'product_deleted'; readonly externalId: string }
  | {
      readonly kind: 'store_described';
      readonly details: Omit<Shop, 'id' | 'state' | 'settings'>;
    }
  | { readonly kind: 'app_uninstalled' }
  | { readonly kind: 'scopes_changed'; readonly scopes: readonly string[] }
  | { readonly kind: 'data_request'; readonly contact: ContactSeen; readonly requestId: string }
  | {
      readonly kind: 'customer_redact';
      readonly contact: ContactSeen;
      readonly orderExternalIds: readonly string[];
    }
  | { readonly kind: 'shop_redact' }
  | { readonly kind: 'message_status'; readonly phoneNumberId: string; readonly status: StatusSeen }
  | {
      readonly kind: 'inbound_message';
      readonly phoneNumberId: string;
      readonly message: InboundSeen;
    }
  | {
      readonly kind: 'marketing_preference';
      readonly phoneNumberId: string;
      readonly from: SenderSeen;
      readonly preference: 'stop' | 'resume';
      readonly at: Date;
    }
  | {
      readonly kind: 'identity_changed';
      readonly phoneNumberId: string;
      readonly from: SenderSeen;
      readonly newWaId: string | null;
      readonly newUserId: string | null;
      readonly at: Date;
    }
  | {
      readonly kind: 'template_status';
      readonly wabaId: string;
      readonly vendorId: string;
      readonly name: string;
      readonly language: string;
      /** Null when the vendor told of another change (its category) and not of the state. */
      readonly state: TemplateState | null;
      readonly reason: string | null;
      readonly category: TemplateCategory | null;
    }
  | {
      readonly kind: 'number_quality';
      readonly wabaId: string;
      readonly displayPhone: string | null;
      readonly quality: Quality;
    }
  | {
      readonly kind: 'number_pace';
      readonly wabaId: string;
      readonly displayPhone: string | null;
      /** Messages a second that the number may send from now on. */
      readonly perSecond: number;
    }
  | {
      readonly kind: 'daily_limit';
      readonly wabaId: string;
      /** People a day that the account's portfolio may reach. */
      readonly limit: number | 'unlimited';
    }
  | {
      readonly kind: 'account_changed';
      readonly wabaId: string;
      /** Null when it concerns every number of the account. */
      readonly displayPhone: string | null;
      readonly change: AccountChange;
      /** In words for the merchant. */
      readonly reason: string;
    }
  | {
      readonly kind: 'template_quality';
      readonly wabaId: string;
      readonly vendorId: string;
      readonly name: string;
      readonly language: string;
      readonly quality: Quality;
    }
  /** A payment provider has something to tell; what is true is read from it. */
  | { readonly kind: 'payment_news'; readonly news: PaymentNewsSeen }
  | { readonly kind: 'ignored'; readonly reason: string };

/** Who wrote on WhatsApp: a phone's digits, a business-scoped user id, or both. */
export interface SenderSeen {
  readonly waId: string | null;
  readonly userId: string | null;
  readonly profileName: string | null;
}

export interface InboundSeen {
  readonly vendorId: string;
  readonly from: SenderSeen;
  readonly body: InboundBody;
  readonly inReplyTo: string | null;
  readonly at: Date;
}

/** The outcome of reading a receipt's body. */
export type Normalized =
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'unreadable'; readonly reason: string };
