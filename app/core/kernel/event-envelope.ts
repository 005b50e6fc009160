import type { ShopId } from './ids';

/**
 * One conclusion of ours. Events carry ids, numbers and reasons, never personal data: erasing a
 * shopper then needs no rewriting of history.
 */
export interface EventEnvelope<Type extends string, Payload> {
  readonly type: Type;
  readonly shopId: ShopId;
  /** The id of the row that the event is about. */
  readonly subjectId: string;
  readonly occurredAt: Date;
  readonly payload: Payload;
}

/** Appends to the event log in the transaction of the change that it tells about, in this order. */
export interface EventLog<Event> {
  append(...events: readonly Event[]): Promise<void>;
}
