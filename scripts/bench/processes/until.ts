import type { Run } from '../harness/rounds';

/** Does a batch and answers how many items it finished; null when there is nothing left. */
export type DoBatch = () => Promise<number | null>;

export interface Bounds {
  readonly seconds: number;
  /** Items after which it ends early. */
  readonly most: number;
  readonly lanes: number;
}

/** Works in batches on several lanes until time, items or work are at their end. */
export async function until(
  { seconds, most, lanes }: Bounds,
  openLane: () => DoBatch,
): Promise<Run> {
  const latencies: number[] = [];
  const before = process.cpuUsage();
  const started = performance.now();
  const end = started + seconds * 1_000;
  let items = 0;
  const lane = async (work: DoBatch): Promise<void> => {
    for (let began = performance.now(); began < end && items < most; began = performance.now()) {
      const finished = await work();
      if (finished === null) return;
      items += finished;
      if (finished > 0) latencies.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: lanes }, () => lane(openLane())));
  const { user, system } = process.cpuUsage(before);
  return {
    items,
    seconds: (performance.now() - started) / 1_000,
    cpuSeconds: (user + system) / 1_000_000,
    latencies,
  };
}
