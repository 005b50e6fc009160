import type { Sql } from '#adapters/postgres/client';
import type { ShopId } from '#core/kernel/ids';
import type { Template } from '#core/messaging/index';
import { readPage, walkFrom, withTotal } from './page';
import type { ListPage, PagePlace, RowCount } from './page';

export type TemplateRow = Omit<Template, 'shopId'>;

/** Templates carry a preview each, so a page of them is shorter than others. */
const TEMPLATES_A_PAGE = 20;

export const isTemplateMark = (values: readonly string[]): boolean => values.length === 2;

/** A page of a shop's templates that are not deleted, by name and language. */
export async function templateList(
  shopId: ShopId,
  sql: Sql,
  place: PagePlace,
): Promise<ListPage<TemplateRow> & { readonly total: RowCount }> {
  return withTotal(
    readPage(
      place,
      (from, limit) => rowsFrom(shopId, sql, from, limit),
      ({ name, language }) => [name, language],
      TEMPLATES_A_PAGE,
    ),
    sql.query<{ count: number }>(
      `SELECT count(*) FROM template WHERE shop_id = $1 AND state <> 'deleted'`,
      [shopId],
    ),
  );
}

function rowsFrom(
  shopId: ShopId,
  sql: Sql,
  place: PagePlace,
  limit: number,
): Promise<readonly TemplateRow[]> {
  const { where, direction } = walkFrom(place, 'ASC', ['name', 'language'], ['$2', '$3']);
  return sql.query<TemplateRow>(
    `SELECT id, name, language, category, approved_category AS "approvedCategory", state,
       state_reason AS "stateReason", paused_until AS "pausedUntil", vendor_id AS "vendorId",
       quality, content
     FROM template WHERE shop_id = $1 AND state <> 'deleted' AND ${where}
     ORDER BY name ${direction}, language ${direction} LIMIT ${limit}`,
    [shopId, ...(place?.mark ?? [])],
  );
}
