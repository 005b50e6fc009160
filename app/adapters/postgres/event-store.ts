import { QUIET_EVENTS } from '#core/events/index';
import type { DomainEvent } from '#core/events/index';
import type { EventLog } from '#core/kernel/event-envelope';
import type { Sql } from './client';
import { iso } from './instants';
import { listWrite } from './list-writes';
import { prepared } from './prepared';

/** An event of the log, waiting to be reacted to. */
export interface StoredEvent {
  readonly id: number;
  readonly event: DomainEvent;
  /** Failures so far. */
  readonly attempts: number;
}

/** The event log with the pump's side: claim, react and mark in one transaction. */
export interface EventStore extends EventLog<DomainEvent> {
  /**
   * Locks the next undispatched events for the caller's transaction, in the order of the log.
   * Events that another transaction holds, or whose retry is not due, are passed over; and so are
   * those that come after one of the same subject that another transaction holds.
   */
  claimUndispatched(now: Date, limit: number): Promise<readonly StoredEvent[]>;
  markDispatched(ids: readonly number[], at: Date): Promise<void>;
  /** Notes a failure (after its transaction was rolled back); not tried again before `retryAt`. */
  noteFailure(id: number, reason: string, retryAt: Date): Promise<void>;
  /** Whether anything still waits to be reacted to. */
  hasUndispatched(now: Date): Promise<boolean>;
  /** The next instant at which a failed reaction is tried again. */
  nextRetryAt(): Promise<Date | null>;
}

interface EventRow {
  readonly id: number;
  readonly shop_id: DomainEvent['shopId'];
  readonly type: DomainEvent['type'];
  readonly subject_id: string;
  readonly occurred_at: Date;
  readonly payload: DomainEvent['payload'];
  readonly attempts: number;
}

/** The log holds only what `append` wrote, so type and payload belong together. */
const toStored = (row: EventRow): StoredEvent => ({
  id: row.id,
  attempts: row.attempts,
  event: {
    type: row.type,
    shopId: row.shop_id,
    subjectId: row.subject_id,
    occurredAt: row.occurred_at,
    payload: row.payload,
  } as DomainEvent,
});

/** @param noted hears of the events that were appended, before they are committed */
export const eventStore = (
  sql: Sql,
  noted: (events: readonly DomainEvent[]) => void = () => undefined,
): EventStore => ({
  append: (...events) => append(sql, events).then(() => noted(events)),
  claimUndispatched: (now, limit) => claimUndispatched(sql, now, limit),
  async markDispatched(ids, at) {
    await sql.query(
      'UPDATE domain_event SET dispatched_at = $2, retry_at = NULL WHERE id = ANY ($1::bigint[])',
      [ids, at],
    );
  },
  async noteFailure(id, reason, retryAt) {
    await sql.query(
      `UPDATE domain_event SET attempts = attempts + 1, last_error = $2, retry_at = $3
       WHERE id = $1 AND dispatched_at IS NULL`,
      [id, reason, retryAt],
    );
  },
  async hasUndispatched(now) {
    const [row] = await sql.query<{ waits: boolean }>(
      `SELECT EXISTS (SELECT FROM domain_event WHERE dispatched_at IS NULL
                        AND (retry_at IS NULL OR retry_at <= $1)) AS waits`,
      [now],
    );
    return row?.waits ?? false;
  },
  async nextRetryAt() {
    const [row] = await sql.query<{ at: Date | null }>(
      'SELECT min(retry_at) AS at FROM domain_event WHERE dispatched_at IS NULL',
    );
    return row?.at ?? null;
  },
});

const APPEND = listWrite(
  prepared(
    `INSERT INTO domain_event (shop_id, type, subject_id, occurred_at, payload, dispatched_at)
     SELECT shop_id, type, subject_id, occurred_at, payload, done_at
     FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[],
       $6::timestamptz[]) WITH ORDINALITY
       AS x (shop_id, type, subject_id, occurred_at, payload, done_at, place)
     ORDER BY place`,
  ),
);

const QUIET: ReadonlySet<string> = new Set(QUIET_EVENTS);

async function append(sql: Sql, events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0) return;
  await sql.query(APPEND, [
    events.map((event) => event.shopId),
    events.map((event) => event.type),
    events.map((event) => event.subjectId),
    events.map((event) => iso(event.occurredAt)),
    events.map((event) => JSON.stringify(event.payload)),
    events.map((event) => (QUIET.has(event.type) ? iso(event.occurredAt) : null)),
  ]);
}

const WAITING = 'dispatched_at IS NULL AND (retry_at IS NULL OR retry_at <= $1)';

async function claimUndispatched(
  sql: Sql,
  now: Date,
  limit: number,
): Promise<readonly StoredEvent[]> {
  const rows = await sql.query<EventRow>(
    `WITH next AS MATERIALIZED (
       SELECT id, shop_id, type, subject_id, occurred_at, payload, attempts FROM domain_event
       WHERE ${WAITING} ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
     SELECT * FROM next WHERE NOT EXISTS (
       SELECT FROM domain_event before
       WHERE before.shop_id = next.shop_id AND before.subject_id = next.subject_id
         AND before.id < next.id AND ${WAITING}
         AND NOT EXISTS (SELECT FROM next mine WHERE mine.id = before.id))
     ORDER BY id`,
    [now, limit],
  );
  return rows.map(toStored);
}
