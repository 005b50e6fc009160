import type { HashedProduct, ProductStore } from '#core/catalog/index';
import type { ShopId } from '#core/kernel/ids';
import type { Sql } from './client';

type PassMethods = Pick<
  ProductStore,
  'hashesOf' | 'upsertMany' | 'count' | 'idsBefore' | 'deleteMany'
>;

/** What a pass over a whole catalogue asks, many products a statement. */
export const catalogPass = (sql: Sql): PassMethods => ({
  async hashesOf(shopId, externalIds) {
    const rows = await sql.query<{ id: string; hash: string | null }>(
      `SELECT external_id AS id, content_hash AS hash FROM product
       WHERE shop_id = $1 AND external_id = ANY ($2::text[])`,
      [shopId, externalIds],
    );
    return new Map(rows.map(({ id, hash }) => [id, hash]));
  },
  upsertMany: (shopId, products) => upsertMany(sql, shopId, products),
  async count(shopId) {
    const [row] = await sql.query<{ count: number }>(
      'SELECT count(*) FROM product WHERE shop_id = $1',
      [shopId],
    );
    return row?.count ?? 0;
  },
  async idsBefore(shopId, toldBefore, after, limit) {
    const rows = await sql.query<{ id: string }>(
      `SELECT external_id AS id FROM product
       WHERE shop_id = $1 AND external_id > $2 AND source_updated_at < $3
       ORDER BY external_id LIMIT $4`,
      [shopId, after, toldBefore, limit],
    );
    return rows.map(({ id }) => id);
  },
  async deleteMany(shopId, externalIds) {
    await sql.query('DELETE FROM product WHERE shop_id = $1 AND external_id = ANY ($2::text[])', [
      shopId,
      externalIds,
    ]);
  },
});

async function upsertMany(
  sql: Sql,
  shopId: ShopId,
  products: readonly HashedProduct[],
): Promise<void> {
  const rows = products.map(({ product, hash }) => ({
    external_id: product.externalId,
    title: product.title,
    handle: product.handle,
    status: product.status,
    image_url: product.imageUrl,
    variants: product.variants,
    variant_ids: product.variants.map(({ externalId }) => externalId),
    source_updated_at: product.updatedAt,
    content_hash: hash,
  }));
  await sql.query(
    `INSERT INTO product (shop_id, external_id, title, handle, status, image_url, variants,
       variant_ids, source_updated_at, content_hash)
     SELECT $1, external_id, title, handle, status, image_url, variants, variant_ids,
       source_updated_at, content_hash
     FROM jsonb_to_recordset($2::jsonb) AS seen (external_id text, title text, handle text,
       status text, image_url text, variants jsonb, variant_ids text[],
       source_updated_at timestamptz, content_hash text)
     ORDER BY external_id
     ON CONFLICT (shop_id, external_id) DO UPDATE SET
       title = excluded.title, handle = excluded.handle, status = excluded.status,
       image_url = excluded.image_url, variants = excluded.variants,
       variant_ids = excluded.variant_ids, source_updated_at = excluded.source_updated_at,
       content_hash = excluded.content_hash
     WHERE product.source_updated_at <= excluded.source_updated_at`,
    [shopId, JSON.stringify(rows)],
  );
}
