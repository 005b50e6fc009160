import type { AttributionEvent } from '#core/attribution/index';
import type { CommerceEvent } from '#core/commerce/index';
import type { ConsentEvent } from '#core/consent/index';
import type { InboxEvent } from '#core/inbox/index';
import type { MessagingEvent } from '#core/messaging/index';
import type { PaymentEvent } from '#core/payments/index';
import type { RecoveryEvent } from '#core/recovery/index';

export * from './quiet-events';

/** Everything that the product can conclude. */
export type DomainEvent =
  | CommerceEvent
  | ConsentEvent
  | PaymentEvent
  | MessagingEvent
  | RecoveryEvent
  | InboxEvent
  | AttributionEvent;

export type DomainEventType = DomainEvent['type'];
export type DomainEventOf<Type extends DomainEventType> = Extract<DomainEvent, { type: Type }>;
