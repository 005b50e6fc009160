import type { CustomerId, MessageId, ShopId } from '#core/kernel/ids';
import { allDone } from '#core/kernel/all-done';
import { afterReport } from '#core/messaging/index';
import type { Standing, StatusApplied, StatusOfShop } from '#core/messaging/index';
import type { Sql } from './client';
import { iso } from './instants';
import { prepared } from './prepared';

/** An advisory lock of the transaction: the same number in every process. */
export async function takeStatusTurn(sql: Sql): Promise<void> {
  await sql.query(`SELECT pg_advisory_xact_lock(hashtextextended('statuses', 0))`);
}

/** Reads the messages once, folds each one's statuses in memory and writes all in two statements. */
export async function applyStatuses(
  sql: Sql,
  statuses: readonly StatusOfShop[],
): Promise<readonly (StatusApplied | null)[]> {
  if (statuses.length === 0) return [];
  const rows = await lockMessages(sql, statuses);
  const applied = statuses.map((): StatusApplied | null => null);
  const folds = rows.map((row) => fold(row, statuses, applied));
  const changed = folds.filter((each) => each.changed);
  await allDone([writeLog(sql, statuses, applied), writeStandings(sql, changed)]);
  return applied;
}

interface LockedRow {
  readonly id: MessageId;
  readonly shop_id: ShopId;
  readonly customer_id: CustomerId;
  readonly vendor_id: string | null;
  readonly state: Standing['state'];
  readonly sent_at: Date | null;
  readonly delivered_at: Date | null;
  readonly read_at: Date | null;
  readonly ended_at: Date | null;
  readonly failure_code: string | null;
  /** Which of the statuses are about it, from 1 on. */
  readonly places: readonly number[];
}

/**
 * Finds messages by the vendor's id, or by ours when its answer, and with it that id, was lost; and
 * locks them in one order. `LATERAL` keeps each look-up on its index, whatever the planner expects.
 */
const LOCK_MESSAGES = prepared(
  `WITH found AS MATERIALIZED (
     SELECT x.shop_id, m.id, array_agg(x.place::int ORDER BY x.place) AS places
     FROM unnest($1::text[], $2::text[], $3::text[])
       WITH ORDINALITY AS x (shop_id, vendor_id, callback_id, place)
     CROSS JOIN LATERAL (
       (SELECT id FROM message
        WHERE shop_id = x.shop_id AND vendor_id = x.vendor_id AND direction = 'out')
       UNION ALL
       (SELECT id FROM message WHERE shop_id = x.shop_id AND id = x.callback_id
          AND vendor_id IS NULL AND direction = 'out')
       LIMIT 1) AS m
     GROUP BY x.shop_id, m.id)
   SELECT m.id, m.shop_id, m.customer_id, m.vendor_id, m.state, m.sent_at, m.delivered_at,
     m.read_at, m.ended_at, m.failure_code, found.places
   FROM found JOIN message m ON m.shop_id = found.shop_id AND m.id = found.id
   ORDER BY m.shop_id, m.id FOR UPDATE OF m`,
);

const lockMessages = (sql: Sql, statuses: readonly StatusOfShop[]): Promise<LockedRow[]> =>
  sql.query<LockedRow>(LOCK_MESSAGES, [
    statuses.map(({ shopId }) => shopId),
    statuses.map(({ status }) => status.vendorId),
    callbackIds(statuses),
  ]);

/** What a status echoes holds for those of its message that follow, also where they echo nothing. */
function callbackIds(statuses: readonly StatusOfShop[]): readonly (MessageId | null)[] {
  const echoed = new Map<string, MessageId>();
  return statuses.map(({ shopId, status: { vendorId, callbackId } }) => {
    const key = `${shopId} ${vendorId}`;
    if (callbackId !== null) echoed.set(key, callbackId);
    return callbackId ?? echoed.get(key) ?? null;
  });
}

interface Fold {
  readonly row: LockedRow;
  readonly standing: Standing;
  readonly vendorId: string | null;
  readonly moved: boolean;
  readonly changed: boolean;
}

function fold(
  row: LockedRow,
  statuses: readonly StatusOfShop[],
  applied: (StatusApplied | null)[],
): Fold {
  const before = standingOf(row);
  let standing = before;
  let anyMoved = false;
  let vendorId = row.vendor_id;
  for (const place of row.places) {
    const told = statuses[place - 1];
    if (!told) continue;
    const after = afterReport(standing, told.status);
    standing = after.standing;
    anyMoved ||= after.moved;
    vendorId ??= told.status.vendorId;
    applied[place - 1] = { id: row.id, customerId: row.customer_id, moved: after.moved };
  }
  const changed = vendorId !== row.vendor_id || !isSame(before, standing);
  return { row, standing, vendorId, moved: anyMoved, changed };
}

const standingOf = (row: LockedRow): Standing => ({
  state: row.state,
  sentAt: row.sent_at,
  deliveredAt: row.delivered_at,
  readAt: row.read_at,
  endedAt: row.ended_at,
  failureCode: row.failure_code,
});

const isSame = (left: Standing, right: Standing): boolean =>
  left.state === right.state &&
  left.sentAt === right.sentAt &&
  left.deliveredAt === right.deliveredAt &&
  left.readAt === right.readAt;

const WRITE_LOG = prepared(
  `INSERT INTO message_status (shop_id, message_id, state, code, occurred_at, moved)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[],
                        $6::boolean[])
   ON CONFLICT (shop_id, message_id, state, occurred_at) DO NOTHING`,
);

async function writeLog(
  sql: Sql,
  statuses: readonly StatusOfShop[],
  applied: readonly (StatusApplied | null)[],
): Promise<void> {
  const told = statuses.flatMap(({ shopId, status }, place) => {
    const message = applied[place];
    return message ? [{ shopId, status, message }] : [];
  });
  await sql.query(WRITE_LOG, [
    told.map(({ shopId }) => shopId),
    told.map(({ message }) => message.id),
    told.map(({ status }) => status.state),
    told.map(({ status }) => status.code),
    told.map(({ status }) => iso(status.at)),
    told.map(({ message }) => message.moved),
  ]);
}

/** Whose recipient was erased keeps no id of the vendor's either. */
const WRITE_STANDINGS = prepared(
  `UPDATE message m SET
     state = x.state, sent_at = x.sent_at, delivered_at = x.delivered_at, read_at = x.read_at,
     ended_at = x.ended_at, failure_code = x.failure_code,
     vendor_id = CASE WHEN m.recipient IS NULL THEN m.vendor_id ELSE x.vendor_id END,
     deadline_at = CASE WHEN x.moved THEN NULL ELSE m.deadline_at END
   FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[],
               $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[], $10::boolean[])
     AS x (shop_id, id, state, sent_at, delivered_at, read_at, ended_at, failure_code, vendor_id,
           moved)
   WHERE m.shop_id = x.shop_id AND m.id = x.id`,
);

async function writeStandings(sql: Sql, folds: readonly Fold[]): Promise<void> {
  if (folds.length === 0) return;
  await sql.query(WRITE_STANDINGS, [
    folds.map(({ row }) => row.shop_id),
    folds.map(({ row }) => row.id),
    folds.map(({ standing }) => standing.state),
    folds.map(({ standing }) => iso(standing.sentAt)),
    folds.map(({ standing }) => iso(standing.deliveredAt)),
    folds.map(({ standing }) => iso(standing.readAt)),
    folds.map(({ standing }) => iso(standing.endedAt)),
    folds.map(({ standing }) => standing.failureCode),
    folds.map(({ vendorId }) => vendorId),
    folds.map(({ moved }) => moved),
  ]);
}
