import type { Attribution, AttributionStore, Click, TrackedLink } from '#core/attribution/index';
import type { OrderId, RecoveryId, SequenceId, ShopId } from '#core/kernel/ids';
import type { Sql } from './client';
import { toLink, type LinkRow } from './link-store';

interface AttributionRow {
  readonly shop_id: ShopId;
  readonly order_id: OrderId;
  readonly recovery_id: RecoveryId;
  readonly sequence_id: SequenceId;
  readonly proof: Attribution['proof'];
  readonly evidence: string;
  readonly attributed_at: Date;
}

const toAttribution = (row: AttributionRow): Attribution => ({
  shopId: row.shop_id,
  orderId: row.order_id,
  recoveryId: row.recovery_id,
  sequenceId: row.sequence_id,
  proof: row.proof,
  evidence: row.evidence,
  attributedAt: row.attributed_at,
});

export function attributionStore(sql: Sql): AttributionStore {
  return {
    lastClickByToken: (shopId, token, since, until) =>
      lastClick(sql, 'l.token = $4', [shopId, since, until, token]),
    lastClickByCheckout: (shopId, tokens, since, until) =>
      lastClick(sql, BY_CHECKOUT, [shopId, since, until, tokens]),
    lastClickByCustomer: (shopId, customerId, since, until) =>
      lastClick(sql, 'l.customer_id = $4', [shopId, since, until, customerId]),
    linkByDiscountCode: (shopId, codes, until) => linkByDiscountCode(sql, shopId, codes, until),
    async byOrder(shopId, orderId) {
      const [row] = await sql.query<AttributionRow>(
        'SELECT * FROM attribution WHERE shop_id = $1 AND order_id = $2',
        [shopId, orderId],
      );
      return row ? toAttribution(row) : null;
    },
    attribute: (attribution) => attribute(sql, attribution),
    async balance(shopId, orderId, currency) {
      const [row] = await sql.query<{ minor: number }>(
        `SELECT coalesce(sum(amount_minor), 0)::bigint AS minor FROM attribution_entry
         WHERE shop_id = $1 AND order_id = $2 AND currency = $3`,
        [shopId, orderId, currency],
      );
      return { minor: row?.minor ?? 0, currency };
    },
    append: (shopId, orderId, entry) => append(sql, shopId, orderId, entry),
    async lockOrder(shopId, orderId) {
      await sql.query(
        `SELECT pg_advisory_xact_lock(hashtextextended('attribution:' || $1 || ':' || $2, 0))`,
        [shopId, orderId],
      );
    },
  };
}

/** The carts of the link's recovery, and its own in case that one has moved to another recovery. */
const BY_CHECKOUT = `EXISTS (
  SELECT FROM cart c
  WHERE c.shop_id = l.shop_id
    AND (c.external_id = ANY ($4::text[]) OR c.cart_token = ANY ($4::text[]))
    AND (c.id = l.cart_id OR EXISTS (
      SELECT FROM recovery_cart rc
      WHERE rc.shop_id = c.shop_id AND rc.cart_id = c.id AND rc.recovery_id = l.recovery_id)))`;

/** `condition` narrows the links; $1 shop, $2 since, $3 until, $4 what is looked for. */
async function lastClick(
  sql: Sql,
  condition: string,
  values: readonly [ShopId, Date, Date, string | readonly string[]],
): Promise<Click | null> {
  const [row] = await sql.query<LinkRow & { occurred_at: Date }>(
    `SELECT l.*, t.occurred_at FROM tracked_link l
     JOIN touch t ON t.shop_id = l.shop_id AND t.token = l.token
     WHERE l.shop_id = $1 AND NOT t.robot AND t.occurred_at BETWEEN $2 AND $3 AND ${condition}
     ORDER BY t.occurred_at DESC, t.id DESC LIMIT 1`,
    values,
  );
  if (!row) return null;
  return {
    token: row.token,
    occurredAt: row.occurred_at,
    customerId: row.customer_id,
    recoveryId: row.recovery_id,
    sequenceId: row.sequence_id,
    cartId: row.cart_id,
  };
}

/** Only a code that was really sent; the newest message that carried it. */
async function linkByDiscountCode(
  sql: Sql,
  shopId: ShopId,
  codes: readonly string[],
  until: Date,
): Promise<TrackedLink | null> {
  const [row] = await sql.query<LinkRow>(
    `SELECT l.* FROM tracked_link l
     JOIN message m ON m.shop_id = l.shop_id AND m.id = l.message_id
     WHERE l.shop_id = $1 AND upper(l.discount_code) = ANY ($2::text[])
       AND m.sent_at <= $3 AND m.state IN ('sent', 'delivered', 'read')
     ORDER BY m.sent_at DESC, l.token LIMIT 1`,
    [shopId, codes.map((code) => code.toUpperCase()), until],
  );
  return row ? toLink(row) : null;
}

async function attribute(sql: Sql, attribution: Attribution): Promise<boolean> {
  const rows = await sql.query<{ order_id: string }>(
    `INSERT INTO attribution (shop_id, order_id, recovery_id, sequence_id, proof, evidence,
       attributed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (shop_id, order_id) DO NOTHING RETURNING order_id`,
    [
      attribution.shopId,
      attribution.orderId,
      attribution.recoveryId,
      attribution.sequenceId,
      attribution.proof,
      attribution.evidence,
      attribution.attributedAt,
    ],
  );
  return rows.length > 0;
}

async function append(
  sql: Sql,
  shopId: ShopId,
  orderId: OrderId,
  entry: Parameters<AttributionStore['append']>[2],
): Promise<boolean> {
  const rows = await sql.query<{ id: number }>(
    `INSERT INTO attribution_entry (shop_id, order_id, source_key, kind, amount_minor, currency,
       occurred_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (shop_id, order_id, source_key) DO NOTHING RETURNING id`,
    [
      shopId,
      orderId,
      entry.sourceKey,
      entry.kind,
      entry.amount.minor,
      entry.amount.currency,
      entry.at,
    ],
  );
  return rows.length > 0;
}
