import type { ShopId } from '#core/kernel/ids';
import type { RecoveryStep, StepResult } from '#core/recovery/index';
import type { Sql } from './client';
import { toStep, type StepRow } from './step-rows';

/** SQL of a step that nobody works on at `now`. */
const unleased = (now: string): string => `(leased_until IS NULL OR leased_until <= ${now})`;

/**
 * Goes from shop to shop along the index of pending steps, one probe each, however many steps wait
 * between (a "loose index scan"; PostgreSQL's DISTINCT reads every row).
 */
const SHOPS = `
  shops AS (
    (SELECT shop_id FROM recovery_step WHERE state = 'pending'
       AND (SELECT min(due_at) FROM recovery_step WHERE state = 'pending') <= $1
     ORDER BY shop_id LIMIT 1)
    UNION ALL
    SELECT (SELECT shop_id FROM recovery_step
            WHERE state = 'pending' AND shop_id > shops.shop_id ORDER BY shop_id LIMIT 1)
    FROM shops WHERE shops.shop_id IS NOT NULL)`;

/** The oldest free steps of each shop in a list, locked; by row address, which a lock holds still. */
const oldest = (shops: string, limit: string, offset = '0'): string => `
  SELECT step.* FROM ${shops} CROSS JOIN LATERAL (
    SELECT shop_id, due_at, ctid AS place FROM recovery_step
    WHERE shop_id = ${shops}.shop_id AND state = 'pending' AND due_at <= $1 AND ${unleased('$1')}
    ORDER BY due_at LIMIT ${limit} OFFSET ${offset} FOR UPDATE SKIP LOCKED) step`;

/**
 * `done` has run when `waiting` begins, because its count is asked for: a row that was written by this
 * statement can't be locked by it any more, also when its lease is over. The claim itself changes no
 * column of an index, so it is written beside the row and into no index.
 */
const STATEMENT = `
  WITH RECURSIVE done AS (
    UPDATE recovery_step s SET state = d.state, reason = d.reason, message_id = d.message_id,
      decided_at = d.decided_at, due_at = coalesce(d.due_at, s.due_at), leased_until = NULL
    FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
      $10::timestamptz[]) AS d (shop_id, id, state, reason, message_id, decided_at, due_at)
    WHERE s.shop_id = d.shop_id AND s.id = d.id AND s.state = 'pending' RETURNING 1),
  ${SHOPS},
  waiting AS MATERIALIZED (
    SELECT shops.shop_id FROM shops CROSS JOIN LATERAL (
      SELECT FROM recovery_step s WHERE s.shop_id = shops.shop_id AND state = 'pending'
        AND due_at <= $1 AND ${unleased('$1')} ORDER BY due_at LIMIT 1) first
    WHERE shops.shop_id <> ALL ($11::text[]) AND (SELECT count(*) FROM done) >= 0),
  share AS MATERIALIZED (
    SELECT ceil($3::numeric / greatest(count(*), 1))::bigint AS size FROM waiting),
  fair AS MATERIALIZED (${oldest('waiting', '(SELECT size FROM share)')}),
  eager AS MATERIALIZED (
    SELECT shop_id FROM fair GROUP BY shop_id HAVING count(*) = (SELECT size FROM share)),
  rest AS MATERIALIZED (
    SELECT ceil(greatest($3 - (SELECT count(*) FROM fair), 0)::numeric / greatest(count(*), 1))::bigint
      AS size FROM eager),
  more AS (${oldest('eager', '(SELECT size FROM rest)', '(SELECT size FROM share)')}),
  ranked AS (
    SELECT place, row_number() OVER (PARTITION BY shop_id ORDER BY due_at) AS rank
    FROM (SELECT * FROM fair UNION ALL SELECT * FROM more) every),
  due AS (SELECT place FROM ranked ORDER BY rank, random() LIMIT $3)
  UPDATE recovery_step s SET leased_until = $2 WHERE s.ctid = ANY (ARRAY(SELECT place FROM due))
  RETURNING s.shop_id, s.id, s.recovery_id, s.step_index, s.retry_from, s.due_at, s.state, s.reason,
    s.message_id, s.decided_at`;

export async function completeAndClaim(
  sql: Sql,
  done: readonly StepResult[],
  now: Date,
  leaseUntil: Date,
  limit: number,
  except: readonly ShopId[] = [],
): Promise<readonly RecoveryStep[]> {
  const decided = done.map((one) => (one.state === 'pending' ? null : one));
  const rows = await sql.query<StepRow>(STATEMENT, [
    now,
    leaseUntil,
    limit,
    done.map((one) => one.shopId),
    done.map((one) => one.id),
    done.map((one) => one.state),
    decided.map((one) => one?.reason ?? null),
    decided.map((one) => one?.messageId ?? null),
    decided.map((one) => one?.decidedAt ?? null),
    done.map((one) => (one.state === 'pending' ? one.dueAt : null)),
    except,
  ]);
  return rows.map(toStep);
}

/** Looks no further than to the first step without a lease: whatever is due later comes after it. */
export async function nextDueAt(sql: Sql): Promise<Date | null> {
  const [row] = await sql.query<{ at: Date | null }>(
    `SELECT min(greatest(due_at, leased_until)) AS at FROM recovery_step
     WHERE state = 'pending' AND due_at <= coalesce(
       (SELECT due_at FROM recovery_step WHERE state = 'pending' AND leased_until IS NULL
        ORDER BY due_at LIMIT 1), 'infinity')`,
  );
  return row?.at ?? null;
}
