/**
 * One message every 6 seconds from a number to the same person, templates and answers alike; the
 * vendor refuses the rest with 131056 (WhatsApp Business Platform, "pair rate limit").
 */
export const PAIR_INTERVAL_MS = 6_000;

export interface PairFacts {
  /** When the number last wrote to the person, or now while it is doing so; null for never. */
  readonly lastAt: Date | null;
  /** Older messages to the person that are due as well: they go first. */
  readonly ahead: number;
}

/** From when on the message may go: not before `now`, and in the order in which they were written. */
export function pairTurn({ lastAt, ahead }: PairFacts, now: Date): Date {
  const free = lastAt ? lastAt.getTime() + PAIR_INTERVAL_MS : 0;
  return new Date(Math.max(free, now.getTime()) + ahead * PAIR_INTERVAL_MS);
}
