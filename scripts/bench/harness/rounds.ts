/** What one contestant did in one go. */
export interface Run {
  readonly items: number;
  /** Wall time from the first item's start to the last one's end. */
  readonly seconds: number;
  /** CPU time of the contestant's own process. */
  readonly cpuSeconds: number;
  /** Milliseconds of each item, or of a sample of them. */
  readonly latencies: readonly number[];
}

export type Side = 'limit' | 'peer' | 'ours';
export type Measure = (seconds: number) => Promise<Run>;
/** A path without a limit or without a peer leaves it out. */
export type Contest = Readonly<Partial<Record<Side, Measure>> & { ours: Measure }>;
export type Results = Readonly<Partial<Record<Side, readonly Run[]>> & { ours: readonly Run[] }>;

export interface Plan {
  readonly rounds: number;
  /** Of one contestant in one round. */
  readonly seconds: number;
  /** Before the first round; what it measures is thrown away. */
  readonly warmUpSeconds: number;
  /** Of a path that can be held to a steady load for long; 0 leaves that out. */
  readonly soakMinutes: number;
}

const SIDES: readonly Side[] = ['limit', 'peer', 'ours'];

/**
 * Lets the contestants take turns: each round runs all of them, beginning with another one each
 * time, so that a machine that is slow for a while is slow for everybody.
 */
export async function takeTurns(
  contest: Contest,
  plan: Omit<Plan, 'soakMinutes'>,
): Promise<Results> {
  const present = SIDES.flatMap((side) => {
    const measure = contest[side];
    return measure ? [{ side, measure, runs: [] as Run[] }] : [];
  });
  for (const { measure } of present) await measure(plan.warmUpSeconds);
  for (let round = 0; round < plan.rounds; round += 1) {
    for (let turn = 0; turn < present.length; turn += 1) {
      const contestant = present[(round + turn) % present.length];
      contestant?.runs.push(await contestant.measure(plan.seconds));
    }
  }
  const runs = Object.fromEntries(present.map(({ side, runs }) => [side, runs]));
  return { ours: [], ...runs };
}
