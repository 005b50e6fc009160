import type { Figures } from '../harness/figures';
import type { Plan } from '../harness/rounds';

export interface Outcome {
  readonly figures: Figures;
  /** CPU of one item in microseconds, of each contestant's own process. */
  readonly cpuMicros: Readonly<Record<'limit' | 'peer' | 'ours', number | null>>;
  /** What the contestants are, and what the figures mean; one sentence each. */
  readonly notes: readonly string[];
  /** Versions that the machine's description needs besides Node's. */
  readonly versions?: readonly string[];
}

/** Measures one path; whatever it starts has ended when it answers. */
export type Benchmark = (plan: Plan) => Promise<Outcome>;
