import type { SlotBook } from '#core/messaging/index';
import { createBookTime } from './book-time';
import { createLane, createLead, LATE_MS, type Lane } from './pace-lane';

export interface PaceOptions {
  readonly slots: SlotBook;
  readonly sleep: (ms: number) => Promise<void>;
  /** Milliseconds that only move forward. */
  readonly tick: () => number;
  /** A turn further away than this is refused, so that a claimed message never outwaits its lease. */
  readonly longestWaitMs: number;
}

/** A slot of the number's own, which has come. */
export interface Turn {
  /** Whether it has passed: what leaves now would go together with the next ones. */
  readonly isMissed: () => boolean;
}

export interface Pace {
  /**
   * Waits for the number's next slot; null when it is too far away, or nobody can tell.
   * @param perSecond messages a second that the number may send at most
   * @param asleep is told when the slot is not near, and may be told so again
   */
  readonly turn: (number: string, perSecond: number, asleep: () => void) => Promise<Turn | null>;
  /** The vendor said "too fast": half the rate from now on, until it has recovered. */
  readonly slowDown: (number: string, perSecond: number) => Promise<void>;
}

/** What a message may be late after its slot, here and on its way to the vendor. */
const SPREAD_MS = LATE_MS + 20;
const SECOND_MS = 1_000;

/** Slots so far apart that no second has more than it may, though each may be late by the spread. */
const withSpread = (perSecond: number): number => (perSecond * SECOND_MS) / (SECOND_MS + SPREAD_MS);

/**
 * Spaces a number's messages. Those that wait at the same time take their slots together, exactly
 * as many as they are, so that nothing is held back from other processes that share the number. A
 * process without room to breathe misses slots: it takes others, further ahead the later it was.
 */
export function createPace({ slots, longestWaitMs, ...time }: PaceOptions): Pace {
  const lanes = new Map<string, Lane>();
  const lead = createLead();
  const slotAt = createBookTime(time.tick);

  const openLane = (key: string, number: string, perSecond: number): Lane => {
    const lane = createLane({
      ...{ ...time, lead, slotAt, longestWaitMs },
      take: (count) =>
        slots.take({
          ...{ number, count, longestWaitMs, leadMs: lead.ms() },
          perSecond: withSpread(perSecond),
        }),
      emptied: () => lanes.delete(key),
    });
    lanes.set(key, lane);
    return lane;
  };

  return {
    turn: (number, perSecond, asleep) =>
      new Promise((go) => {
        const key = `${number} ${perSecond}`;
        const lane = lanes.get(key) ?? openLane(key, number, perSecond);
        lane({
          since: time.tick(),
          asleep,
          go: (at) => go(at === null ? null : { isMissed: () => time.tick() - at > LATE_MS }),
        });
      }),
    // A rate that could not be halved is halved at the next refusal.
    slowDown: (number, perSecond) =>
      slots.slowDown(number, withSpread(perSecond)).catch(() => undefined),
  };
}
