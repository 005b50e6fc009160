import { QUIET_EVENTS } from '#core/events/index';
import type { DomainEvent } from '#core/events/index';
import type { EventLog } from '#core/kernel/event-envelope';
import type { ShopId } from '#core/kernel/ids';
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
   * The next undispatched events of a few shops, in the order of the log. The shops are the caller's
   * until its transaction ends, and others pass them over: what several events of one shop lock
   * together is never locked by two in different orders. Events whose retry is not due are passed
   * over, too.
   */
  claimUndispatched(now: Date, limit: number): Promise<readonly StoredEvent[]>;
  /**
   * Waits until nobody reacts to the shop's events, and keeps it so until the transaction ends. For
   * whoever changes much of a shop at once; asked before anything else is locked.
   */
  takeTurn(shopId: ShopId): Promise<void>;
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
  async takeTurn(shopId) {
    await sql.query(`SELECT pg_advisory_xact_lock(${turnOf('$1')})`, [shopId]);
  },
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

/** Few, so that the next worker finds shops left. */
const SHOPS = 4;

const turnOf = (shop: string): string => `hashtextextended('reactions:' || ${shop}, 0)`;

/**
 * Goes from shop to shop along the index of what waits, one probe each; takes the turn of those whose
 * oldest event has waited longest, as far as nobody has it; and then each gets an equal share of the
 * batch, so that one shop's backlog holds up no other's events.
 */
const CLAIM = `
  WITH RECURSIVE waiting AS (
    (SELECT shop_id FROM domain_event WHERE dispatched_at IS NULL ORDER BY shop_id LIMIT 1)
    UNION ALL
    SELECT (SELECT shop_id FROM domain_event
            WHERE dispatched_at IS NULL AND shop_id > waiting.shop_id ORDER BY shop_id LIMIT 1)
    FROM waiting WHERE waiting.shop_id IS NOT NULL),
  turns AS MATERIALIZED (
    SELECT shop_id FROM (
      SELECT waiting.shop_id FROM waiting CROSS JOIN LATERAL (
        SELECT id FROM domain_event
        WHERE shop_id = waiting.shop_id AND ${WAITING} ORDER BY id LIMIT 1) oldest
      ORDER BY oldest.id OFFSET 0) longest
    WHERE pg_try_advisory_xact_lock(${turnOf('shop_id')}) LIMIT ${SHOPS}),
  next AS MATERIALIZED (
    SELECT one.id FROM turns CROSS JOIN LATERAL (
      SELECT id FROM domain_event WHERE shop_id = turns.shop_id AND ${WAITING} ORDER BY id
      LIMIT (SELECT greatest(1, $2 / count(*)) FROM turns)) one)
  SELECT id, shop_id, type, subject_id, occurred_at, payload, attempts FROM domain_event
  WHERE id IN (SELECT id FROM next) AND ${WAITING} ORDER BY id FOR UPDATE`;

async function claimUndispatched(
  sql: Sql,
  now: Date,
  limit: number,
): Promise<readonly StoredEvent[]> {
  const rows = await sql.query<EventRow>(CLAIM, [now, limit]);
  return rows.map(toStored);
}
