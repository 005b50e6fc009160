import type { EventEnvelope } from '../kernel/event-envelope';
import type { CustomerId, PaymentId } from '../kernel/ids';
import type { HoldReason } from './payment';

type About = { readonly paymentId: PaymentId; readonly customerId: CustomerId | null };

/** `subjectId` is the payment. */
export type PaymentEvent =
  | EventEnvelope<'payment.opened', About>
  | EventEnvelope<'payment.received', About>
  /** The store has the order, and it is paid. */
  | EventEnvelope<'payment.ordered', About & { readonly orderExternalId: string }>
  | EventEnvelope<'payment.held', About & { readonly reason: HoldReason }>
  | EventEnvelope<'payment.refunded', About & { readonly refundedMinor: number }>
  | EventEnvelope<'payment.disputed', About & { readonly disputed: boolean }>;
