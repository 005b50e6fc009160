import type { EventEnvelope } from '../kernel/event-envelope';
import type { CartId, RecoveryId } from '../kernel/ids';
import type { NonSendReason } from './non-send-reason';

/** `subjectId` is the recovery. */
export type RecoveryEvent =
  | EventEnvelope<'recovery.started', { cartId: CartId }>
  | EventEnvelope<'recovery.held_out', { cartId: CartId }>
  /** Another cart of the same person came under the running recovery. */
  | EventEnvelope<'recovery.cart_adopted', { cartId: CartId }>
  | EventEnvelope<'recovery.declined', { cartId: CartId; reason: NonSendReason }>
  | EventEnvelope<'recovery.stopped', { reason: NonSendReason }>
  | EventEnvelope<'recovery.completed', Record<string, never>>
  | EventEnvelope<'recovery.step_waiting', { index: number; until: string; why: string }>
  | EventEnvelope<'recovery.step_skipped', { index: number; reason: NonSendReason }>
  | EventEnvelope<'recovery.step_would_have_sent', { index: number; recoveryId: RecoveryId }>;
