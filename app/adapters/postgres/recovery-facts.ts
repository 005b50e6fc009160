import type { PurchaseProofs } from '#core/commerce/index';
import type { RecoveryStore } from '#core/recovery/index';
import type { Sql } from './client';

type FactMethods = Pick<
  RecoveryStore,
  'purchaseProofs' | 'paymentPending' | 'repliedSince' | 'unreachableSince' | 'clickedMessage'
>;

const CART = `recovery_cart rc JOIN cart c ON c.shop_id = rc.shop_id AND c.id = rc.cart_id
       WHERE rc.shop_id = $1 AND rc.recovery_id = $2`;
const LINK = 'tracked_link WHERE shop_id = $1 AND recovery_id = $2';

/** A SELECT from its first word on, so that many steps ask it at once. */
const PROOFS = `
  SELECT ARRAY(SELECT c.external_id FROM ${CART} ORDER BY c.external_id) AS "checkoutTokens",
    ARRAY(SELECT c.cart_token FROM ${CART} AND c.cart_token IS NOT NULL) AS "cartTokens",
    ARRAY(SELECT token FROM ${LINK}) AS "clickTokens",
    ARRAY(SELECT upper(discount_code) FROM ${LINK} AND discount_code IS NOT NULL) AS "discountCodes"`;

/**
 * An open page counts from a provider's word until somebody has looked at what it means; money that is
 * there counts as well, for it marks its cart as ordered, which may be read before it and this after it.
 * Spelled so that each table is probed.
 */
export const paymentPending = (shop: string, recovery: string): string =>
  `coalesce((SELECT true FROM recovery_cart k CROSS JOIN LATERAL (
      SELECT true FROM payment
      WHERE shop_id = k.shop_id AND cart_id = k.cart_id AND (state IN ('pending', 'paid', 'held')
        OR state = 'open' AND (has_news OR leased_until IS NOT NULL)) LIMIT 1) paying
    WHERE k.shop_id = ${shop} AND k.recovery_id = ${recovery} LIMIT 1), false)`;

/** What a step asks about before it sends. */
export const recoveryFacts = (sql: Sql): FactMethods => ({
  purchaseProofs: (shopId, id) => purchaseProofs(sql, shopId, id),
  async paymentPending(shopId, id) {
    const [row] = await sql.query<{ pending: boolean }>(
      `SELECT ${paymentPending('$1', '$2')} AS pending`,
      [shopId, id],
    );
    return row?.pending ?? false;
  },
  async repliedSince(shopId, customerId, since) {
    const [row] = await sql.query<{ replied: boolean }>(
      `SELECT EXISTS (
         SELECT FROM message WHERE shop_id = $1 AND customer_id = $2 AND direction = 'in'
           AND created_at >= $3 AND body->>'kind' <> 'reaction') AS replied`,
      [shopId, customerId, since],
    );
    return row?.replied ?? false;
  },
  unreachableSince: (...asked) => unreachableSince(sql, ...asked),
  async clickedMessage(shopId, messageId) {
    const [row] = await sql.query<{ clicked: boolean }>(
      `SELECT EXISTS (
         SELECT FROM message m
         JOIN touch t ON t.shop_id = m.shop_id AND t.token = m.link_token AND NOT t.robot
         WHERE m.shop_id = $1 AND m.id = $2) AS clicked`,
      [shopId, messageId],
    );
    return row?.clicked ?? false;
  },
});

async function purchaseProofs(
  sql: Sql,
  ...asked: Parameters<RecoveryStore['purchaseProofs']>
): Promise<PurchaseProofs> {
  const [proofs] = await sql.query<PurchaseProofs>(PROOFS, asked);
  if (!proofs) throw new Error('a SELECT of lists alone has one row');
  return proofs;
}

/** The event says which of the failures meant this; the message says under which address. */
async function unreachableSince(
  sql: Sql,
  ...asked: Parameters<RecoveryStore['unreachableSince']>
): Promise<boolean> {
  const [row] = await sql.query<{ unreachable: boolean }>(
    `SELECT EXISTS (
         SELECT FROM message m
         JOIN domain_event d ON d.shop_id = m.shop_id AND d.subject_id = m.customer_id
           AND d.type = 'customer.unreachable' AND d.payload->>'code' = m.failure_code
         WHERE m.shop_id = $1 AND m.customer_id = $2 AND m.direction = 'out'
           AND m.recipient = $3 AND m.state = 'failed' AND m.ended_at >= $4
           AND NOT EXISTS (
             SELECT FROM message later
             WHERE later.shop_id = m.shop_id AND later.customer_id = m.customer_id
               AND (later.direction = 'in' AND later.created_at > m.ended_at
                    OR later.delivered_at > m.ended_at))) AS unreachable`,
    asked,
  );
  return row?.unreachable ?? false;
}
