import { median, medianRatio, percentile } from './statistics';
import type { Results, Run, Side } from './rounds';

/** Items a second (more is better), or the milliseconds of one item (less is better). */
export type Kind = 'throughput' | 'time';

/** The published figures of one path; the ratios are ours ÷ the other. */
export interface Figures {
  readonly unit: string;
  readonly limit: number | null;
  readonly peer: number | null;
  readonly ours: number;
  readonly ratioToLimit: number | null;
  readonly ratioToPeer: number | null;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly peakRssMb: number;
  readonly growth: readonly (readonly [size: number, cost: number])[];
}

const valueOf = (kind: Kind, run: Run): number =>
  kind === 'throughput' ? run.items / run.seconds : percentile(run.latencies, 50);

/** CPU of one item in microseconds, over all rounds. */
export function cpuPerItem(runs: readonly Run[] | undefined): number | null {
  if (!runs || runs.length === 0) return null;
  const items = runs.reduce((sum, run) => sum + run.items, 0);
  return (runs.reduce((sum, run) => sum + run.cpuSeconds, 0) / items) * 1_000_000;
}

export interface Judged {
  readonly kind: Kind;
  readonly unit: string;
  readonly results: Results;
  readonly peakRssMb: number;
  readonly growth: Figures['growth'];
  /** Whose latencies are told; those of our rounds when left out. */
  readonly latencies?: readonly number[] | undefined;
}

export function figuresOf(judged: Judged): Figures {
  const { kind, results } = judged;
  const values = (side: Side): readonly number[] | null =>
    results[side]?.map((run) => valueOf(kind, run)) ?? null;
  const ours = values('ours') ?? [];
  const against = (side: Side): number | null => {
    const theirs = values(side);
    return theirs && rounded(medianRatio(ours, theirs));
  };
  const middle = (side: Side): number | null => {
    const found = values(side);
    return found && rounded(median(found));
  };
  const latencies = judged.latencies ?? results.ours.flatMap((run) => run.latencies);
  return {
    unit: judged.unit,
    limit: middle('limit'),
    peer: middle('peer'),
    ours: rounded(median(ours)),
    ratioToLimit: against('limit'),
    ratioToPeer: against('peer'),
    p50Ms: rounded(percentile(latencies, 50)),
    p99Ms: rounded(percentile(latencies, 99)),
    peakRssMb: rounded(judged.peakRssMb),
    growth: judged.growth.map(([size, cost]) => [size, rounded(cost)] as const),
  };
}

/** Three significant digits: more would pretend to know what noise decides. */
export function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(3)) : value;
}
