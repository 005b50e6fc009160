import type { ChaosDatabase } from './database';

/** A step that waits for receipts to be read looks again this soon. */
export const SOON_MS = 4_000;

/** When a step may be taken: due, and no worker's any more. */
const FREE = 'greatest(due_at, leased_until)';

/** How much in the database is due at an instant, by kind; what waits for later is not. */
export async function dueRows(
  { query }: ChaosDatabase,
  at: number,
): Promise<Readonly<Record<string, number>>> {
  const [row] = await query<Record<string, string>>(
    `SELECT (SELECT count(*) FROM receipt WHERE state = 'received' AND claimable_at <= $1) AS receipts,
            (SELECT count(*) FROM domain_event
             WHERE dispatched_at IS NULL AND (retry_at IS NULL OR retry_at <= $1)) AS events,
            (SELECT count(*) FROM pending_step
             WHERE ${FREE} <= $1 OR ${FREE} <= $2
               AND NOT EXISTS (SELECT FROM receipt WHERE state = 'received')) AS steps,
            (SELECT count(*) FROM message
             WHERE state = 'queued' AND direction = 'out' AND next_attempt_at <= $1) AS messages,
            (SELECT count(*) FROM message
             WHERE state IN ('sending', 'unknown') AND deadline_at <= $1) AS settling`,
    [new Date(at), new Date(at + SOON_MS)],
  );
  const counts = Object.entries(row ?? {}).map(([kind, count]) => [kind, Number(count)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** The next instant at which something will be due; null when nothing waits any more. */
export async function nextDueAt({ query }: ChaosDatabase): Promise<number | null> {
  const [row] = await query<{ at: Date | null }>(
    `SELECT min(at) AS at FROM (
       SELECT min(claimable_at) AS at FROM receipt WHERE state = 'received'
       UNION ALL SELECT min(coalesce(retry_at, occurred_at)) FROM domain_event WHERE dispatched_at IS NULL
       UNION ALL SELECT min(${FREE}) FROM pending_step
       UNION ALL SELECT min(next_attempt_at) FROM message WHERE state = 'queued' AND direction = 'out'
       UNION ALL SELECT min(deadline_at) FROM message WHERE state IN ('sending', 'unknown')
       UNION ALL SELECT min(last_activity_at) + interval '61 minutes' FROM cart WHERE state = 'open'
     ) due`,
  );
  return row?.at?.getTime() ?? null;
}
