import type { Sql } from '#adapters/postgres/client';
import type { LineItem } from '#core/commerce/index';
import type { ShopId } from '#core/kernel/ids';
import { money } from '#core/kernel/money';
import type { Money } from '#core/kernel/money';

/** The goods of a shop's newest cart, for previews: nothing of the person. Null without a cart. */
export async function sampleItems(
  shopId: ShopId,
  sql: Sql,
): Promise<{ readonly lineItems: readonly LineItem[]; readonly total: Money } | null> {
  const [row] = await sql.query<{
    lineItems: readonly LineItem[];
    totalMinor: number;
    currency: string;
  }>(
    `SELECT line_items AS "lineItems", total_minor AS "totalMinor", currency FROM cart
     WHERE shop_id = $1 AND abandoned_at IS NOT NULL AND jsonb_array_length(line_items) > 0
     ORDER BY abandoned_at DESC LIMIT 1`,
    [shopId],
  );
  return row ? { lineItems: row.lineItems, total: money(row.totalMinor, row.currency) } : null;
}
