import type { OrderId, RecoveryId, ShopId } from '#core/kernel/ids';
import type { BoughtRecovery, RecoveryStore } from '#core/recovery/index';
import type { Sql } from './client';
import { prepared } from './prepared';
import type { RecoveryRow } from './recovery-rows';

type EndMethods = Pick<RecoveryStore, 'boughtBy' | 'lockAll' | 'endAll'>;

/** What ends many recoveries at once: the number of statements does not depend on how many. */
export const recoveryEnds = (sql: Sql): EndMethods => ({
  boughtBy: (...asked) => boughtBy(sql, ...asked),
  async lockAll(shopId, ids) {
    const rows = await sql.query<Pick<RecoveryRow, 'id' | 'state'>>(
      `SELECT id, state FROM recovery WHERE shop_id = $1 AND id = ANY ($2::text[])
       ORDER BY id FOR UPDATE`,
      [shopId, ids],
    );
    return rows.map(({ id, state }) => ({ shopId, id, state }));
  },
  async endAll(shopId, ends, reason, at) {
    const recovered = ends.filter(({ state }) => state === 'recovered');
    const ids = [ends, recovered].map((ended) => ended.map(({ id }) => id));
    await sql.query(END_ALL, [shopId, ...ids, reason, at]);
  },
});

/** Ids in a list are probed one by one, whatever the planner believes of a join. */
const END_ALL = `
  WITH ended AS (
    UPDATE recovery SET reason = $4, ended_at = $5,
      state = CASE WHEN id = ANY ($3::text[]) THEN 'recovered' ELSE 'stopped' END
    WHERE shop_id = $1 AND id = ANY ($2::text[]))
  UPDATE recovery_step SET state = 'cancelled', reason = $4, decided_at = $5
  WHERE shop_id = $1 AND recovery_id = ANY ($2::text[]) AND state = 'pending'`;

interface BoughtRow {
  readonly order_id: OrderId;
  readonly found_by: BoughtRecovery['foundBy'];
  readonly id: RecoveryId;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly cart_active_at: Date | null;
}

/**
 * A cart that was only ever listed, never told by a webhook, has its cart token for an external id;
 * all checkouts of one storefront cart are bought at once. A code that was used was read, also where
 * nobody told that its message was sent; one code is of one recovery. Each list is probed through its
 * index, order by order; the lists are hidden from the planner, which would plan anew at each call
 * for their length.
 */
const BOUGHT = prepared(`
  WITH bought AS MATERIALIZED (
    SELECT * FROM unnest((SELECT $3::text[]), (SELECT $4::text[]), (SELECT $5::text[]),
        (SELECT $6::text[]), (SELECT $7::text[]), (SELECT $8::text[]), (SELECT $9::text[]))
      AS b (order_id, checkout_token, cart_token, customer_id, phone, email, click_token)),
  by_checkout AS (
    SELECT b.order_id, kept.recovery_id FROM bought b
    CROSS JOIN LATERAL (
      SELECT id FROM cart WHERE shop_id = $1 AND external_id IN (b.checkout_token, b.cart_token)
      UNION
      SELECT id FROM cart WHERE shop_id = $1 AND cart_token = b.cart_token) bought_cart
    CROSS JOIN LATERAL (
      SELECT recovery_id FROM recovery_cart
      WHERE shop_id = $1 AND cart_id = bought_cart.id LIMIT 1) kept),
  by_message AS (
    SELECT b.order_id, clicked.recovery_id FROM bought b
    CROSS JOIN LATERAL (
      SELECT recovery_id FROM tracked_link
      WHERE shop_id = $1 AND token = b.click_token LIMIT 1) clicked
    UNION ALL
    SELECT used.order_id, coded.recovery_id
    FROM unnest((SELECT $10::text[]), (SELECT $11::text[])) AS used (order_id, code)
    CROSS JOIN LATERAL (
      SELECT recovery_id FROM tracked_link
      WHERE shop_id = $1 AND upper(discount_code) = used.code LIMIT 1) coded),
  buyer AS (
    SELECT order_id, customer_id FROM bought WHERE customer_id IS NOT NULL
    UNION
    SELECT b.order_id, owner.customer_id FROM bought b
    CROSS JOIN LATERAL (VALUES ('phone', b.phone), ('email', b.email)) said (kind, value)
    CROSS JOIN LATERAL (
      SELECT customer_id FROM customer_identity
      WHERE shop_id = $1 AND kind = said.kind AND value = said.value LIMIT 1) owner),
  by_person AS (
    SELECT buyer.order_id, latest.id AS recovery_id FROM buyer
    CROSS JOIN LATERAL (
      SELECT id FROM recovery r
      WHERE r.shop_id = $1 AND r.customer_id = buyer.customer_id AND r.state <> 'declined'
        AND r.started_at <= $2
      ORDER BY r.started_at DESC, r.id LIMIT 1) latest),
  found AS MATERIALIZED (
    SELECT order_id, recovery_id, bool_or(proven) AS proven FROM (
      SELECT *, true AS proven FROM by_checkout
      UNION ALL SELECT *, true FROM by_message
      UNION ALL SELECT *, false FROM by_person) every
    GROUP BY order_id, recovery_id)
  SELECT found.order_id,
    CASE WHEN found.proven THEN 'checkout' ELSE 'person' END AS found_by, about.* FROM found
  CROSS JOIN LATERAL (
    SELECT r.id, r.started_at, r.ended_at,
      (SELECT last_activity_at FROM cart c
       WHERE c.shop_id = r.shop_id AND c.id = r.cart_id) AS cart_active_at
    FROM recovery r WHERE r.shop_id = $1 AND r.id = found.recovery_id LIMIT 1) about`);

async function boughtBy(
  sql: Sql,
  shopId: ShopId,
  orders: Parameters<RecoveryStore['boughtBy']>[1],
  now: Date,
): Promise<readonly BoughtRecovery[]> {
  const used = orders.flatMap(({ id, discountCodes }) =>
    discountCodes.map((code) => ({ id, code: code.toUpperCase() })),
  );
  const rows = await sql.query<BoughtRow>(BOUGHT, [
    shopId,
    now,
    orders.map((order) => order.id),
    orders.map((order) => order.checkoutToken),
    orders.map((order) => order.cartToken),
    orders.map((order) => order.customerId),
    orders.map((order) => order.phone),
    orders.map((order) => order.email),
    orders.map((order) => order.clickToken),
    used.map(({ id }) => id),
    used.map(({ code }) => code),
  ]);
  return rows.map((row) => ({
    orderId: row.order_id,
    foundBy: row.found_by,
    id: row.id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    cart: row.cart_active_at && { lastActivityAt: row.cart_active_at },
  }));
}
