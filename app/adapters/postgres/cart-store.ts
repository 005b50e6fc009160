import type { Cart, CartState, CartStore, CartWrite, LineItem } from '#core/commerce/index';
import type { CartId, CustomerId, ShopId } from '#core/kernel/ids';
import type { Sql } from './client';
import { iso } from './instants';
import { listWrite } from './list-writes';
import { prepared } from './prepared';

interface CartRow {
  readonly id: CartId;
  readonly shop_id: ShopId;
  readonly external_id: string;
  readonly cart_token: string | null;
  readonly customer_id: CustomerId | null;
  readonly phone: string | null;
  readonly phone_problem: string | null;
  readonly email: string | null;
  readonly country_code: string | null;
  readonly locale: string | null;
  readonly line_items: readonly LineItem[];
  readonly total_minor: number;
  readonly currency: string;
  readonly recovery_url: string | null;
  readonly discount_codes: readonly string[];
  readonly state: CartState;
  readonly last_activity_at: Date;
  readonly source_updated_at: Date;
  readonly abandoned_at: Date | null;
}

const toCart = (row: CartRow): Cart => ({
  id: row.id,
  shopId: row.shop_id,
  externalId: row.external_id,
  cartToken: row.cart_token,
  customerId: row.customer_id,
  phone: row.phone,
  phoneProblem: row.phone_problem,
  email: row.email,
  countryCode: row.country_code,
  locale: row.locale,
  lineItems: row.line_items,
  total: { minor: row.total_minor, currency: row.currency },
  recoveryUrl: row.recovery_url,
  discountCodes: row.discount_codes,
  state: row.state,
  lastActivityAt: row.last_activity_at,
  sourceUpdatedAt: row.source_updated_at,
  abandonedAt: row.abandoned_at,
});

/** The list is hidden from the planner, which would plan anew at each call for its length. */
const WITH_EXTERNAL_IDS = prepared(
  `SELECT shop_id, id, external_id, cart_token, customer_id, phone, phone_problem, email,
     country_code, locale, line_items, total_minor, currency, recovery_url, discount_codes, state,
     last_activity_at, source_updated_at, abandoned_at
   FROM cart WHERE shop_id = $1 AND external_id = ANY ((SELECT $2::text[])::text[])
   ORDER BY id`,
);

/** Each token is probed; the list is hidden from the planner as above. */
const LOCK_NAMED = prepared(
  `SELECT id FROM cart WHERE shop_id = $1 AND id = ANY (ARRAY(
     SELECT named.id FROM unnest((SELECT $2::text[])) AS given (token)
     CROSS JOIN LATERAL (
       SELECT id FROM cart WHERE shop_id = $1 AND external_id = given.token
       UNION ALL
       SELECT id FROM cart WHERE shop_id = $1 AND cart_token = given.token) named))
   ORDER BY id FOR NO KEY UPDATE`,
);

/** Shops whose carts are watched, with their inactivity time; a fresh setting holds at once. */
const WATCHED_SHOPS = `
  SELECT id, make_interval(mins => (settings->>'inactivityMinutes')::int) AS idle_time
  FROM shop WHERE state = 'installed'`;

export function cartStore(sql: Sql): CartStore {
  const one = async (where: string, shopId: ShopId, value: string): Promise<Cart | null> => {
    const [row] = await sql.query<CartRow>(`SELECT * FROM cart WHERE shop_id = $1 AND ${where}`, [
      shopId,
      value,
    ]);
    return row ? toCart(row) : null;
  };
  return {
    byId: (shopId, id) => one('id = $2', shopId, id),
    lock: (shopId, id) => one('id = $2 FOR NO KEY UPDATE', shopId, id),
    byExternalId: (shopId, externalId) => one('external_id = $2', shopId, externalId),
    async withExternalIds(shopId, externalIds) {
      const rows = await sql.query<CartRow>(WITH_EXTERNAL_IDS, [shopId, externalIds]);
      return rows.map(toCart);
    },
    byCartToken: (shopId, cartToken) => byCartToken(sql, shopId, cartToken),
    boughtWith: (shopId, order) => boughtWith(sql, shopId, order),
    async lockNamed(shopId, tokens) {
      if (tokens.length > 0) await sql.query(LOCK_NAMED, [shopId, tokens]);
    },
    rename: (shopId, id, externalId) => rename(sql, shopId, id, externalId),
    upsertNewest: (cart) => upsertNewest(sql, cart),
    setState: (...changed) => setState(sql, ...changed),
    claimIdle: (now, limit) => claimIdle(sql, now, limit),
    nextIdleAt: () => nextIdleAt(sql),
    async unboughtOf(shopId, customerId) {
      const rows = await sql.query<CartRow>(
        `SELECT * FROM cart WHERE shop_id = $1 AND customer_id = $2
           AND state IN ('open', 'abandoned')
         ORDER BY last_activity_at DESC, id`,
        [shopId, customerId],
      );
      return rows.map(toCart);
    },
  };
}

const SET_STATE = listWrite(
  prepared(
    `UPDATE cart SET state = x.state,
       abandoned_at = CASE WHEN x.state = 'abandoned' THEN x.at ELSE cart.abandoned_at END
     FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
       AS x (shop_id, id, state, at)
     WHERE cart.shop_id = x.shop_id AND cart.id = x.id`,
  ),
);

async function setState(
  sql: Sql,
  ...[shopId, id, state, at]: Parameters<CartStore['setState']>
): Promise<void> {
  await sql.query(SET_STATE, [[shopId], [id], [state], [iso(at)]]);
}

