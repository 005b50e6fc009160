import type {
  Receipt,
  ReceiptClosing,
  ReceiptKind,
  ReceiptSource,
  ReceiptStore,
} from '#core/intake/index';
import { STATUSES_TOPIC } from '#core/intake/index';
import type { ReceiptId, ShopId } from '#core/kernel/ids';
import type { Sql } from './client';
import { groupCommit } from './receipt-batch';
import { dropDays, makeDays } from './receipt-days';
import { blankReceipts } from './receipt-privacy';

interface ReceiptRow {
  readonly id: number;
  readonly source: ReceiptSource;
  readonly external_id: string;
  readonly delivery_id: string | null;
  readonly body_hash: string;
  readonly shop_id: ShopId | null;
  readonly topic: string;
  readonly triggered_at: Date | null;
  readonly received_at: Date;
  readonly body: Buffer;
  readonly attempts: number;
}

/** After this many failures a receipt is kept as `failed`, for a person to look at. */
const MAX_ATTEMPTS = 5;

const toReceipt = (row: ReceiptRow): Receipt => ({
  id: String(row.id) as ReceiptId,
  source: row.source,
  externalId: row.external_id,
  deliveryId: row.delivery_id,
  bodyHash: row.body_hash,
  shopId: row.shop_id,
  topic: row.topic,
  triggeredAt: row.triggered_at,
  receivedAt: row.received_at,
  body: row.body,
  attempts: row.attempts,
});

export function receiptStore(sql: Sql): ReceiptStore {
  const record = groupCommit(sql);
  return {
    record,
    claim: (what, now, leaseUntil, limit) => claim(sql, { what, now, leaseUntil, limit }),
    close: (closings, at) => close(sql, closings, at),
    retry: (receipt, reason, notBefore) => retry(sql, receipt, reason, notBefore),
    hasUnread: (shopId) => hasUnread(sql, shopId),
    async holdForList(shopId, list, forMs) {
      await sql.query(HOLD, [shopId, list, forMs]);
    },
    async letGoOfList(shopId, list) {
      await sql.query('DELETE FROM list_in_hand WHERE shop_id = $1 AND id = $2', [shopId, list]);
    },
    makeDays: (now) => makeDays(sql, now),
    dropDays: (before) => dropDays(sql, before),
    eraseContaining: (shopId, texts) => blankReceipts(sql, shopId, texts),
  };
}

/** Bodies that a claim may bring into memory, but for the first one. */
const CLAIM_BYTES = 4 * 1024 * 1024;

const KIND: Readonly<Record<ReceiptKind, string>> = {
  statuses: `topic = '${STATUSES_TOPIC}'`,
  others: `topic <> '${STATUSES_TOPIC}'`,
};

interface Claim {
  readonly what: ReceiptKind;
  readonly now: Date;
  readonly leaseUntil: Date;
  readonly limit: number;
}

async function claim(sql: Sql, { what, now, leaseUntil, limit }: Claim): Promise<Receipt[]> {
  const rows = await sql.query<ReceiptRow>(
    `WITH next AS (
       SELECT id, received_at, octet_length(body) AS size FROM receipt
       WHERE state = 'received' AND ${KIND[what]} AND claimable_at <= $1
       ORDER BY claimable_at, id LIMIT $3 FOR UPDATE SKIP LOCKED),
     summed AS (SELECT *, sum(size) OVER (ORDER BY id) - size AS before FROM next)
     UPDATE receipt r SET claimable_at = $2, attempts = attempts + 1
     FROM summed WHERE r.id = summed.id AND r.received_at = summed.received_at
       AND summed.before < ${CLAIM_BYTES} RETURNING r.*`,
    [now, leaseUntil, limit],
  );
  return rows.sort((left, right) => left.id - right.id).map(toReceipt);
}

/** The bounds of time let the database plan for the one or two days that it is about. */
const CLOSE = `UPDATE receipt r SET state = x.state, reason = x.reason, closed_at = $4,
     body = CASE WHEN r.forget_body THEN ''::bytea ELSE r.body END
   FROM unnest($1::bigint[], $2::text[], $3::text[]) AS x (id, state, reason)
   WHERE r.id = x.id AND r.received_at BETWEEN $5 AND $6`;

async function close(sql: Sql, closings: readonly ReceiptClosing[], at: Date): Promise<void> {
  if (closings.length === 0) return;
  const received = closings.map(({ receipt }) => receipt.receivedAt.getTime());
  await sql.query(CLOSE, [
    closings.map(({ receipt }) => receipt.id),
    closings.map(({ state }) => state),
    closings.map(({ reason }) => reason),
    at,
    new Date(Math.min(...received)),
    new Date(Math.max(...received)),
  ]);
}

async function retry(
  sql: Sql,
  { id, receivedAt }: Pick<Receipt, 'id' | 'receivedAt'>,
  reason: string,
  notBefore: Date,
): Promise<void> {
  await sql.query(
    `UPDATE receipt SET reason = $3, claimable_at = $4,
       state = CASE WHEN attempts >= $5 THEN 'failed' ELSE state END,
       closed_at = CASE WHEN attempts >= $5 THEN $4 ELSE closed_at END
     WHERE id = $1 AND received_at = $2 AND state = 'received'`,
    [id, receivedAt, reason, notBefore, MAX_ATTEMPTS],
  );
}

/** What a reader that died left behind goes with the next list. */
const HOLD = `
  WITH left_behind AS (DELETE FROM list_in_hand WHERE shop_id = $1 AND id <> $2 AND held_until < now())
  INSERT INTO list_in_hand (shop_id, id, held_until)
  VALUES ($1, $2, now() + make_interval(secs => $3 / 1000.0))
  ON CONFLICT (shop_id, id) DO UPDATE SET held_until = excluded.held_until`;

async function hasUnread(sql: Sql, shopId: ShopId): Promise<boolean> {
  const [row] = await sql.query<{ unread: boolean }>(
    // WhatsApp names its number inside the body only, so its receipts belong to no shop yet.
    `SELECT EXISTS (SELECT FROM receipt WHERE state = 'received'
       AND (shop_id = $1 OR (shop_id IS NULL AND source = 'whatsapp'))
       AND topic <> $2 AND topic NOT LIKE 'product%')
     OR EXISTS (SELECT FROM list_in_hand WHERE shop_id = $1 AND held_until > now()) AS unread`,
    [shopId, STATUSES_TOPIC],
  );
  return row?.unread ?? false;
}
