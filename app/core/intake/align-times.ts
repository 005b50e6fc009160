/** Shopify gives up after 8 tries in 4 hours; a stamp further away shows a clock that is off. */
const TRUSTED_MS = 6 * 60 * 60 * 1000;

/**
 * Milliseconds to add to a receipt's outside time stamps. Zero for a source whose clock agrees with
 * ours. A stamp further away than a late delivery can be is moved, so that what we just heard of
 * counts as happening now: a reminder may then come later than ideal, never at a wrong time.
 * @param statedAt the source's time of the event, on our clock's time line
 */
export function clockSkew(statedAt: Date | null, receivedAt: Date): number {
  if (!statedAt) return 0;
  const offset = receivedAt.getTime() - statedAt.getTime();
  return Math.abs(offset) > TRUSTED_MS ? offset : 0;
}

export const shifted = (instant: Date, skewMs: number): Date =>
  skewMs === 0 ? instant : new Date(instant.getTime() + skewMs);
