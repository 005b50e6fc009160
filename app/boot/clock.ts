import type { Clock } from '#core/kernel/clock';

export const systemClock: Clock = { now: () => new Date(), align: (outside) => outside };

export interface RehearsalClock extends Clock {
  /** Moves the clock to an instant; never back. */
  moveTo(instant: Date): void;
  /** Back to real time. */
  reset(): void;
}

/**
 * A clock that runs at real speed and can be moved forward, so that days of a sequence pass in
 * seconds. Services beside us may stamp with either time line; `align` takes the nearer one.
 * @param aheadMs how far it is ahead at the start, as another process's clock was moved already
 */
export function rehearsalClock(realNow: () => number = Date.now, aheadMs = 0): RehearsalClock {
  let offset = aheadMs;
  const now = () => new Date(realNow() + offset);
  return {
    now,
    moveTo: (instant) => {
      offset = Math.max(offset, instant.getTime() - realNow());
    },
    reset: () => {
      offset = 0;
    },
    align: (outside) => {
      const toReal = Math.abs(outside.getTime() - realNow());
      const toOurs = Math.abs(outside.getTime() - now().getTime());
      return toReal < toOurs ? new Date(outside.getTime() + offset) : outside;
    },
  };
}
