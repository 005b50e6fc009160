import type { MessageId, ShopId } from '#core/kernel/ids';
import type { DeliveryState, MessageAnswered, MessageStore } from '#core/messaging/index';
import type { Sql } from './client';

type SendProgress = Pick<
  MessageStore,
  | 'accepted'
  | 'giveBack'
  | 'retryAt'
  | 'postpone'
  | 'unknown'
  | 'failed'
  | 'heldBack'
  | 'cancelled'
  | 'cancelAll'
  | 'settleOverdue'
  | 'nextSettleAt'
>;

/**
 * How long an answer is waited for when the worker that was sending died. The vendor repeats a
 * status webhook for days, but a reminder that may or may not have gone out is worth no longer.
 */
const UNKNOWN_FOR = '24 hours';

/** The moves of the send ledger. Each names the states it may leave, so a late one changes nothing. */
export const sendProgress = (sql: Sql): SendProgress => ({
  accepted: (answered) => accepted(sql, answered),
  ...waitingAgain(sql),
  async unknown(shopId, id, until, code) {
    await sql.query(
      `UPDATE message SET state = 'unknown', deadline_at = $3, failure_code = $4
       WHERE shop_id = $1 AND id = $2 AND state = 'sending'`,
      [shopId, id, until, code],
    );
  },
  failed: (shopId, id, code, at) =>
    end(sql, `'queued', 'sending'`, { shopId, ids: [id], state: 'failed', code, at }),
  heldBack: (shopId, id, reason, at) =>
    end(sql, `'sending'`, { shopId, ids: [id], state: 'cancelled', code: reason, at }),
  cancelled: (shopId, id, reason, at) =>
    end(sql, `'queued'`, { shopId, ids: [id], state: 'cancelled', code: reason, at }),
  cancelAll: (shopId, ids, reason, at) =>
    end(sql, `'queued'`, { shopId, ids, state: 'cancelled', code: reason, at }),
  settleOverdue: (now) => settleOverdue(sql, now),
  async nextSettleAt() {
    const [row] = await sql.query<{ at: Date | null }>(
      `SELECT min(deadline_at) AS at FROM message WHERE state IN ('sending', 'unknown')`,
    );
    return row?.at ?? null;
  },
});

/** What is not tried now, and is due once more. */
const waitingAgain = (sql: Sql): Pick<SendProgress, 'giveBack' | 'retryAt' | 'postpone'> => ({
  async giveBack(shopId, id, now) {
    await sql.query(
      `UPDATE message SET state = 'queued', next_attempt_at = $3, deadline_at = NULL,
         attempts = attempts - 1
       WHERE shop_id = $1 AND id = $2 AND state = 'sending'`,
      [shopId, id, now],
    );
  },
  async retryAt(shopId, id, at, code) {
    await sql.query(
      `UPDATE message SET state = 'queued', next_attempt_at = $3, deadline_at = NULL,
         failure_code = $4
       WHERE shop_id = $1 AND id = $2 AND state = 'sending'`,
      [shopId, id, at, code],
    );
  },
  async postpone(shopId, id, until, why) {
    await sql.query(
      `UPDATE message SET next_attempt_at = $3, wait_reason = $4
       WHERE shop_id = $1 AND id = $2 AND state = 'queued'`,
      [shopId, id, until, why],
    );
  },
});

interface Ending {
  readonly shopId: ShopId;
  readonly ids: readonly MessageId[];
  readonly state: 'failed' | 'cancelled';
  readonly code: string;
  readonly at: Date;
}

async function end(sql: Sql, from: string, ending: Ending): Promise<void> {
  await sql.query(
    `WITH ended AS MATERIALIZED (
       SELECT shop_id, id FROM message
       WHERE shop_id = $1 AND id = ANY ($2::text[]) AND state IN (${from})
       ORDER BY shop_id, id FOR UPDATE)
     UPDATE message m SET state = $3, failure_code = $4, ended_at = $5, deadline_at = NULL
     FROM ended WHERE m.shop_id = ended.shop_id AND m.id = ended.id`,
    [ending.shopId, ending.ids, ending.state, ending.code, ending.at],
  );
}

async function settleOverdue(
  sql: Sql,
  now: Date,
): Promise<readonly { shopId: ShopId; id: MessageId; state: DeliveryState }[]> {
  const rows = await sql.query<{ shop_id: ShopId; id: MessageId; state: DeliveryState }>(
    `WITH overdue AS (
       SELECT shop_id, id FROM message
       WHERE state IN ('sending', 'unknown') AND deadline_at <= $1
       ORDER BY deadline_at LIMIT 500 FOR UPDATE SKIP LOCKED)
     UPDATE message m SET
       state = CASE WHEN m.state = 'sending' THEN 'unknown' ELSE 'failed' END,
       deadline_at = CASE WHEN m.state = 'sending'
                          THEN $1::timestamptz + interval '${UNKNOWN_FOR}' END,
       ended_at = CASE WHEN m.state = 'unknown' THEN $1::timestamptz END,
       failure_code = CASE WHEN m.state = 'sending' THEN 'worker_lost' ELSE 'outcome_unknown' END
     FROM overdue WHERE m.shop_id = overdue.shop_id AND m.id = overdue.id
     RETURNING m.shop_id, m.id, m.state`,
    [now],
  );
  return rows.map((row) => ({ shopId: row.shop_id, id: row.id, state: row.state }));
}

/**
 * Locked in one order, as by those who apply statuses, so that two batches never wait for each other
 * in a circle. A status can overtake the answer: what it said already stays.
 */
async function accepted(
  sql: Sql,
  answered: readonly MessageAnswered[],
): Promise<ReadonlySet<MessageId>> {
  const rows = await sql.query<{ id: MessageId; is_news: boolean }>(
    `WITH answered AS MATERIALIZED (
       SELECT m.shop_id, m.id, given.vendor_id, given.at,
         m.state IN ('sending', 'unknown') AS is_news
       FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
         AS given (shop_id, id, vendor_id, at)
       JOIN message m ON m.shop_id = given.shop_id AND m.id = given.id
       WHERE m.state NOT IN ('queued', 'cancelled')
       ORDER BY m.shop_id, m.id FOR UPDATE OF m)
     UPDATE message m SET
       vendor_id = coalesce(m.vendor_id, answered.vendor_id),
       sent_at = coalesce(m.sent_at, answered.at), deadline_at = NULL,
       failure_code = CASE WHEN m.state = 'failed' THEN m.failure_code END,
       state = CASE WHEN m.state IN ('sending', 'unknown') THEN 'sent' ELSE m.state END
     FROM answered WHERE m.shop_id = answered.shop_id AND m.id = answered.id
     RETURNING m.id, answered.is_news`,
    [
      answered.map(({ shopId }) => shopId),
      answered.map(({ id }) => id),
      answered.map(({ answer }) => answer.vendorId),
      answered.map(({ at }) => at),
    ],
  );
  return new Set(rows.filter((row) => row.is_news).map((row) => row.id));
}
