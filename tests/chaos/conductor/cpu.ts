import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever its kernel's own tick is. */
const TICKS_PER_SECOND = 100;

/**
 * CPU seconds that a process and all below it have used, those that have ended included.
 * @returns null where the system does not tell (there is no /proc)
 */
export function cpuSecondsOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in brackets and may hold anything; behind it the fields are plain (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const own = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
    const below = childrenOf(pid).map((child) => cpuSecondsOf(child) ?? 0);
    return below.reduce((sum, seconds) => sum + seconds, own / TICKS_PER_SECOND);
  } catch {
    return null;
  }
}

const childrenOf = (pid: number): readonly number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .split(' ')
      .filter((text) => text !== '')
      .map(Number),
  );
