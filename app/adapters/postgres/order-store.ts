import type { Order, OrderStore, OrderWrite, RefundSeen } from '#core/commerce/index';
import type { ShopId } from '#core/kernel/ids';
import { allDone } from '#core/kernel/all-done';
import type { Sql } from './client';
import { listWrite } from './list-writes';
import { purchasedSince } from './order-purchases';
import { COLUMNS, GIVEN, GIVEN_COLUMNS, READ, SELECT, toOrder, valuesOf } from './order-rows';
import type { OrderRow } from './order-rows';
import { prepared } from './prepared';

export function orderStore(sql: Sql): OrderStore {
  return {
    byId: (shopId, id) => one(sql, 'o.id = $2', shopId, id),
    byExternalId: (shopId, externalId) => byExternalId(sql, shopId, externalId),
    lockByExternalId: (shopId, externalId) => lockByExternalId(sql, shopId, externalId),
    lockAll: (orders) => lockAll(sql, orders),
    upsertNewest: (order) => upsertNewest(sql, order),
    addRefund: (shopId, refund) => addRefund(sql, shopId, refund),
    purchasedSince: (shopId, match, since) => purchasedSince(sql, shopId, match, since),
    async countBefore(shopId, customerId, before) {
      const [row] = await sql.query<{ count: number }>(
        `SELECT count(*) FROM orders WHERE shop_id = $1 AND customer_id = $2 AND placed_at < $3`,
        [shopId, customerId, before],
      );
      return row?.count ?? 0;
    },
  };
}

async function one(sql: Sql, where: string, shopId: ShopId, value: string): Promise<Order | null> {
  const [row] = await sql.query<OrderRow>(`${SELECT} WHERE o.shop_id = $1 AND ${where}`, [
    shopId,
    value,
  ]);
  return row ? toOrder(row) : null;
}

const BY_EXTERNAL_ID = prepared(`${SELECT} WHERE o.shop_id = $1 AND o.external_id = $2`);

async function byExternalId(sql: Sql, shopId: ShopId, externalId: string): Promise<Order | null> {
  const [row] = await sql.query<OrderRow>(BY_EXTERNAL_ID, [shopId, externalId]);
  return row ? toOrder(row) : null;
}

const locked = (sql: Sql, shopId: ShopId, externalId: string): Promise<Order | null> =>
  one(sql, 'o.external_id = $2 FOR UPDATE OF o', shopId, externalId);

const LOCK = prepared('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))');

const lockName = (shopId: ShopId, externalId: string): string => `order:${shopId}:${externalId}`;

const LOCK_ALL = prepared(
  `SELECT count(pg_advisory_xact_lock(key)) FROM (
     SELECT DISTINCT hashtextextended(name, 0) AS key FROM unnest($1::text[]) AS named (name)
     ORDER BY key) AS keys`,
);

async function lockAll(sql: Sql, orders: Parameters<OrderStore['lockAll']>[0]): Promise<void> {
  if (orders.length === 0) return;
  await sql.query(LOCK_ALL, [orders.map(({ shopId, externalId }) => lockName(shopId, externalId))]);
}

/**
 * An advisory lock, because a row lock can't be taken on an order that is not there yet. The read is
 * a statement of its own: it sees what the holder before us has committed.
 */
async function lockByExternalId(
  sql: Sql,
  shopId: ShopId,
  externalId: string,
): Promise<Order | null> {
  const [, order] = await allDone([
    sql.query(LOCK, [lockName(shopId, externalId)]),
    byExternalId(sql, shopId, externalId),
  ]);
  return order;
}

const NEWER = COLUMNS.slice(3)
  .filter((column) => column !== 'paid_at')
  .map((column) => `${column} = excluded.${column}`)
  .join(', ');

/** Answers nothing when a newer state is known. */
const UPSERT = listWrite(
  prepared(
    `WITH given AS (
       SELECT * FROM unnest(${GIVEN.join(', ')}) WITH ORDINALITY AS x (${COLUMNS.join(', ')}, place)),
     kept AS (
       INSERT INTO orders AS o (${COLUMNS.join(', ')})
       SELECT ${GIVEN_COLUMNS.join(', ')} FROM given ORDER BY shop_id, external_id
       ON CONFLICT (shop_id, external_id) DO UPDATE SET
         ${NEWER}, paid_at = coalesce(o.paid_at, excluded.paid_at)
       WHERE o.source_updated_at <= excluded.source_updated_at
       RETURNING ${READ})
     SELECT place::int, kept.* FROM kept
     JOIN (SELECT shop_id, external_id, place FROM given) asked USING (shop_id, external_id)`,
  ),
);

async function upsertNewest(sql: Sql, order: OrderWrite): Promise<Order> {
  const [written] = await sql.query<OrderRow>(
    UPSERT,
    valuesOf(order).map((value) => [value]),
  );
  const after = written
    ? toOrder(written)
    : await byExternalId(sql, order.shopId, order.externalId);
  if (!after) throw new Error('an order vanished while it was written');
  return after;
}

async function addRefund(
  sql: Sql,
  shopId: ShopId,
  refund: RefundSeen,
): Promise<{ order: Order; added: boolean } | null> {
  const rows = await sql.query<{ external_id: string }>(
    `INSERT INTO refund (shop_id, external_id, order_external_id, amount_minor, currency,
       refunded_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (shop_id, external_id) DO NOTHING RETURNING external_id`,
    [
      shopId,
      refund.externalId,
      refund.orderExternalId,
      refund.amount.minor,
      refund.amount.currency,
      refund.at,
    ],
  );
  const added = rows.length > 0 || (await replaceForeign(sql, shopId, refund));
  const order = await locked(sql, shopId, refund.orderExternalId);
  return order ? { order, added } : null;
}

/** A statement of its own, and no DO UPDATE, which would lock the row for each repeated telling. */
async function replaceForeign(
  sql: Sql,
  shopId: ShopId,
  { externalId, orderExternalId, amount }: RefundSeen,
): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE refund SET amount_minor = $4, currency = $5
     WHERE shop_id = $1 AND external_id = $2 AND currency <> $5 AND $5 = coalesce(
       (SELECT currency FROM orders WHERE shop_id = $1 AND external_id = $3),
       (SELECT currency FROM shop WHERE id = $1))
     RETURNING external_id`,
    [shopId, externalId, orderExternalId, amount.minor, amount.currency],
  );
  return rows.length > 0;
}
