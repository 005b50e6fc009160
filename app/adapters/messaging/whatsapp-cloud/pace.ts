import type { SlotBook } from '#core/messaging/index';

export interface PaceOptions {
  readonly slots: SlotBook;
  readonly sleep: (ms: number) => Promise<void>;
  /** A turn further away than this is refused, so that a claimed message never outwaits its lease. */
  readonly longestWaitMs: number;
}

export interface Pace {
  /**
   * Waits for the number's next slot; false when it is too far away, or nobody can tell.
   * @param perSecond messages a second that the number may send at most
   */
  readonly turn: (number: string, perSecond: number) => Promise<boolean>;
  /** The vendor said "too fast": half the rate from now on, until it has recovered. */
  readonly slowDown: (number: string, perSecond: number) => Promise<void>;
}

type Waiting = (mayGo: boolean) => void;

/** More at once would let one process hold the slots of a second to come from the others. */
const MOST_AT_ONCE = 100;

/**
 * Spaces a number's messages. Those that wait at the same time take their slots together, exactly
 * as many as they are, so that nothing is held back from other processes that share the number.
 */
export function createPace({ slots, sleep, longestWaitMs }: PaceOptions): Pace {
  const lanes = new Map<string, Waiting[]>();

  const serve = async (key: string, number: string, perSecond: number): Promise<void> => {
    // Whoever asks within the same turn of the loop shares the statement.
    await Promise.resolve();
    for (;;) {
      const waiting = lanes.get(key)?.splice(0, MOST_AT_ONCE) ?? [];
      if (waiting.length === 0) break;
      const request = { number, perSecond, count: waiting.length, longestWaitMs };
      const grant = await slots.take(request).catch(() => null);
      waiting.forEach((go, index) => {
        if (!grant) go(false);
        else
          void sleep(grant.firstInMs + index * grant.apartMs).then(() => {
            go(true);
          });
      });
    }
    lanes.delete(key);
  };

  return {
    turn: (number, perSecond) =>
      new Promise((go) => {
        const key = `${number} ${perSecond}`;
        const lane = lanes.get(key);
        if (lane) {
          lane.push(go);
          return;
        }
        lanes.set(key, [go]);
        void serve(key, number, perSecond);
      }),
    // A rate that could not be halved is halved at the next refusal.
    slowDown: (number, perSecond) => slots.slowDown(number, perSecond).catch(() => undefined),
  };
}
