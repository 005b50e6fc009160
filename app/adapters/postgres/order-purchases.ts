import type { OrderStore } from '#core/commerce/index';
import type { OrderId, ShopId } from '#core/kernel/ids';
import type { Sql } from './client';

/**
 * A proof names this very cart or its messages, so it counts whenever the order was placed. A person,
 * phone or e-mail may have bought before too: only later orders count.
 */
export async function purchasedSince(
  sql: Sql,
  shopId: ShopId,
  match: Parameters<OrderStore['purchasedSince']>[1],
  since: Date,
): Promise<OrderId | null> {
  const [row] = await sql.query<{ id: OrderId }>(
    `(SELECT id FROM orders WHERE shop_id = $1 AND checkout_token = ANY ($2::text[]) LIMIT 1)
     UNION ALL
     (SELECT id FROM orders WHERE shop_id = $1 AND cart_token = ANY ($7::text[]) LIMIT 1)
     UNION ALL
     (SELECT id FROM orders WHERE shop_id = $1 AND click_token = ANY ($8::text[]) LIMIT 1)
     UNION ALL
     (SELECT id FROM orders WHERE shop_id = $1 AND discount_codes <> '{}'
        AND in_capitals(discount_codes) && $9::text[] LIMIT 1)
     UNION ALL
     (SELECT id FROM orders WHERE shop_id = $1 AND customer_id = $3 AND placed_at >= $6 LIMIT 1)
     UNION ALL
     (SELECT id FROM orders WHERE shop_id = $1 AND phone = $4 AND placed_at >= $6 LIMIT 1)
     UNION ALL
     (SELECT id FROM orders WHERE shop_id = $1 AND email = $5 AND placed_at >= $6 LIMIT 1)
     LIMIT 1`,
    [
      shopId,
      match.checkoutTokens,
      match.customerId,
      match.phone,
      match.email,
      since,
      match.cartTokens,
      match.clickTokens,
      match.discountCodes,
    ],
  );
  return row?.id ?? null;
}
