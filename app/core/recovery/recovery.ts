import type {
  CartId,
  CustomerId,
  MessageId,
  RecoveryId,
  RecoveryStepId,
  SequenceId,
  ShopId,
} from '../kernel/ids';
import type { NonSendReason } from './non-send-reason';
import type { SequenceStep } from './sequence';

/**
 * active: steps may still send. held_out: runs like an active one but records "would have sent".
 * declined: never started. stopped: ended early. completed: all steps done. recovered: the
 * shopper bought after a message, credited or not.
 */
export type RecoveryState =
  'active' | 'held_out' | 'declined' | 'stopped' | 'completed' | 'recovered';

export interface Recovery {
  readonly id: RecoveryId;
  readonly shopId: ShopId;
  /** Null only for a declined recovery of a cart without anybody to write to. */
  readonly customerId: CustomerId | null;
  /** The cart that messages show: the person's newest. */
  readonly cartId: CartId;
  readonly sequenceId: SequenceId | null;
  /** The steps as they were when the recovery started; later edits touch later carts only. */
  readonly steps: readonly SequenceStep[];
  readonly state: RecoveryState;
  readonly reason: NonSendReason | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** Whether steps of the recovery are still decided, to send or to record "would have sent". */
export const isRunning = ({ state }: Pick<Recovery, 'state'>): boolean =>
  state === 'active' || state === 'held_out';

/**
 * From when on an order of the person means that there is nothing left to recover: from the moment
 * the shown cart was left. Once the recovery runs, an order after its start ends it, so a cart
 * that is touched later doesn't move the mark.
 */
export const purchasesCountFrom = (
  recovery: Pick<Recovery, 'startedAt'>,
  cart: { readonly lastActivityAt: Date } | null,
): Date =>
  cart && cart.lastActivityAt < recovery.startedAt ? cart.lastActivityAt : recovery.startedAt;

export type StepState = 'pending' | 'queued' | 'skipped' | 'would_have_sent' | 'cancelled';

export interface RecoveryStep {
  readonly id: RecoveryStepId;
  readonly shopId: ShopId;
  readonly recoveryId: RecoveryId;
  readonly index: number;
  /**
   * Set for the one more try of a step whose message the vendor kept back: the earliest instant that
   * the vendor allows. Null for a first try.
   */
  readonly retryFrom: Date | null;
  readonly dueAt: Date;
  readonly state: StepState;
  readonly reason: NonSendReason | null;
  readonly messageId: MessageId | null;
  readonly decidedAt: Date | null;
}

/** A step as a recovery starts with it. */
export type FirstStep = Omit<RecoveryStep, 'retryFrom'>;
