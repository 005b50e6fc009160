import type { Sql } from '#adapters/postgres/client';
import { GRACE_MINUTES, stalledMessage, stalledStep } from '#adapters/postgres/stalled-rows';
import type { ShopId } from '#core/kernel/ids';

/** What was due and did not start, and why that may be. */
export interface StalledWork {
  readonly steps: number;
  readonly messages: number;
  /** When the oldest of them was due; null when there is none. */
  readonly since: Date | null;
  /** Whether a worker has given a sign of life within the last minute, of real time. */
  readonly isWorked: boolean;
  /** Why the number is held; null when it is not. */
  readonly holdReason: string | null;
}

/** Due work of a shop that did not start. */
export async function stalledWork(shopId: ShopId, sql: Sql, now: Date): Promise<StalledWork> {
  const [row] = await sql.query<StalledWork>(
    `WITH late AS MATERIALIZED (
       SELECT due_at FROM pending_step
       WHERE shop_id = $1 AND ${stalledStep('$2::timestamptz')}),
     unsent AS MATERIALIZED (
       SELECT next_attempt_at FROM message
       WHERE shop_id = $1 AND ${stalledMessage('$2::timestamptz')})
     SELECT (SELECT count(*) FROM late) AS steps,
       (SELECT count(*) FROM unsent) AS messages,
       least((SELECT min(due_at) FROM late), (SELECT min(next_attempt_at) FROM unsent)) AS since,
       EXISTS (SELECT FROM worker_heartbeat WHERE seen_at > now() - interval '1 minute')
         AS "isWorked",
       (SELECT coalesce(state_reason, '') FROM channel WHERE shop_id = $1 AND state = 'paused'
        LIMIT 1) AS "holdReason"`,
    [shopId, new Date(now.getTime() - GRACE_MINUTES * 60_000)],
  );
  if (!row) throw new Error('a query without a FROM gave no row');
  return row;
}
