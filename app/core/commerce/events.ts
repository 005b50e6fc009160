import type { EventEnvelope } from '../kernel/event-envelope';
import type { CustomerId } from '../kernel/ids';

export type CommerceEvent =
  | EventEnvelope<'cart.abandoned', { customerId: CustomerId | null }>
  | EventEnvelope<'cart.emptied', { customerId: CustomerId | null }>
  | EventEnvelope<'order.placed', { customerId: CustomerId | null }>
  | EventEnvelope<'order.paid', Record<string, never>>
  /** Anything that may change what the order is worth. `sourceKey` names the change, once. */
  | EventEnvelope<
      'order.changed',
      { reason: 'refund' | 'cancellation' | 'edit'; sourceKey: string }
    >
  | EventEnvelope<'customer.merged', { from: CustomerId; into: CustomerId }>
  | EventEnvelope<'shop.installed', Record<string, never>>
  | EventEnvelope<'shop.uninstalled', Record<string, never>>;
