import type { Order, PurchaseProofs } from '#core/commerce/index';
import type {
  CartId,
  CustomerId,
  LinkToken,
  MessageId,
  OrderId,
  RecoveryId,
  RecoveryStepId,
  SequenceId,
  ShopId,
} from '../kernel/ids';
import type { NonSendReason } from './non-send-reason';
import type { FirstStep, Recovery, RecoveryState, RecoveryStep, StepState } from './recovery';
import type { Sequence, SequenceState } from './sequence';

export interface SequenceStore {
  byId(shopId: ShopId, id: SequenceId): Promise<Sequence | null>;
  /** Not archived, by priority then name. */
  ofShop(shopId: ShopId): Promise<readonly Sequence[]>;
  save(sequence: Sequence): Promise<void>;
  setState(shopId: ShopId, id: SequenceId, state: SequenceState): Promise<void>;
}

/** What became of a claimed step: decided, or due again later. */
export type StepResult = Pick<RecoveryStep, 'shopId' | 'id'> &
  (
    | {
        readonly state: Exclude<StepState, 'pending'>;
        readonly reason: NonSendReason | null;
        readonly messageId: MessageId | null;
        readonly decidedAt: Date;
      }
    | { readonly state: 'pending'; readonly dueAt: Date }
  );

export interface RecoveryStore {
  byId(shopId: ShopId, id: RecoveryId): Promise<Recovery | null>;
  byCart(shopId: ShopId, cartId: CartId): Promise<Recovery | null>;
  /** The person's recovery that is active or held out; at most one, the database sees to it. */
  runningOf(shopId: ShopId, customerId: CustomerId): Promise<Recovery | null>;
  /** Inserts with its carts and steps. Answers false when the cart has a recovery already. */
  start(recovery: Recovery, steps: readonly FirstStep[]): Promise<boolean>;
  /** Puts another cart of the same person under a running recovery and shows it from now on. */
  adoptCart(shopId: ShopId, id: RecoveryId, cartId: CartId): Promise<void>;
  end(
    shopId: ShopId,
    id: RecoveryId,
    state: RecoveryState,
    reason: NonSendReason | null,
    at: Date,
  ): Promise<void>;
  /** In order; the one more try of a step follows the step. */
  steps(shopId: ShopId, id: RecoveryId): Promise<readonly RecoveryStep[]>;
  /** Inserts the one more try of a step; false when the step has had it. */
  addRetry(step: RecoveryStep): Promise<boolean>;
  stepById(shopId: ShopId, id: RecoveryStepId): Promise<RecoveryStep | null>;
  /**
   * One statement for the worker that goes from batch to batch: writes down what became of its last
   * one, as far as those steps are still pending, and claims the next. Every shop with due steps gets
   * an equal share of it, its oldest steps first; what some leave of theirs goes to those that have
   * more. A step that is written down here is not claimed again by the same call. It locks steps
   * without their recoveries, so in a transaction it has to come last.
   * @param except shops whose steps are left alone for now
   */
  completeAndClaim(
    done: readonly StepResult[],
    now: Date,
    leaseUntil: Date,
    limit: number,
    except?: readonly ShopId[],
  ): Promise<readonly RecoveryStep[]>;
  /** The next instant at which a step may be claimed: due, and not leased. */
  nextDueAt(): Promise<Date | null>;
  /** Locks the recovery for the transaction, so that two workers can't decide one step at once. */
  lock(shopId: ShopId, id: RecoveryId): Promise<Recovery | null>;
  reschedule(shopId: ShopId, id: RecoveryStepId, dueAt: Date): Promise<void>;
  decide(
    shopId: ShopId,
    id: RecoveryStepId,
    decision: {
      state: Exclude<RecoveryStep['state'], 'pending'>;
      reason: NonSendReason | null;
      messageId: MessageId | null;
    },
    at: Date,
  ): Promise<void>;
  /**
   * The recoveries that orders may end: of the carts that an order's checkout token or cart token
   * names; of the link whose click it carries, and of the unique codes that it used; and, by the
   * order's person, phone and e-mail, each buyer's newest one that was not declined and started at or
   * before `now`. What several ways lead to is told once, as the checkout's if it is proven.
   */
  boughtBy(shopId: ShopId, orders: readonly Order[], now: Date): Promise<readonly BoughtRecovery[]>;
  /** Locks recoveries for the transaction, in the order of their ids, and tells how they stand. */
  lockAll(shopId: ShopId, ids: readonly RecoveryId[]): Promise<readonly RecoveryStand[]>;
  /** Ends recoveries with one reason and cancels their pending steps with it. */
  endAll(
    shopId: ShopId,
    ends: readonly EndedRecovery[],
    reason: NonSendReason,
    at: Date,
  ): Promise<void>;
  /** Recoveries of a shop that are active or held out, oldest first. */
  running(shopId: ShopId, limit: number): Promise<readonly Recovery[]>;
  /** Deletes a recovery that never wrote a message, so that its cart may start another one. */
  discard(shopId: ShopId, id: RecoveryId): Promise<void>;
  /** Of all carts under a recovery and all links of its messages. */
  purchaseProofs(shopId: ShopId, id: RecoveryId): Promise<PurchaseProofs>;
  /** Whether one of a recovery's carts is being paid by a link, as far as anybody told. */
  paymentPending(shopId: ShopId, id: RecoveryId): Promise<boolean>;
  /** Whether the person wrote to us at or after `since`; an emoji reaction isn't writing. */
  repliedSince(shopId: ShopId, customerId: CustomerId, since: Date): Promise<boolean>;
  /**
   * Whether the vendor said at or after `since` that it can't deliver to a person under an address (a
   * phone or a vendor's user id), and nothing has arrived from or at the person after that.
   */
  unreachableSince(
    shopId: ShopId,
    customerId: CustomerId,
    address: string,
    since: Date,
  ): Promise<boolean>;
  /** Whether a person (no preview robot) opened the link of a message. */
  clickedMessage(shopId: ShopId, messageId: MessageId): Promise<boolean>;
  /** Cancels all pending steps of a recovery with one reason; answers how many. */
  cancelPending(shopId: ShopId, id: RecoveryId, reason: NonSendReason, at: Date): Promise<number>;
}

/** A recovery that an order may end, as it was read without a lock. */
export interface BoughtRecovery extends Pick<Recovery, 'id' | 'startedAt' | 'endedAt'> {
  readonly orderId: OrderId;
  /** A checkout, a click of ours or a code of ours is certain; of a person it is guessed. */
  readonly foundBy: 'checkout' | 'person';
  /** Of the cart that it shows; null when that is gone. */
  readonly cart: { readonly lastActivityAt: Date } | null;
}

/** As much of a recovery as its end depends on. */
export type RecoveryStand = Pick<Recovery, 'shopId' | 'id' | 'state'>;

export interface EndedRecovery {
  readonly id: RecoveryId;
  readonly state: 'stopped' | 'recovered';
}

/** The tracked link of a recovery's message, as it is written down together with the message. */
export interface StepLink {
  readonly token: LinkToken;
  readonly shopId: ShopId;
  readonly customerId: CustomerId;
  readonly recoveryId: RecoveryId;
  readonly sequenceId: SequenceId;
  readonly messageId: MessageId;
  readonly cartId: CartId;
  readonly discountCode: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}
