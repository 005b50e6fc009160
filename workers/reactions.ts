import type { Services } from '#boot/services';
import { attributeOrder, settleOrder } from '#core/attribution/index';
import type { DomainEventOf, DomainEventType, QuietEventType } from '#core/events/index';
import { recordConsent } from '#core/consent/index';
import { recordConversion } from '#core/experiments/index';
import { confirmPayment } from '#core/inbox/index';
import { retryStep, startRecovery, stopRecovery } from '#core/recovery/index';
import type { StopCause } from '#core/recovery/index';
import { newId, unit } from '#boot/chance';

type Stores = Services['stores'];

/** What an event sets off in the database, in the transaction that marks it dispatched. */
export type Reaction<Type extends DomainEventType> = (
  event: DomainEventOf<Type>,
  stores: Stores,
  now: Date,
) => Promise<unknown>;

type Reactions = {
  readonly [Type in DomainEventType]: Type extends QuietEventType
    ? readonly []
    : readonly Reaction<Type>[];
};

/**
 * The whole app on a page: what follows from what. Every event has a line, also those that nothing
 * follows from: they are there for the screens. Effects outside are in `effects.ts`.
 */
export const REACTIONS: Reactions = {
  'cart.abandoned': [
    ({ shopId, subjectId }, stores, now) =>
      startRecovery({ shopId, cartId: subjectId as CartIdOf, now, newId, unit }, stores),
  ],
  'cart.emptied': [
    (event, stores, now) =>
      stop(
        event.shopId,
        { kind: 'cart_emptied', cartId: event.subjectId as CartIdOf },
        stores,
        now,
      ),
  ],
  // What it ends was ended in its own transaction; see `apply-commerce.ts`.
  'order.placed': [],
  'order.paid': [
    ({ shopId, subjectId }, stores, now) =>
      attributeOrder({ shopId, orderId: subjectId as OrderIdOf, now }, stores),
    ({ shopId, subjectId }, stores) =>
      recordConversion({ shopId, orderId: subjectId as OrderIdOf }, stores),
  ],
  'order.changed': [
    ({ shopId, subjectId, payload }, stores, now) =>
      settleOrder({ shopId, orderId: subjectId as OrderIdOf, now, ...payload }, stores),
    ({ shopId, subjectId }, stores) =>
      recordConversion({ shopId, orderId: subjectId as OrderIdOf }, stores),
  ],
  'consent.withdrawn': [
    ({ shopId, payload }, stores, now) =>
      stop(shopId, { kind: 'opted_out', customerId: payload.customerId }, stores, now),
  ],
  'reply.received': [
    ({ shopId, payload }, stores, now) =>
      stop(shopId, { kind: 'reply', customerId: payload.customerId }, stores, now),
  ],
  'customer.unreachable': [
    ({ shopId, payload }, stores, now) =>
      stop(shopId, { kind: 'unreachable', customerId: payload.customerId }, stores, now),
  ],
  'customer.opted_out': [
    ({ shopId, payload: { customerId, messageId } }, stores, now) =>
      recordConsent(
        {
          shopId,
          now,
          record: {
            customerId,
            state: 'withdrawn',
            source: 'whatsapp_preferences',
            occurredAt: now,
            proof: { message: messageId },
            key: `refused:${messageId}`,
          },
        },
        stores,
      ),
  ],
  'shop.uninstalled': [
    ({ shopId }, stores, now) => stop(shopId, { kind: 'uninstalled' }, stores, now),
  ],
  'consent.granted': [],
  'customer.merged': [],
  'shop.installed': [],
  'message.queued': [],
  'message.status': [],
  'message.try_again': [
    ({ shopId, payload }, stores, now) =>
      retryStep(
        {
          shopId,
          messageId: payload.messageId,
          notBefore: new Date(payload.notBefore),
          now,
          newId,
        },
        stores,
      ),
  ],
  'template.changed': [],
  'template.rated': [],
  'channel.changed': [],
  'recovery.started': [],
  'recovery.held_out': [],
  'recovery.cart_adopted': [],
  'recovery.declined': [],
  'recovery.stopped': [],
  'recovery.completed': [],
  'recovery.step_waiting': [],
  'recovery.step_skipped': [],
  'recovery.step_would_have_sent': [],
  'link.clicked': [],
  'payment.opened': [],
  'payment.received': [],
  'payment.ordered': [
    ({ shopId, payload }, stores, now) =>
      confirmPayment({ shopId, ...payload, now, newId }, stores),
  ],
  'payment.held': [],
  'payment.refunded': [],
  'payment.disputed': [],
  'revenue.attributed': [],
  'revenue.adjusted': [],
};

type CartIdOf = Extract<StopCause, { kind: 'cart_emptied' }>['cartId'];
type OrderIdOf = Parameters<typeof attributeOrder>[0]['orderId'];

const stop = (
  shopId: DomainEventOf<'cart.emptied'>['shopId'],
  cause: StopCause,
  stores: Stores,
  now: Date,
): Promise<unknown> => stopRecovery({ shopId, cause, now }, stores);
