import type { PaymentLinkId, ShopId } from '#core/kernel/ids';
import type { Billed, OpenRequest, PaymentLink, PaymentStore } from '#core/payments/index';
import type { Sql } from './client';
import { toPaymentLink } from './payment-rows';
import type { LinkRow } from './payment-rows';

type LinkStore = Pick<
  PaymentStore,
  'offer' | 'linkByHash' | 'linkById' | 'lockLink' | 'openRequests' | 'markOpened' | 'markWithdrawn'
>;

const READ = `SELECT l.*, m.customer_id FROM payment_link l
  LEFT JOIN message m ON m.shop_id = l.shop_id AND m.id = l.message_id`;

/** The links at which is paid, and what agents asked for by them. */
export function linkStore(sql: Sql): LinkStore {
  const link = async (rest: string, values: readonly unknown[]): Promise<PaymentLink | null> => {
    const [row] = await sql.query<LinkRow>(`${READ} WHERE ${rest}`, values);
    return row ? toPaymentLink(row) : null;
  };
  const mark = async (assignment: string, values: readonly unknown[]): Promise<void> => {
    await sql.query(
      `UPDATE payment_link SET ${assignment} WHERE shop_id = $1 AND id = $2 AND message_id IS NOT NULL`,
      values,
    );
  };
  return {
    offer: (offered) => offer(sql, offered),
    linkByHash: (tokenHash) => link('l.token_hash = $1', [tokenHash]),
    linkById: (shopId, id) => link('l.shop_id = $1 AND l.id = $2', [shopId, id]),
    lockLink: (shopId: ShopId, id: PaymentLinkId) =>
      link('l.shop_id = $1 AND l.id = $2 FOR UPDATE OF l', [shopId, id]),
    openRequests: (shopId, customerId, now) => openRequests(sql, [shopId, customerId, now]),
    markOpened: (shopId, id, at) => mark('opened_at = coalesce(opened_at, $3)', [shopId, id, at]),
    markWithdrawn: (shopId, id, at) => mark('withdrawn_at = $3', [shopId, id, at]),
  };
}

async function offer(sql: Sql, link: PaymentLink): Promise<void> {
  await sql.query(
    `INSERT INTO payment_link (id, shop_id, token_hash, click_token, discount_code,
       created_at, expires_at, message_id, cart_id, amount_minor, currency, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (token_hash) DO NOTHING`,
    [
      ...[link.id, link.shopId, link.tokenHash, link.clickToken, link.discountCode],
      ...[link.createdAt, link.expiresAt, link.request?.messageId ?? null],
      ...columnsOf(link.billed),
    ],
  );
}

const columnsOf = (billed: Billed): readonly unknown[] =>
  billed.kind === 'cart'
    ? [billed.cartId, null, null, null]
    : [null, billed.amount.minor, billed.amount.currency, billed.reason];

async function openRequests(sql: Sql, values: readonly unknown[]): Promise<readonly OpenRequest[]> {
  const rows = await sql.query<LinkRow & { readonly key: string }>(
    `SELECT l.*, m.customer_id, m.key FROM message m
     JOIN payment_link l ON l.shop_id = m.shop_id AND l.message_id = m.id
     WHERE m.shop_id = $1 AND m.customer_id = $2 AND l.expires_at > $3 AND l.withdrawn_at IS NULL
       AND NOT EXISTS (SELECT FROM payment p WHERE p.shop_id = l.shop_id
         AND (p.link_id = l.id OR p.cart_id = l.cart_id)
         AND p.state IN ('paid', 'ordered', 'held'))`,
    values,
  );
  return rows.map((row) => ({ link: toPaymentLink(row), key: row.key }));
}
