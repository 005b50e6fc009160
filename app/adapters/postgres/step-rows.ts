import type { MessageId, RecoveryId, RecoveryStepId, ShopId } from '#core/kernel/ids';
import type { NonSendReason, RecoveryStep, StepState } from '#core/recovery/index';

export interface StepRow {
  readonly id: RecoveryStepId;
  readonly shop_id: ShopId;
  readonly recovery_id: RecoveryId;
  readonly step_index: number;
  readonly retry_from: Date | null;
  readonly due_at: Date;
  readonly state: StepState;
  readonly reason: NonSendReason | null;
  readonly message_id: MessageId | null;
  readonly decided_at: Date | null;
}

export const toStep = (row: StepRow): RecoveryStep => ({
  id: row.id,
  shopId: row.shop_id,
  recoveryId: row.recovery_id,
  index: row.step_index,
  retryFrom: row.retry_from,
  dueAt: row.due_at,
  state: row.state,
  reason: row.reason,
  messageId: row.message_id,
  decidedAt: row.decided_at,
});
