import type { EventEnvelope } from '../kernel/event-envelope';
import type { OrderId, RecoveryId } from '../kernel/ids';

/** `subjectId` is the order, for a click the recovery. Amounts in minor units of `currency`. */
export type AttributionEvent =
  | EventEnvelope<'link.clicked', { recoveryId: RecoveryId }>
  | EventEnvelope<
      'revenue.attributed',
      { orderId: OrderId; recoveryId: RecoveryId; minor: number; currency: string; proof: string }
    >
  | EventEnvelope<
      'revenue.adjusted',
      { orderId: OrderId; minor: number; currency: string; reason: string }
    >;
