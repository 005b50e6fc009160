import type { CustomerId, MessageId, ShopId } from '../kernel/ids';

export interface StatusOfShop {
  readonly shopId: ShopId;
  readonly status: StatusSeen;
}

export interface StatusApplied {
  readonly id: MessageId;
  readonly customerId: CustomerId;
  readonly moved: boolean;
}

export interface StatusSeen {
  readonly vendorId: string;
  /** Our message id, echoed by the vendor; null when it sent none. */
  readonly callbackId: MessageId | null;
  readonly state: 'sent' | 'delivered' | 'read' | 'failed';
  readonly code: string | null;
  readonly at: Date;
  readonly waId: string | null;
  readonly userId: string | null;
}
