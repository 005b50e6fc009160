import type { ShopId } from '#core/kernel/ids';
import type { RecoveryStep, StepResult } from '#core/recovery/index';
import type { Sql } from './client';
import type { StepRow } from './step-rows';

/** SQL of a step that nobody works on at `now`. */
const unleased = (now: string): string => `(leased_until IS NULL OR leased_until <= ${now})`;

/**
 * Goes from shop to shop along the index of pending steps, one probe each, however many steps wait
 * between (a "loose index scan"; PostgreSQL's DISTINCT reads every row), and tells when the first
 * pending step of each is due.
 */
const SHOPS = `
  shops AS (
    (SELECT shop_id, due_at FROM pending_step
     WHERE (SELECT min(due_at) FROM pending_step) <= $1
     ORDER BY shop_id, due_at LIMIT 1)
    UNION ALL
    SELECT next.* FROM shops CROSS JOIN LATERAL (
      SELECT shop_id, due_at FROM pending_step
      WHERE shop_id > shops.shop_id ORDER BY shop_id, due_at LIMIT 1) next)`;

/**
 * The due steps of each shop in a list that are free, oldest first. The list says from when on there
 * are any: what the index still holds of decided and leased ones before is not looked at again. What
 * this very statement writes down leaves the pending steps at its end only.
 */
const dueOf = (shops: string, columns = ''): string => `
    SELECT ${columns} FROM pending_step
    WHERE shop_id = ${shops}.shop_id AND due_at >= ${shops}.due_at
      AND due_at <= $1 AND ${unleased('$1')} AND id <> ALL ($5::text[])
    ORDER BY due_at`;

/** The oldest free steps of each shop in a list, locked; by row address, which a lock holds still. */
const oldest = (shops: string, limit: string, offset = '0'): string => `
  SELECT step.* FROM ${shops} CROSS JOIN LATERAL (
    ${dueOf(shops, 'shop_id, due_at, ctid AS place')}
    LIMIT ${limit} OFFSET ${offset} FOR UPDATE SKIP LOCKED) step`;

/**
 * `done` has run when `waiting` begins, because its count is asked for: who waits there for somebody's
 * lock holds none on what others may want. Its lists are hidden from the planner, which would join
 * long ones with all steps. The claim itself changes no column of an index, so it is written beside
 * the row and into no index.
 */
const STATEMENT = `
  WITH RECURSIVE done AS (
    UPDATE recovery_step s SET state = d.state, reason = d.reason, message_id = d.message_id,
      decided_at = CASE WHEN d.state <> 'pending' THEN to_timestamp(d.at / 1000) END,
      due_at = CASE d.state WHEN 'pending' THEN to_timestamp(d.at / 1000) ELSE s.due_at END
    FROM unnest((SELECT $4::text[]), (SELECT $5::text[]), (SELECT $6::text[]), (SELECT $7::text[]),
      (SELECT $8::text[]), (SELECT $9::float8[])) AS d (shop_id, id, state, reason, message_id, at)
    WHERE s.shop_id = d.shop_id AND s.id = d.id AND s.state = 'pending' RETURNING 1),
  ${SHOPS},
  waiting AS MATERIALIZED (
    SELECT shops.shop_id, first.due_at
    FROM shops CROSS JOIN LATERAL (${dueOf('shops', 'due_at')} LIMIT 1) first
    WHERE shops.shop_id <> ALL ($10::text[]) AND (SELECT count(*) FROM done) >= 0),
  share AS MATERIALIZED (
    SELECT ceil($3::numeric / greatest(count(*), 1))::bigint AS size FROM waiting),
  fair AS MATERIALIZED (${oldest('waiting', '(SELECT size FROM share)')}),
  eager AS MATERIALIZED (
    SELECT shop_id, min(due_at) AS due_at FROM fair
    GROUP BY shop_id HAVING count(*) = (SELECT size FROM share)),
  rest AS MATERIALIZED (
    SELECT ceil(greatest($3 - (SELECT count(*) FROM fair), 0)::numeric / greatest(count(*), 1))::bigint
      AS size FROM eager),
  more AS (${oldest('eager', '(SELECT size FROM rest)', '(SELECT size FROM share)')}),
  ranked AS (
    SELECT place, row_number() OVER (PARTITION BY shop_id ORDER BY due_at) AS rank
    FROM (SELECT * FROM fair UNION ALL SELECT * FROM more) every),
  due AS (SELECT place FROM ranked ORDER BY rank, random() LIMIT $3)
  UPDATE pending_step s SET leased_until = $2 WHERE s.ctid = ANY (ARRAY(SELECT place FROM due))
  RETURNING s.shop_id, s.id, s.recovery_id, s.step_index, s.retry_from,
    (date_part('epoch', s.due_at) * 1000)::int8 AS due_ms`;

type ClaimedRow = Pick<StepRow, 'shop_id' | 'id' | 'recovery_id' | 'step_index' | 'retry_from'> & {
  readonly due_ms: number;
};

/** Nothing is decided of a pending step, and an instant is read faster as a number than as a date. */
const toClaimed = (row: ClaimedRow): RecoveryStep => ({
  id: row.id,
  shopId: row.shop_id,
  recoveryId: row.recovery_id,
  index: row.step_index,
  retryFrom: row.retry_from,
  dueAt: new Date(row.due_ms),
  state: 'pending',
  reason: null,
  messageId: null,
  decidedAt: null,
});

/** Neighbours in the indexes are written one after the other. */
const byShop = (left: StepResult, right: StepResult): number =>
  Number(left.shopId > right.shopId) - Number(left.shopId < right.shopId);

export async function completeAndClaim(
  sql: Sql,
  done: readonly StepResult[],
  now: Date,
  leaseUntil: Date,
  limit: number,
  except: readonly ShopId[] = [],
): Promise<readonly RecoveryStep[]> {
  const written = [...done].sort(byShop);
  const decided = written.map((one) => (one.state === 'pending' ? null : one));
  const rows = await sql.query<ClaimedRow>(STATEMENT, [
    now,
    leaseUntil,
    limit,
    written.map((one) => one.shopId),
    written.map((one) => one.id),
    written.map((one) => one.state),
    decided.map((one) => one?.reason ?? null),
    decided.map((one) => one?.messageId ?? null),
    written.map((one) => (one.state === 'pending' ? one.dueAt : one.decidedAt).getTime()),
    except,
  ]);
  return rows.map(toClaimed);
}

/**
 * Looks no further than to the first step without a lease: whatever is due later comes after it. Its
 * instant is asked for first, because the planner would guess a third of all steps before one that it
 * does not know.
 */
export async function nextDueAt(sql: Sql): Promise<Date | null> {
  const [free] = await sql.query<{ due_at: Date }>(
    'SELECT due_at FROM pending_step WHERE leased_until IS NULL ORDER BY due_at LIMIT 1',
  );
  const [row] = await sql.query<{ at: Date | null }>(
    `SELECT min(greatest(due_at, leased_until)) AS at FROM pending_step
     WHERE due_at <= $1`,
    [free?.due_at ?? 'infinity'],
  );
  return row?.at ?? null;
}
