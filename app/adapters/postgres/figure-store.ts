import type { ShopId } from '#core/kernel/ids';
import type { Sql } from './client';

/** How the admin's figures are kept: see the migration `add_figures`, which holds their rules. */
export interface FigureStore {
  /** Shops whose changes wait to be folded. */
  waiting(): Promise<readonly ShopId[]>;
  /** Folds a shop's oldest changes, at most so many; 0 when another one is folding them. */
  fold(shopId: ShopId, most: number): Promise<number>;
}

export const figureStore = (sql: Sql): FigureStore => ({
  async waiting() {
    // From shop to shop along the index, however many changes each has.
    const rows = await sql.query<{ id: ShopId }>(
      `WITH RECURSIVE waiting(id) AS (
         SELECT min(shop_id) FROM figure_delta
         UNION ALL SELECT (SELECT min(shop_id) FROM figure_delta WHERE shop_id > w.id)
         FROM waiting w WHERE w.id IS NOT NULL)
       SELECT id FROM waiting WHERE id IS NOT NULL`,
    );
    return rows.map(({ id }) => id);
  },
  async fold(shopId, most) {
    const [row] = await sql.query<{ folded: number }>('SELECT figure_fold($1, $2) AS folded', [
      shopId,
      most,
    ]);
    return row?.folded ?? 0;
  },
});
