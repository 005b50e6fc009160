import type { CustomerId, ShopId } from '../kernel/ids';

export type ConsentSource =
  | 'checkout_checkbox'
  | 'account_page'
  | 'shopify_customer'
  | 'whatsapp_keyword'
  | 'whatsapp_preferences'
  | 'merchant'
  | 'import';

/** Append-only: what a person allowed or withdrew, when, and how we know. */
export interface ConsentRecord {
  readonly customerId: CustomerId;
  readonly state: 'granted' | 'withdrawn';
  readonly source: ConsentSource;
  readonly occurredAt: Date;
  /** What proves it: wording, page, message id. No more personal data than needed. */
  readonly proof: Readonly<Record<string, string>>;
  /** Unique per shop, so that a repeated webhook adds nothing. */
  readonly key: string;
}

export interface ConsentStore {
  /** Answers false when the key was there already. */
  append(shopId: ShopId, record: ConsentRecord): Promise<boolean>;
  /** All records of a person, oldest first. */
  of(shopId: ShopId, customerId: CustomerId): Promise<readonly ConsentRecord[]>;
}
