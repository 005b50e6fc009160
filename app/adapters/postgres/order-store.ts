import type { Order, OrderStore, OrderWrite, PaymentState, RefundSeen } from '#core/commerce/index';
import type { CustomerId, OrderId, ShopId } from '#core/kernel/ids';
import { allDone } from '#core/kernel/all-done';
import type { Sql } from './client';
import { purchasedSince } from './order-purchases';
import { prepared } from './prepared';

interface OrderRow {
  readonly id: OrderId;
  readonly shop_id: ShopId;
  readonly external_id: string;
  readonly name: string;
  readonly customer_id: CustomerId | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly checkout_token: string | null;
  readonly cart_token: string | null;
  readonly click_token: string | null;
  readonly discount_codes: readonly string[];
  readonly total_minor: number;
  readonly current_total_minor: number;
  readonly currency: string;
  readonly refunded_minor: number;
  readonly payment: PaymentState;
  readonly placed_at: Date;
  readonly paid_at: Date | null;
  readonly cancelled_at: Date | null;
  readonly source_updated_at: Date;
  readonly is_requested: boolean;
}

const COLUMNS = [
  'shop_id',
  'id',
  'external_id',
  'name',
  'customer_id',
  'phone',
  'email',
  'checkout_token',
  'cart_token',
  'click_token',
  'discount_codes',
  'total_minor',
  'current_total_minor',
  'currency',
  'payment',
  'placed_at',
  'paid_at',
  'cancelled_at',
  'source_updated_at',
  'is_requested',
] as const;

/** Refunds are counted from their own table, so one that came before its order counts too. */
const READ = `${COLUMNS.map((column) => `o.${column}`).join(', ')},
  (SELECT coalesce(sum(r.amount_minor), 0)::bigint FROM refund r
   WHERE r.shop_id = o.shop_id AND r.order_external_id = o.external_id
     AND r.currency = o.currency) AS refunded_minor`;

const SELECT = `SELECT ${READ} FROM orders o`;

const toOrder = (row: OrderRow): Order => ({
  id: row.id,
  shopId: row.shop_id,
  externalId: row.external_id,
  name: row.name,
  customerId: row.customer_id,
  phone: row.phone,
  email: row.email,
  checkoutToken: row.checkout_token,
  cartToken: row.cart_token,
  clickToken: row.click_token,
  discountCodes: row.discount_codes,
  total: { minor: row.total_minor, currency: row.currency },
  currentTotal: { minor: row.current_total_minor, currency: row.currency },
  refunded: { minor: row.refunded_minor, currency: row.currency },
  payment: row.payment,
  placedAt: row.placed_at,
  paidAt: row.paid_at,
  cancelledAt: row.cancelled_at,
  sourceUpdatedAt: row.source_updated_at,
  isRequested: row.is_requested,
});

export function orderStore(sql: Sql): OrderStore {
  return {
    byId: (shopId, id) => one(sql, 'o.id = $2', shopId, id),
    byExternalId: (shopId, externalId) => byExternalId(sql, shopId, externalId),
    lockByExternalId: (shopId, externalId) => lockByExternalId(sql, shopId, externalId),
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
    sql.query(LOCK, [`order:${shopId}:${externalId}`]),
    byExternalId(sql, shopId, externalId),
  ]);
  return order;
}

const valuesOf = (order: OrderWrite): readonly unknown[] => [
  order.shopId,
  order.id,
  order.externalId,
  order.name,
  order.customerId,
  order.phone,
  order.email,
  order.checkoutToken,
  order.cartToken,
  order.clickToken,
  order.discountCodes,
  order.total.minor,
  order.currentTotal.minor,
  order.total.currency,
  order.payment,
  order.placedAt,
  order.paidAt,
  order.cancelledAt,
  order.sourceUpdatedAt,
  order.isRequested,
];

const PLACES = COLUMNS.map((_, index) => `$${index + 1}`).join(', ');
const NEWER = COLUMNS.slice(3)
  .filter((column) => column !== 'paid_at')
  .map((column) => `${column} = excluded.${column}`)
  .join(', ');

/** Answers nothing when a newer state is known. */
const UPSERT = prepared(
  `INSERT INTO orders AS o (${COLUMNS.join(', ')}) VALUES (${PLACES})
   ON CONFLICT (shop_id, external_id) DO UPDATE SET
     ${NEWER}, paid_at = coalesce(o.paid_at, excluded.paid_at)
   WHERE o.source_updated_at <= excluded.source_updated_at
   RETURNING ${READ}`,
);

async function upsertNewest(sql: Sql, order: OrderWrite): Promise<Order> {
  const [written] = await sql.query<OrderRow>(UPSERT, valuesOf(order));
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
