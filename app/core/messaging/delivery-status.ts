/**
 * Where an outbound message stands. `unknown`: the vendor may or may not have taken it, and only
 * its status webhook or a time limit can tell. `cancelled`: facts changed before it went out.
 */
export const DELIVERY_STATES = [
  'queued',
  'cancelled',
  'sending',
  'unknown',
  'sent',
  'delivered',
  'read',
  'failed',
] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

const rank = (state: DeliveryState): number => DELIVERY_STATES.indexOf(state);

/**
 * The state after a report, which may be late, repeated or out of order. States only move forward
 * in the order above, so any order of the same reports ends in the same state, and `read` without
 * `delivered` is complete.
 *
 * `failed` is final: a number that can't be reached must never be shown as delivered because an
 * older report came late. The vendor can report both for one message (one of a person's devices
 * got it, another didn't); the message then counts as failed, and `milestonesOf` keeps the proof
 * that it arrived.
 */
export const advance = (current: DeliveryState, incoming: DeliveryState): DeliveryState =>
  rank(incoming) > rank(current) ? incoming : current;

/** Whether nothing can follow any more. */
export const isFinal = (state: DeliveryState): boolean => state === 'failed';

/** Whether the message may have reached the shopper: it counts against the frequency caps. */
export const mayHaveGoneOut = (state: DeliveryState): boolean =>
  state !== 'queued' && state !== 'cancelled' && state !== 'failed';

export type Milestone = 'sent' | 'delivered' | 'read';

const MILESTONES: Readonly<Record<DeliveryState, readonly Milestone[]>> = {
  queued: [],
  cancelled: [],
  sending: [],
  unknown: [],
  sent: ['sent'],
  delivered: ['sent', 'delivered'],
  read: ['sent', 'delivered', 'read'],
  failed: [],
};

/**
 * What a report proves, whatever the message's state is: `read` implies `delivered`. The funnel
 * counts a milestone once its first proof has come, and no later report takes it back.
 */
export const milestonesOf = (state: DeliveryState): readonly Milestone[] => MILESTONES[state];

/** What statuses change in an outbound message. */
export interface Standing {
  readonly state: DeliveryState;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly readAt: Date | null;
  /** When it failed or was cancelled. */
  readonly endedAt: Date | null;
  readonly failureCode: string | null;
}

/** A report of the vendor's. */
export interface Report {
  readonly state: DeliveryState;
  readonly code: string | null;
  readonly at: Date;
}

/** The standing after a report. A late "delivered" proves delivery even when it has failed since. */
export function afterReport(
  before: Standing,
  { state: told, code, at }: Report,
): { readonly standing: Standing; readonly moved: boolean } {
  const state = advance(before.state, told);
  const moved = state !== before.state;
  const proven = milestonesOf(told);
  const first = (milestone: Milestone, known: Date | null): Date | null =>
    known ?? (proven.includes(milestone) ? at : null);
  return {
    moved,
    standing: {
      state,
      sentAt: first('sent', before.sentAt),
      deliveredAt: first('delivered', before.deliveredAt),
      readAt: first('read', before.readAt),
      endedAt: moved && state === 'failed' ? at : before.endedAt,
      failureCode: moved ? code : before.failureCode,
    },
  };
}