async function byCartToken(sql: Sql, shopId: ShopId, cartToken: string): Promise<Cart | null> {
  const [row] = await sql.query<CartRow>(
    `SELECT * FROM cart WHERE shop_id = $1 AND cart_token = $2
     ORDER BY source_updated_at DESC LIMIT 1`,
    [shopId, cartToken],
  );
  return row ? toCart(row) : null;
}

/** A cart that was only ever listed has its cart token for an external id. */
async function boughtWith(
  sql: Sql,
  ...[shopId, { checkoutToken, cartToken }]: Parameters<CartStore['boughtWith']>
): Promise<readonly Cart[]> {
  const named = [checkoutToken, cartToken].filter((token) => token !== null);
  if (named.length === 0) return [];
  const rows = await sql.query<CartRow>(
    `SELECT * FROM cart
     WHERE shop_id = $1 AND (external_id = ANY ($2::text[]) OR cart_token = $3) ORDER BY id`,
    [shopId, named, cartToken],
  );
  return rows.map(toCart);
}

async function rename(sql: Sql, shopId: ShopId, id: CartId, externalId: string): Promise<void> {
  await sql.query('UPDATE cart SET external_id = $3 WHERE shop_id = $1 AND id = $2', [
    shopId,
    id,
    externalId,
  ]);
}

/** The row's own id and its abandonment survive every later sighting. */
const UPSERT = listWrite(
  prepared(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
         $7::text[], $8::text[], $9::text[], $10::text[], $11::jsonb[], $12::bigint[], $13::text[],
         $14::text[], $15::jsonb[], $16::text[], $17::timestamptz[], $18::timestamptz[])
         WITH ORDINALITY AS x (shop_id, id, external_id, cart_token, customer_id, phone,
           phone_problem, email, country_code, locale, line_items, total_minor, currency,
           recovery_url, discount_codes, state, last_activity_at, source_updated_at, place)),
     kept AS (
       INSERT INTO cart (shop_id, id, external_id, cart_token, customer_id, phone, phone_problem,
         email, country_code, locale, line_items, total_minor, currency, recovery_url,
         discount_codes, state, last_activity_at, source_updated_at)
       SELECT shop_id, id, external_id, cart_token, customer_id, phone, phone_problem, email,
         country_code, locale, line_items, total_minor, currency, recovery_url,
         ARRAY(SELECT jsonb_array_elements_text(discount_codes)), state, last_activity_at,
         source_updated_at
       FROM given ORDER BY shop_id, external_id
       ON CONFLICT (shop_id, external_id) DO UPDATE SET
         cart_token = excluded.cart_token, customer_id = excluded.customer_id,
         phone = excluded.phone, phone_problem = excluded.phone_problem, email = excluded.email,
         country_code = excluded.country_code, locale = excluded.locale,
         line_items = excluded.line_items, total_minor = excluded.total_minor,
         currency = excluded.currency, recovery_url = excluded.recovery_url,
         discount_codes = excluded.discount_codes, state = excluded.state,
         last_activity_at = excluded.last_activity_at,
         source_updated_at = excluded.source_updated_at
       WHERE cart.source_updated_at <= excluded.source_updated_at
       RETURNING shop_id, external_id)
     SELECT place::int FROM given JOIN kept USING (shop_id, external_id)`,
  ),
);

async function upsertNewest(sql: Sql, cart: CartWrite): Promise<boolean> {
  const rows = await sql.query<{ place: number }>(UPSERT, [
    [cart.shopId],
    [cart.id],
    [cart.externalId],
    [cart.cartToken],
    [cart.customerId],
    [cart.phone],
    [cart.phoneProblem],
    [cart.email],
    [cart.countryCode],
    [cart.locale],
    [JSON.stringify(cart.lineItems)],
    [cart.total.minor],
    [cart.total.currency],
    [cart.recoveryUrl],
    [JSON.stringify(cart.discountCodes)],
    [cart.state],
    [iso(cart.lastActivityAt)],
    [iso(cart.sourceUpdatedAt)],
  ]);
  return rows.length > 0;
}

/** Shop by shop through the index of open carts; each shop has an inactivity time of its own. */
async function claimIdle(sql: Sql, now: Date, limit: number): Promise<readonly Cart[]> {
  const rows = await sql.query<CartRow>(
    `WITH idle AS (
       SELECT c.shop_id, c.id FROM (${WATCHED_SHOPS}) s CROSS JOIN LATERAL (
         SELECT shop_id, id, last_activity_at FROM cart
         WHERE shop_id = s.id AND state = 'open' AND line_items <> '[]'
           AND last_activity_at <= $1::timestamptz - s.idle_time
         ORDER BY last_activity_at LIMIT $2 FOR UPDATE SKIP LOCKED) c
       ORDER BY c.last_activity_at LIMIT $2)
     UPDATE cart SET state = 'abandoned', abandoned_at = $1
     FROM idle WHERE cart.shop_id = idle.shop_id AND cart.id = idle.id
     RETURNING cart.*`,
    [now, limit],
  );
  return rows.map(toCart);
}

async function nextIdleAt(sql: Sql): Promise<Date | null> {
  const [row] = await sql.query<{ at: Date | null }>(
    `SELECT min(oldest.last_activity_at + s.idle_time) AS at
     FROM (${WATCHED_SHOPS}) s CROSS JOIN LATERAL (
       SELECT last_activity_at FROM cart c
       WHERE c.shop_id = s.id AND c.state = 'open' AND c.line_items <> '[]'
       ORDER BY last_activity_at LIMIT 1) oldest`,
  );
  return row?.at ?? null;
}
