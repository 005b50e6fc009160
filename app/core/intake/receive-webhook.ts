import type { Recorded, ReceiptStore } from './ports';
import type { NewReceipt } from './receipt';

/** How a door's verification ended; adapters produce it from raw bytes and headers. */
export type Verified =
  | {
      readonly kind: 'verified';
      readonly externalId: string;
      readonly deliveryId: string | null;
      /** SHA-256 of the raw bytes, hexadecimal. */
      readonly bodyHash: string;
      readonly topic: string;
      /** Null for sources that name the shop inside the body. */
      readonly shopDomain: string | null;
      readonly triggeredAt: Date | null;
    }
  | { readonly kind: 'refused'; readonly reason: string };

export type ReceiveOutcome = Recorded | 'refused';

export interface WebhookArrival {
  readonly source: NewReceipt['source'];
  readonly verified: Verified;
  readonly body: Uint8Array;
  readonly now: Date;
}

/**
 * Keeps what a door has verified, before anybody reads it. Durable when it answers `recorded`;
 * `refused` and `unknown_shop` write nothing.
 */
export async function receiveWebhook(
  { source, verified, body, now }: WebhookArrival,
  ports: { receipts: Pick<ReceiptStore, 'record'> },
): Promise<ReceiveOutcome> {
  if (verified.kind === 'refused') return 'refused';
  const { shopDomain, externalId, deliveryId, bodyHash, topic, triggeredAt } = verified;
  // Written out: what a spread makes outlives V8's quick collections, a kilobyte a webhook.
  const receipt: NewReceipt = {
    source,
    externalId,
    deliveryId,
    bodyHash,
    shopId: null,
    topic,
    triggeredAt,
    receivedAt: now,
    body,
  };
  return ports.receipts.record(receipt, shopDomain);
}
