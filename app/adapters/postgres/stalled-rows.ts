/** Work that is due starts within seconds; after this it counts as stalled. */
export const GRACE_MINUTES = 10;

/**
 * Conditions of rows (of `pending_step`, of `message`) that were due before an instant and did not
 * start, or were taken by a worker and not brought to their end. What waits for a reason is due later.
 * @param cutoff SQL of now less the grace
 */
export const stalledStep = (cutoff: string): string => `due_at < ${cutoff}`;

export const stalledMessage = (cutoff: string): string =>
  `direction = 'out' AND state = 'queued' AND next_attempt_at < ${cutoff}`;
