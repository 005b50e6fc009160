import type { SlotBook } from '#core/messaging/index';

interface Lane {
  nextAt: number;
  slowedTo: number;
  slowedAt: number;
}

const RECOVERY_MS = 10_000;
const RECOVERY_FACTOR = 1.25;
const SLOWEST = 1;
const SECOND = 1_000;

/**
 * The slots of a process that shares its numbers with nobody.
 * @param tick milliseconds that only move forward
 */
export function ownSlots(tick: () => number): SlotBook {
  const lanes = new Map<string, Lane>();
  const rateOf = ({ slowedTo, slowedAt }: Lane, perSecond: number): number => {
    const steps = Math.min(100, Math.floor((tick() - slowedAt) / RECOVERY_MS));
    return Math.min(perSecond, slowedTo * RECOVERY_FACTOR ** steps);
  };
  const laneOf = (number: string): Lane => {
    const lane = lanes.get(number) ?? { nextAt: 0, slowedTo: Infinity, slowedAt: -SECOND };
    lanes.set(number, lane);
    return lane;
  };
  return {
    take({ number, perSecond, count, leadMs = 0, longestWaitMs }) {
      const lane = laneOf(number);
      const firstInMs = Math.max(leadMs, lane.nextAt - tick());
      if (firstInMs > longestWaitMs) return Promise.resolve(null);
      const apartMs = SECOND / rateOf(lane, perSecond);
      lane.nextAt = tick() + firstInMs + count * apartMs;
      return Promise.resolve({ atMs: tick(), firstInMs, apartMs });
    },
    slowDown(number, perSecond) {
      const lane = laneOf(number);
      if (tick() - lane.slowedAt < SECOND) return Promise.resolve();
      lane.slowedTo = Math.max(SLOWEST, rateOf(lane, perSecond) / 2);
      lane.slowedAt = tick();
      return Promise.resolve();
    },
  };
}
