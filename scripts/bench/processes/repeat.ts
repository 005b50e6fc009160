import type { Run } from '../harness/rounds';

/**
 * Does a work again and again for some seconds, at most as many at once as `lanes`.
 * @param work gets a number that no other call gets
 */
export const repeat = (
  seconds: number,
  work: (number: number) => Promise<unknown>,
  lanes = 1,
): Promise<Run> => repeatUntil({ seconds, lanes }, (number) => work(number + 1));

export interface Until {
  readonly seconds: number;
  /** Works under way at once; one when left out. */
  readonly lanes?: number;
  /** Works in all; without it as many as the time allows. */
  readonly most?: number;
  /** Items that one work does; one when left out. */
  readonly each?: number;
}

/**
 * The same, until nothing is left either.
 * @param work gets the numbers from 0 on
 */
export async function repeatUntil(
  { seconds, lanes = 1, most = Infinity, each = 1 }: Until,
  work: (number: number) => Promise<unknown>,
): Promise<Run> {
  const latencies: number[] = [];
  const before = process.cpuUsage();
  const started = performance.now();
  const end = started + seconds * 1_000;
  let number = 0;
  const lane = async (): Promise<void> => {
    for (let began = performance.now(); began < end; began = performance.now()) {
      if (number >= most) return;
      number += 1;
      await work(number - 1);
      latencies.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const { user, system } = process.cpuUsage(before);
  return {
    items: latencies.length * each,
    seconds: (performance.now() - started) / 1_000,
    cpuSeconds: (user + system) / 1_000_000,
    latencies,
  };
}
