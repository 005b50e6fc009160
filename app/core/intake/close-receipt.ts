import type { FactOutcome } from './fact-ports';
import type { Normalized } from './facts';
import type { ReceiptState } from './receipt';

/** How a receipt ends, and why. */
export interface Closing {
  readonly state: Extract<ReceiptState, 'processed' | 'ignored' | 'unreadable'>;
  readonly reason: string | null;
}

/** Processed when a part of it counts; what did not count is said beside it, each reason once. */
export function closingOf(normalized: Normalized, outcomes: readonly FactOutcome[]): Closing {
  if (normalized.kind === 'unreadable') return { state: 'unreadable', reason: normalized.reason };
  const reasons = outcomes.flatMap((outcome) =>
    outcome.kind === 'ignored' ? [outcome.reason] : [],
  );
  const state = reasons.length === outcomes.length ? 'ignored' : 'processed';
  return { state, reason: reasons.length === 0 ? null : [...new Set(reasons)].join('; ') };
}
