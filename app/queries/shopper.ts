import type { Sql } from '#adapters/postgres/client';
import type { CustomerId, ShopId } from '#core/kernel/ids';

export interface ShopperHead {
  readonly id: CustomerId;
  readonly name: string | null;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly onWhatsAppOnly: boolean;
  readonly erased: boolean;
  readonly conversationId: string | null;
}

/** A shopper of a shop; one that turned out to be another is answered as that one. */
export async function shopperHead(
  shopId: ShopId,
  sql: Sql,
  id: CustomerId,
): Promise<ShopperHead | null> {
  const [row] = await sql.query<ShopperHead>(
    `WITH RECURSIVE lives_on(id) AS (
       SELECT $2::text
       UNION SELECT m.into_id FROM customer_merge m JOIN lives_on l ON m.from_id = l.id
       WHERE m.shop_id = $1)
     SELECT c.id, c.display_name AS name, c.erased_at IS NOT NULL AS erased,
       coalesce((SELECT jsonb_agg(value ORDER BY value) FROM customer_identity i
         WHERE i.shop_id = $1 AND i.customer_id = c.id AND i.kind = 'phone'), '[]') AS phones,
       coalesce((SELECT jsonb_agg(value ORDER BY value) FROM customer_identity i
         WHERE i.shop_id = $1 AND i.customer_id = c.id AND i.kind = 'email'), '[]') AS emails,
       EXISTS (SELECT FROM customer_identity i WHERE i.shop_id = $1 AND i.customer_id = c.id
         AND i.kind = 'whatsapp_user') AS "onWhatsAppOnly",
       (SELECT v.id FROM conversation v WHERE v.shop_id = $1 AND v.customer_id = c.id
        ORDER BY v.last_message_at DESC LIMIT 1) AS "conversationId"
     FROM customer c JOIN lives_on l ON l.id = c.id
     WHERE c.shop_id = $1 AND NOT EXISTS (
       SELECT FROM customer_merge m WHERE m.shop_id = $1 AND m.from_id = c.id)
     LIMIT 1`,
    [shopId, id],
  );
  return row ?? null;
}
