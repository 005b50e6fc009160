import type { Money } from '../kernel/money';
import type { CustomerId, OrderId, RecoveryId, ShopId } from '../kernel/ids';

export type Arm = 'holdout' | 'treatment';

export interface Assignment {
  readonly customerId: CustomerId;
  readonly experimentKey: string;
  readonly arm: Arm;
  readonly assignedAt: Date;
}

/** An order of a person who was in the experiment, whichever arm: what lift is computed from. */
export interface Conversion {
  readonly orderId: OrderId;
  readonly recoveryId: RecoveryId;
  readonly customerId: CustomerId;
  readonly arm: Arm;
  readonly amount: Money;
  readonly convertedAt: Date;
}

/** When a person came under an experiment's influence. */
export interface Exposure {
  readonly arm: Arm;
  readonly recoveryId: RecoveryId;
  readonly startedAt: Date;
  /** When the first step was queued or would have been; null while none was. */
  readonly firstSendAt: Date | null;
}

export interface ExperimentStore {
  /** Keeps the first assignment of a person: answers the stored one. */
  assign(shopId: ShopId, assignment: Assignment): Promise<Assignment>;
  /**
   * The person's assignment with the newest recovery started (not declined) at or before `at`;
   * null when the person was never assigned or no recovery started by then.
   */
  exposure(
    shopId: ShopId,
    customerId: CustomerId,
    experimentKey: string,
    at: Date,
  ): Promise<Exposure | null>;
  /** Once per order; a later call with the same order replaces the amount (refunds). */
  recordConversion(shopId: ShopId, conversion: Conversion): Promise<void>;
  /** By whole experiment: people and converted people and sums per arm and currency. */
  totals(shopId: ShopId, experimentKey: string): Promise<readonly ArmTotals[]>;
}

export interface ArmTotals {
  readonly arm: Arm;
  readonly people: number;
  readonly buyers: number;
  readonly revenue: readonly RevenueSum[];
}

/** What one arm's people spent in one currency. */
export interface RevenueSum extends Money {
  /** Sum over people of the square of each person's own sum, minor units squared: the spread. */
  readonly squares: number;
}
