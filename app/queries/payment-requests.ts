import type { Sql } from '#adapters/postgres/client';
import type { CartState } from '#core/commerce/index';
import type { PaymentState } from '#core/payments/index';
import type { ShopId } from '#core/kernel/ids';

/** A payment that an agent asked for, with what became of it. */
export interface RequestSeen {
  readonly id: string;
  readonly messageId: string;
  /** The sum asked for, in minor units; null for a cart, which costs what its store says. */
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly reason: string | null;
  readonly expiresAt: Date;
  readonly openedAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly cart: CartState | null;
  /** Of the try that came furthest; all null before the first. */
  readonly payment: PaymentState | null;
  readonly paidMinor: number | null;
  readonly paidCurrency: string | null;
  readonly paidAt: Date | null;
  readonly refundedMinor: number | null;
  readonly disputed: boolean | null;
  /** "#1001"; null before the store has it. */
  readonly order: string | null;
}

/** The requests that messages carry, of all of a shop's. */
export const paymentRequests = (
  shopId: ShopId,
  sql: Sql,
  messageIds: readonly string[],
): Promise<readonly RequestSeen[]> =>
  sql.query<RequestSeen>(
    `SELECT l.id, l.message_id AS "messageId", l.amount_minor AS "amountMinor", l.currency,
       l.reason, l.expires_at AS "expiresAt", l.opened_at AS "openedAt",
       l.withdrawn_at AS "withdrawnAt", c.state AS cart, p.state AS payment,
       p.paid_minor AS "paidMinor", p.paid_currency AS "paidCurrency", p.paid_at AS "paidAt",
       p.refunded_minor AS "refundedMinor", p.is_disputed AS disputed, o.name AS order
     FROM payment_link l
     LEFT JOIN cart c ON c.shop_id = l.shop_id AND c.id = l.cart_id
     LEFT JOIN LATERAL (
       SELECT * FROM payment p WHERE p.shop_id = l.shop_id
         AND (p.link_id = l.id OR p.cart_id = l.cart_id)
       ORDER BY p.state IN ('paid', 'ordered') DESC, p.state = 'held' DESC,
         p.state = 'pending' DESC, p.opened_at DESC LIMIT 1) p ON true
     LEFT JOIN orders o ON o.shop_id = p.shop_id AND o.external_id = p.order_external_id
     WHERE l.shop_id = $1 AND l.message_id = ANY ($2::text[])`,
    [shopId, messageIds],
  );
