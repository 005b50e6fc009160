import { FUNNEL_STAGES } from './funnel';
import type { Funnel, FunnelStage } from './funnel';

/**
 * Counts carts by stage from the number of carts whose furthest stage each is. Each stage counts
 * all that got there or further, so no stage is ever larger than the one before it.
 * @throws RangeError for a count that is no whole number from zero up.
 */
export function countStages(furthest: Readonly<Partial<Record<FunnelStage, number>>>): Funnel {
  let running = 0;
  const counts = FUNNEL_STAGES.toReversed().map((stage) => {
    const count = furthest[stage] ?? 0;
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`not a count: ${count}`);
    running += count;
    return [stage, running] as const;
  });
  return Object.fromEntries(counts.toReversed()) as Record<FunnelStage, number>;
}
