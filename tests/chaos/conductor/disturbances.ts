import { FAULT_POINTS } from '#boot/fault-point-names';
import { draw } from '../script/chance';
import type { AppProcess } from './process';
import type { Stage } from './stage';

/** What goes wrong on our own side, a little at a time. */
export interface Disturbances {
  /** Before the work of a moment: arms the next point at which a process dies. */
  prepare(moment: number): Promise<void>;
  /** During it: the database or the queue goes. */
  strike(moment: number): Promise<void>;
  /** Points that no process has died at. */
  missing(): readonly string[];
  readonly counts: { restarts: number; wipes: number };
}

/** Moments for which a process is left with its points. */
const PATIENCE = 2;
const LATER_PATIENCE = 12;
const MOST_PASSES = 3;
const RESTART_EVERY = 23;
const WIPE_EVERY = 17;
const STRIKE_AFTER_MS = 120;

const isOfDoor = (point: string): boolean => point.startsWith('door ');

export function createDisturbances(stage: Stage, seed: string): Disturbances {
  const { points } = stage;
  const counts = { restarts: 0, wipes: 0 };
  const arming = [...stage.webs, ...stage.workers].map((each, place) =>
    createArming(each, place, stage, seed),
  );
  return {
    counts,
    prepare: async (moment) => {
      for (const arm of arming) await arm(moment);
    },
    strike: async (moment) => {
      await new Promise((resolve) => setTimeout(resolve, STRIKE_AFTER_MS));
      if (moment % RESTART_EVERY === RESTART_EVERY - 1) {
        counts.restarts += 1;
        await stage.database.restart(counts.restarts % 2 === 0 ? 'fast' : 'immediate');
      }
      if (moment % WIPE_EVERY === WIPE_EVERY - 1) {
        counts.wipes += 1;
        await stage.queue.wipe();
      }
    },
    missing: () => FAULT_POINTS.filter((point) => !points.hit.has(point)),
  };
}

/** Nothing breaks. */
export const NO_DISTURBANCES: Disturbances = {
  prepare: () => Promise.resolve(),
  strike: () => Promise.resolve(),
  missing: () => [],
  counts: { restarts: 0, wipes: 0 },
};

/**
 * A process gets half of the points that nobody has died at, in turn, and dies at the first that it
 * comes to; when none is left, any point from time to time.
 */
function createArming(
  armed: AppProcess,
  place: number,
  { points }: Stage,
  seed: string,
): (moment: number) => Promise<void> {
  const names = FAULT_POINTS.filter((point) => isOfDoor(point) === (armed.role === 'web'));
  let [turn, armedAt] = [0, -Infinity];
  return async (moment) => {
    const open = names.filter((name) => !points.hit.has(name));
    if (moment - armedAt < (open.length > 0 ? PATIENCE : LATER_PATIENCE)) return;
    turn += 1;
    const chance = draw(seed, 'arm', place, turn);
    const chosen =
      open.length > 0
        ? open.filter((_, index) => open.length === 1 || (index + turn + place) % 2 === 0)
        : [names[Math.floor(chance * names.length)]!];
    // In a first round in the midst of the work; later, rare points are taken as they come.
    const time = turn <= names.length ? 1 + Math.floor(chance * MOST_PASSES) : 1;
    const answer = await armed.control('fault-points', { points: chosen, time });
    if (answer !== null) armedAt = moment;
  };
}
