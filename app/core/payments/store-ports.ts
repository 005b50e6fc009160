import type { CartId, CustomerId, PaymentId, PaymentLinkId, ShopId } from '../kernel/ids';
import type { AccountKeys, PaymentAccount } from './account';
import type { Payment, PaymentLink } from './payment';
import type { PaymentProviderId } from './payment-session';
import type { PaymentAccess, ProviderWebhook } from './ports';

export interface PaymentAccountStore {
  ofShop(shopId: ShopId): Promise<readonly PaymentAccount[]>;
  /** Null where the shop has no such account. */
  keys(shopId: ShopId, provider: PaymentProviderId): Promise<AccountKeys | null>;
  /** By the id in a webhook's address. */
  keysById(id: string): Promise<AccountKeys | null>;
  /** Keeps an account; keys that were there are replaced. */
  save(
    account: Omit<PaymentAccount, 'lastEventAt'>,
    access: PaymentAccess,
    webhook: ProviderWebhook,
  ): Promise<void>;
  setState(
    shopId: ShopId,
    provider: PaymentProviderId,
    state: PaymentAccount['state'],
    reason: string | null,
  ): Promise<void>;
  heard(id: string, at: Date): Promise<void>;
  remove(shopId: ShopId, provider: PaymentProviderId): Promise<void>;
}

/** A payment that is due to be looked at, taken for a while. */
export interface DuePayment {
  readonly shopId: ShopId;
  readonly id: PaymentId;
}

export type PaymentChange = Partial<
  Pick<
    Payment,
    | 'sessionId'
    | 'url'
    | 'state'
    | 'reason'
    | 'reference'
    | 'paid'
    | 'paidAt'
    | 'refunded'
    | 'isDisputed'
    | 'orderExternalId'
    | 'delivery'
    | 'acceptedAt'
    | 'attempts'
    | 'expiresAt'
  >
>;

/** A request that may still be paid, with the key that it was sent by. */
export interface OpenRequest {
  readonly link: PaymentLink;
  readonly key: string;
}

export interface PaymentStore {
  /** Keeps a link, unless there is one with its hash. */
  offer(link: PaymentLink): Promise<void>;
  linkByHash(tokenHash: string): Promise<PaymentLink | null>;
  linkById(shopId: ShopId, id: PaymentLinkId): Promise<PaymentLink | null>;
  /** Reads a link and keeps it from changing until the transaction ends; before its payments. */
  lockLink(shopId: ShopId, id: PaymentLinkId): Promise<PaymentLink | null>;
  /** What a person was asked for in a conversation and has neither paid nor lets lapse. */
  openRequests(shopId: ShopId, customerId: CustomerId, now: Date): Promise<readonly OpenRequest[]>;
  /** The first look at a request counts. */
  markOpened(shopId: ShopId, id: PaymentLinkId, at: Date): Promise<void>;
  markWithdrawn(shopId: ShopId, id: PaymentLinkId, at: Date | null): Promise<void>;
  byId(shopId: ShopId, id: PaymentId): Promise<Payment | null>;
  /** Reads a payment and keeps it from changing until the transaction ends. */
  lock(shopId: ShopId, id: PaymentId): Promise<Payment | null>;
  /** Newest first, whichever link they were opened by. */
  ofCart(shopId: ShopId, cartId: CartId): Promise<readonly Payment[]>;
  /** Those opened by this very link; newest first. */
  ofLink(shopId: ShopId, id: PaymentLinkId): Promise<readonly Payment[]>;
  /** The payment that the provider names by its session or its payment. */
  bySession(
    shopId: ShopId,
    provider: PaymentProviderId,
    named: { readonly sessionId: string | null; readonly reference: string | null },
  ): Promise<Payment | null>;
  /** False while another of the cart, or of the sum, is open. */
  begin(payment: Payment, lookAt: Date): Promise<boolean>;
  /** @param lookAt when to look again, unless there are news meanwhile; null for never */
  change(shopId: ShopId, id: PaymentId, change: PaymentChange, lookAt: Date | null): Promise<void>;
  /** There are news of a payment: it is looked at no later than this, whatever its state. */
  lookBy(shopId: ShopId, id: PaymentId, at: Date): Promise<void>;
  /** How many of an account are not settled yet. */
  underWay(shopId: ShopId, provider: PaymentProviderId): Promise<number>;
  /** Takes due ones, oldest first; nobody else gets them before `leaseUntil`. */
  claimDue(now: Date, leaseUntil: Date, limit: number): Promise<readonly DuePayment[]>;
  /** Gives back what was claimed. */
  release(shopId: ShopId, id: PaymentId): Promise<void>;
  /** The next instant at which one is due. */
  nextLookAt(): Promise<Date | null>;
}
