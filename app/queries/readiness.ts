import type { Sql } from '#adapters/postgres/client';
import type { ShopId } from '#core/kernel/ids';

/** How far a store has come with its set-up. */
export interface Readiness {
  readonly numberConnected: boolean;
  readonly templatesApproved: number;
  readonly templatesPending: number;
  readonly activeSequences: number;
  readonly cartsSeen: number;
}

/** What has to be there before the first message can go out. */
export async function readiness(shopId: ShopId, sql: Sql): Promise<Readiness> {
  const [row] = await sql.query<Readiness>(
    `SELECT
       EXISTS (SELECT FROM channel WHERE shop_id = $1 AND state IN ('connected', 'paused'))
         AS "numberConnected",
       (SELECT count(*) FROM template WHERE shop_id = $1 AND state = 'approved')
         AS "templatesApproved",
       (SELECT count(*) FROM template WHERE shop_id = $1 AND state = 'pending')
         AS "templatesPending",
       (SELECT count(*) FROM sequence WHERE shop_id = $1 AND state = 'active')
         AS "activeSequences",
       (SELECT count(*) FROM (SELECT FROM cart WHERE shop_id = $1 LIMIT 1) any_cart) AS "cartsSeen"`,
    [shopId],
  );
  if (!row) throw new Error('a query without a FROM gave no row');
  return row;
}
