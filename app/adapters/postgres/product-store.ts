import type { Product, ProductSeen, ProductStore } from '#core/catalog/index';
import type { ShopId } from '#core/kernel/ids';
import { catalogPass } from './catalog-pass';
import type { Sql } from './client';

interface ProductRow {
  readonly shop_id: ShopId;
  readonly external_id: string;
  readonly title: string;
  readonly handle: string | null;
  readonly status: Product['status'];
  readonly image_url: string | null;
  readonly variants: Product['variants'];
  readonly source_updated_at: Date;
}

const toProduct = (row: ProductRow): Product => ({
  shopId: row.shop_id,
  externalId: row.external_id,
  title: row.title,
  handle: row.handle,
  status: row.status,
  imageUrl: row.image_url,
  variants: row.variants,
  updatedAt: row.source_updated_at,
});

export const productStore = (sql: Sql): ProductStore => ({
  ...catalogPass(sql),
  upsertNewest: (shopId, product) => upsertNewest(sql, shopId, product),
  async delete(shopId, externalId) {
    await sql.query('DELETE FROM product WHERE shop_id = $1 AND external_id = $2', [
      shopId,
      externalId,
    ]);
  },
  async withVariants(shopId, variantIds) {
    if (variantIds.length === 0) return [];
    const rows = await sql.query<ProductRow>(
      `SELECT * FROM product WHERE shop_id = $1 AND variant_ids && $2::text[]
       ORDER BY external_id`,
      [shopId, variantIds],
    );
    return rows.map(toProduct);
  },
});

async function upsertNewest(sql: Sql, shopId: ShopId, product: ProductSeen): Promise<boolean> {
  const rows = await sql.query<{ external_id: string }>(
    `INSERT INTO product (shop_id, external_id, title, handle, status, image_url, variants,
       variant_ids, source_updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (shop_id, external_id) DO UPDATE SET
       title = excluded.title, handle = excluded.handle, status = excluded.status,
       image_url = excluded.image_url, variants = excluded.variants,
       variant_ids = excluded.variant_ids, source_updated_at = excluded.source_updated_at,
       content_hash = NULL
     WHERE product.source_updated_at <= excluded.source_updated_at
     RETURNING external_id`,
    [
      shopId,
      product.externalId,
      product.title,
      product.handle,
      product.status,
      product.imageUrl,
      JSON.stringify(product.variants),
      product.variants.map((variant) => variant.externalId),
      product.updatedAt,
    ],
  );
  return rows.length > 0;
}
