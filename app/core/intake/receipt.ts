import type { PaymentProviderId } from '#core/payments/index';
import type { ReceiptId, ShopId } from '../kernel/ids';

export type ReceiptSource =
  'shopify' | 'whatsapp' | 'woocommerce' | PaymentProviderId | 'reconciliation';

/** received → processed | ignored | unreadable | failed (kept, with its reason). */
export type ReceiptState = 'received' | 'processed' | 'ignored' | 'unreadable' | 'failed';

/** What a door hands over after the signature was found right. */
export interface NewReceipt {
  readonly source: ReceiptSource;
  /** Unique per source; a second delivery of the same event has the same one. */
  readonly externalId: string;
  /** A second id that some sources give (Shopify's webhook id). */
  readonly deliveryId: string | null;
  /** Hex SHA-256 of the body. */
  readonly bodyHash: string;
  readonly shopId: ShopId | null;
  readonly topic: string;
  /** The source's own time of the event, when it says. */
  readonly triggeredAt: Date | null;
  readonly receivedAt: Date;
  readonly body: Uint8Array;
}

export interface Receipt extends NewReceipt {
  readonly id: ReceiptId;
  readonly attempts: number;
}

/** Topic of receipts that tell what became of messages, and nothing about people. */
export const STATUSES_TOPIC = 'statuses';
