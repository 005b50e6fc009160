import type { PaymentId, ShopId } from '#core/kernel/ids';
import type { DuePayment, Payment, PaymentChange, PaymentStore } from '#core/payments/index';
import type { Sql } from './client';
import { linkStore } from './payment-links';
import { columnsOf, toPayment, UNDER_WAY } from './payment-rows';
import type { PaymentRow } from './payment-rows';

/** Payment links and what was paid at them. */
export function paymentStore(sql: Sql): PaymentStore {
  const all = async (where: string, values: readonly unknown[]): Promise<readonly Payment[]> =>
    (await sql.query<PaymentRow>(`SELECT * FROM payment WHERE ${where}`, values)).map(toPayment);
  const first = async (where: string, values: readonly unknown[]): Promise<Payment | null> =>
    (await all(where, values))[0] ?? null;
  return {
    ...linkStore(sql),
    byId: (shopId, id) => first('shop_id = $1 AND id = $2', [shopId, id]),
    lock: (shopId, id) => first('shop_id = $1 AND id = $2 FOR UPDATE', [shopId, id]),
    ofCart: (shopId, cartId) =>
      all('shop_id = $1 AND cart_id = $2 ORDER BY opened_at DESC, id DESC', [shopId, cartId]),
    ofLink: (shopId, id) =>
      all('shop_id = $1 AND link_id = $2 ORDER BY opened_at DESC, id DESC', [shopId, id]),
    bySession: (shopId, provider, { sessionId, reference }) =>
      first(
        `shop_id = $1 AND provider = $2 AND (session_id = $3 OR reference = $4)
         ORDER BY session_id = $3 DESC NULLS LAST LIMIT 1`,
        [shopId, provider, sessionId, reference],
      ),
    begin: (payment, lookAt) => begin(sql, payment, lookAt),
    change: (shopId, id, change, lookAt) => write(sql, [shopId, id], change, lookAt),
    lookBy: (shopId, id, at) => lookBy(sql, shopId, id, at),
    underWay: (shopId, provider) => underWay(sql, shopId, provider),
    claimDue: (now, leaseUntil, limit) => claimDue(sql, now, leaseUntil, limit),
    release: (shopId, id) => release(sql, shopId, id),
    nextLookAt: () => nextLookAt(sql),
  };
}

async function begin(sql: Sql, payment: Payment, lookAt: Date): Promise<boolean> {
  const { quote, delivery } = payment;
  const begun = await sql.query(
    `INSERT INTO payment (id, shop_id, link_id, cart_id, provider, amount_minor, currency, quote,
       delivery, state, opened_at, expires_at, look_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11, $12)
     ON CONFLICT DO NOTHING RETURNING id`,
    [
      ...[payment.id, payment.shopId, payment.linkId, payment.cartId, payment.provider],
      ...[quote.total.minor, quote.total.currency, JSON.stringify(quote)],
      delivery && JSON.stringify(delivery),
      ...[payment.openedAt, payment.expiresAt, lookAt],
    ],
  );
  return begun.length === 1;
}

async function write(
  sql: Sql,
  key: readonly [ShopId, PaymentId],
  change: PaymentChange,
  lookAt: Date | null,
): Promise<void> {
  const columns = [...columnsOf(change)];
  const names = columns.map(([column], index) => `${column} = $${index + 4}`);
  const looks = 'look_at = CASE WHEN has_news THEN look_at ELSE $3::timestamptz END';
  await sql.query(
    `UPDATE payment SET ${[looks, ...names].join(', ')} WHERE shop_id = $1 AND id = $2`,
    [...key, lookAt, ...columns.map(([, value]) => value)],
  );
}

/** Whoever is at one is not disturbed by its news: they wait until it is given back. */
const claimDue = (
  sql: Sql,
  now: Date,
  leaseUntil: Date,
  limit: number,
): Promise<readonly DuePayment[]> =>
  sql.query<{ shopId: ShopId; id: PaymentId }>(
    `UPDATE payment SET leased_until = $2, has_news = false WHERE (shop_id, id) IN (
       SELECT shop_id, id FROM payment
       WHERE look_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)
       ORDER BY look_at LIMIT $3 FOR UPDATE SKIP LOCKED)
     RETURNING shop_id AS "shopId", id`,
    [now, leaseUntil, limit],
  );

async function lookBy(sql: Sql, shopId: ShopId, id: PaymentId, at: Date): Promise<void> {
  await sql.query(
    `UPDATE payment SET look_at = least(look_at, $3), has_news = true
     WHERE shop_id = $1 AND id = $2`,
    [shopId, id, at],
  );
}

async function underWay(sql: Sql, shopId: ShopId, provider: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*) FROM payment
     WHERE shop_id = $1 AND provider = $2 AND ${UNDER_WAY}`,
    [shopId, provider],
  );
  return row?.count ?? 0;
}

async function release(sql: Sql, shopId: ShopId, id: PaymentId): Promise<void> {
  await sql.query('UPDATE payment SET leased_until = NULL WHERE shop_id = $1 AND id = $2', [
    shopId,
    id,
  ]);
}

async function nextLookAt(sql: Sql): Promise<Date | null> {
  const [row] = await sql.query<{ at: Date | null }>(
    'SELECT min(greatest(look_at, leased_until)) AS at FROM payment WHERE look_at IS NOT NULL',
  );
  return row?.at ?? null;
}
