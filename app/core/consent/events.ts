import type { EventEnvelope } from '../kernel/event-envelope';
import type { CustomerId } from '../kernel/ids';

/** `subjectId` is the customer. */
export type ConsentEvent =
  | EventEnvelope<'consent.granted', { customerId: CustomerId; source: string }>
  | EventEnvelope<'consent.withdrawn', { customerId: CustomerId; source: string }>;
