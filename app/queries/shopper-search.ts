import type { Sql } from '#adapters/postgres/client';
import type { ShopId } from '#core/kernel/ids';
import { COUNT_LIMIT, readPage, rowCount } from './page';
import type { ListPage, PagePlace, RowCount } from './page';
import { latestShoppers, shopperMark, shoppersNamed } from './shopper-order';
import type { Placed } from './shopper-order';

export { isShopperMark } from './shopper-order';

export interface ShopperRow {
  readonly id: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly erased: boolean;
  readonly carts: number;
  readonly messagesSent: number;
  /** The newest of carts, messages and orders. */
  readonly lastSeenAt: Date | null;
}

export interface ShopperPage extends ListPage<ShopperRow> {
  /** Null when counting would cost as much as the whole search. */
  readonly total: RowCount | null;
}

/** A page of shoppers, the latest first: all of them, or those whom a text finds. */
export async function searchShoppers(
  shopId: ShopId,
  sql: Sql,
  { text, place }: { readonly text: string; readonly place: PagePlace },
): Promise<ShopperPage> {
  const words = text.trim();
  const read = (from: PagePlace, limit: number): Promise<readonly Placed[]> =>
    words === ''
      ? latestShoppers(shopId, sql, from, limit)
      : shoppersNamed(shopId, sql, words, from, limit);
  const { rows: placed, ...links } = await readPage(place, read, shopperMark);
  const isWhole = links.previous === null && links.next === null;
  const total = isWhole
    ? rowCount(placed.length)
    : words === ''
      ? await countShoppers(shopId, sql)
      : null;
  return { ...links, total, rows: await withDetails(shopId, sql, placed) };
}

async function countShoppers(shopId: ShopId, sql: Sql): Promise<RowCount> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*) FROM (
       SELECT FROM customer WHERE shop_id = $1 LIMIT ${COUNT_LIMIT + 1}) counted`,
    [shopId],
  );
  return rowCount(row?.count ?? 0);
}

async function withDetails(
  shopId: ShopId,
  sql: Sql,
  placed: readonly Placed[],
): Promise<readonly ShopperRow[]> {
  const rows = await sql.query<Omit<ShopperRow, 'lastSeenAt'>>(
    `SELECT f.id, f.display_name AS name, f.erased_at IS NOT NULL AS erased,
       (SELECT min(value) FROM customer_identity i
        WHERE i.shop_id = $1 AND i.customer_id = f.id AND i.kind = 'phone') AS phone,
       (SELECT min(value) FROM customer_identity i
        WHERE i.shop_id = $1 AND i.customer_id = f.id AND i.kind = 'email') AS email,
       (SELECT count(*) FROM cart c WHERE c.shop_id = $1 AND c.customer_id = f.id) AS carts,
       (SELECT count(*) FROM message m WHERE m.shop_id = $1 AND m.customer_id = f.id
          AND m.direction = 'out' AND m.sent_at IS NOT NULL) AS "messagesSent"
     FROM customer f WHERE f.shop_id = $1 AND f.id = ANY($2)`,
    [shopId, placed.map(({ id }) => id)],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return placed.flatMap(({ id, at }) => {
    const row = byId.get(id);
    return row ? [{ ...row, lastSeenAt: at }] : [];
  });
}
