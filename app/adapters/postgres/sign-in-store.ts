import type { SignInStore } from '#core/commerce/index';
import type { ShopId } from '#core/kernel/ids';
import type { Sql } from './client';

/** Longer than any signed request is taken, so that its hash is known while it could be replayed. */
const KEPT_MS = 24 * 60 * 60_000;

export function signInStore(sql: Sql): SignInStore {
  return {
    offer: (shopId, ticket, at) => offer(sql, shopId, ticket, at),
    async open(ticketHash, { hash, expiresAt }, at) {
      const opened = await sql.query(
        `UPDATE merchant_sign_in SET session_hash = $2, session_until = $3
         WHERE ticket_hash = $1 AND session_hash IS NULL AND ticket_until > $4
         RETURNING ticket_hash`,
        [ticketHash, hash, expiresAt, at],
      );
      return opened.length === 1;
    },
    async shopOf(sessionHash, at) {
      const [row] = await sql.query<{ shop_id: ShopId }>(
        `SELECT m.shop_id FROM merchant_sign_in m
         JOIN woocommerce_site s ON s.shop_id = m.shop_id AND s.disconnected_at IS NULL
         WHERE m.session_hash = $1 AND m.session_until > $2`,
        [sessionHash, at],
      );
      return row?.shop_id ?? null;
    },
    async end(sessionHash, at) {
      await sql.query(
        `UPDATE merchant_sign_in SET session_until = $2
         WHERE session_hash = $1 AND session_until > $2`,
        [sessionHash, at],
      );
    },
  };
}

async function offer(
  sql: Sql,
  shopId: ShopId,
  { hash, requestHash, expiresAt }: Parameters<SignInStore['offer']>[1],
  at: Date,
): Promise<boolean> {
  const longAgo = new Date(at.getTime() - KEPT_MS);
  await sql.query(
    `DELETE FROM merchant_sign_in
     WHERE shop_id = $1 AND greatest(ticket_until, session_until) < $2`,
    [shopId, longAgo],
  );
  const kept = await sql.query(
    `INSERT INTO merchant_sign_in (ticket_hash, shop_id, request_hash, ticket_until)
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING ticket_hash`,
    [hash, shopId, requestHash, expiresAt],
  );
  return kept.length === 1;
}
