import type { CartId, CustomerId, RecoveryId, SequenceId, ShopId } from '#core/kernel/ids';
import type { NonSendReason, Recovery, RecoveryState, SequenceStep } from '#core/recovery/index';

export interface RecoveryRow {
  readonly id: RecoveryId;
  readonly shop_id: ShopId;
  readonly customer_id: CustomerId | null;
  readonly cart_id: CartId;
  readonly sequence_id: SequenceId | null;
  readonly steps: readonly SequenceStep[];
  readonly state: RecoveryState;
  readonly reason: NonSendReason | null;
  readonly started_at: Date;
  readonly ended_at: Date | null;
}

export const toRecovery = (row: RecoveryRow): Recovery => ({
  id: row.id,
  shopId: row.shop_id,
  customerId: row.customer_id,
  cartId: row.cart_id,
  sequenceId: row.sequence_id,
  steps: row.steps,
  state: row.state,
  reason: row.reason,
  startedAt: row.started_at,
  endedAt: row.ended_at,
});
