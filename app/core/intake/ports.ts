import type { ShopId } from '../kernel/ids';
import type { Closing } from './close-receipt';
import type { NewReceipt, Receipt } from './receipt';

export type Recorded = 'recorded' | 'repeated' | 'unknown_shop';

/** Receipts that tell what became of messages are read apart: they come in floods. */
export type ReceiptKind = 'statuses' | 'others';

export interface ReceiptClosing extends Closing {
  readonly receipt: Pick<Receipt, 'id' | 'receivedAt'>;
}

export interface ReceiptStore {
  /**
   * Durable when it answers. `repeated`: this event was here before. A shop whose id isn't known to
   * the caller is named by its domain; when nobody has it, nothing is written.
   */
  record(receipt: NewReceipt, shopDomain?: string | null): Promise<Recorded>;
  /**
   * Claims received ones, oldest first, leased until the given time; of them at least one, and not
   * more than fit into some MB.
   */
  claim(what: ReceiptKind, now: Date, leaseUntil: Date, limit: number): Promise<readonly Receipt[]>;
  close(closings: readonly ReceiptClosing[], at: Date): Promise<void>;
  /** Puts a receipt back after an unexpected failure; it becomes `failed` after five attempts. */
  retry(
    receipt: Pick<Receipt, 'id' | 'receivedAt'>,
    reason: string,
    notBefore: Date,
  ): Promise<void>;
  /**
   * Whether something that the shop told waits to be read, or is in a list that is being read: a
   * purchase may be in it.
   */
  hasUnread(shopId: ShopId): Promise<boolean>;
  /**
   * Says, durably, that a list which the store answered is being read: `hasUnread` until it is let
   * go, or, whatever becomes of the reader, until so many milliseconds of real time have passed. Told
   * again, the time begins anew.
   */
  holdForList(shopId: ShopId, list: string, forMs: number): Promise<void>;
  letGoOfList(shopId: ShopId, list: string): Promise<void>;
  /** Makes room for what arrives today and in the next days; without it they go among the rest. */
  makeDays(now: Date): Promise<void>;
  /**
   * Drops whole days that ended before; answers how many. What still waits or was closed later keeps
   * its day, what could not be read outlives it.
   */
  dropDays(before: Date): Promise<number>;
  /** Blanks the bodies of the shop's receipts that contain one of the texts (a person's data). */
  eraseContaining(shopId: ShopId, texts: readonly string[]): Promise<number>;
}

export type PrivacyRequestKind = 'export' | 'erase_customer' | 'erase_shop';

export interface PrivacyRequest {
  readonly id: string;
  readonly shopId: ShopId;
  readonly kind: PrivacyRequestKind;
  /** The platform's id of the request; unique per shop and kind. */
  readonly externalId: string;
  readonly requestedAt: Date;
  readonly completedAt: Date | null;
  /** What was exported, for the merchant to hand over; null for erasures. */
  readonly result: Record<string, unknown> | null;
}

/** The proof that data protection requests were carried out. */
export interface PrivacyStore {
  /** Writes a request with its outcome once; false when it was there already. */
  record(request: PrivacyRequest): Promise<boolean>;
  /** Newest first. */
  ofShop(shopId: ShopId): Promise<readonly PrivacyRequest[]>;
}

/** All that we may do in a store: sessions and keys; they go when the store goes. */
export interface SessionCleaner {
  deleteForShop(domain: string): Promise<void>;
}
