import type { ShopId, TemplateId } from '#core/kernel/ids';
import type {
  Quality,
  Template,
  TemplateCategory,
  TemplateContent,
  TemplateState,
  TemplateStore,
  TemplateWrite,
} from '#core/messaging/index';
import type { Sql } from './client';

interface TemplateRow {
  readonly id: TemplateId;
  readonly shop_id: ShopId;
  readonly name: string;
  readonly language: string;
  readonly category: TemplateCategory;
  readonly approved_category: TemplateCategory | null;
  readonly state: TemplateState;
  readonly state_reason: string | null;
  readonly quality: Quality;
  readonly paused_until: Date | null;
  readonly vendor_id: string | null;
  readonly content: TemplateContent;
}

const toTemplate = (row: TemplateRow): Template => ({
  id: row.id,
  shopId: row.shop_id,
  name: row.name,
  language: row.language,
  category: row.category,
  approvedCategory: row.approved_category,
  state: row.state,
  stateReason: row.state_reason,
  quality: row.quality,
  pausedUntil: row.paused_until,
  vendorId: row.vendor_id,
  content: row.content,
});

export function templateStore(sql: Sql): TemplateStore {
  const list = async (where: string, values: readonly string[]): Promise<readonly Template[]> => {
    const rows = await sql.query<TemplateRow>(
      `SELECT * FROM template WHERE ${where} ORDER BY name, language`,
      values,
    );
    return rows.map(toTemplate);
  };
  return {
    byName: async (shopId, name, language) =>
      (await list('shop_id = $1 AND name = $2 AND language = $3', [shopId, name, language]))[0] ??
      null,
    byId: async (shopId, id) => (await list('shop_id = $1 AND id = $2', [shopId, id]))[0] ?? null,
    languagesOf: (shopId, name) => list('shop_id = $1 AND name = $2', [shopId, name]),
    ofShop: (shopId) => list('shop_id = $1', [shopId]),
    save: (template) => save(sql, template),
    async setQuality(shopId, id, quality) {
      await sql.query('UPDATE template SET quality = $3 WHERE shop_id = $1 AND id = $2', [
        shopId,
        id,
        quality,
      ]);
    },
    setState: (shopId, match, change) => setState(sql, shopId, match, change),
  };
}

/** A deleted template gives its name back. */
async function save(sql: Sql, template: TemplateWrite): Promise<void> {
  await sql.query(
    `DELETE FROM template WHERE shop_id = $1 AND name = $2 AND language = $3 AND id <> $4
       AND state = 'deleted'`,
    [template.shopId, template.name, template.language, template.id],
  );
  await sql.query(
    `INSERT INTO template (shop_id, id, name, language, category, approved_category, state,
       state_reason, paused_until, vendor_id, content)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (shop_id, id) DO UPDATE SET
       name = excluded.name, language = excluded.language, category = excluded.category,
       approved_category = excluded.approved_category, state = excluded.state,
       state_reason = excluded.state_reason, paused_until = excluded.paused_until,
       vendor_id = excluded.vendor_id, content = excluded.content`,
    [
      template.shopId,
      template.id,
      template.name,
      template.language,
      template.category,
      template.approvedCategory,
      template.state,
      template.stateReason,
      template.pausedUntil,
      template.vendorId,
      JSON.stringify(template.content),
    ],
  );
}

/**
 * Found by the vendor's id, else by name and language (a template whose creation we never heard an
 * answer to learns its vendor id that way).
 */
async function setState(
  sql: Sql,
  shopId: ShopId,
  match: Parameters<TemplateStore['setState']>[1],
  change: Parameters<TemplateStore['setState']>[2],
): Promise<Template | null> {
  const [row] = await sql.query<TemplateRow>(
    `UPDATE template SET state = $5, state_reason = $6, paused_until = $7,
       approved_category = CASE WHEN $8 THEN $9 ELSE approved_category END,
       vendor_id = coalesce($2, vendor_id)
     WHERE shop_id = $1 AND id = (
       SELECT id FROM template
       WHERE shop_id = $1 AND (vendor_id = $2 OR name = $3 AND language = $4)
       ORDER BY vendor_id IS NOT DISTINCT FROM $2 DESC LIMIT 1)
     RETURNING *`,
    [
      shopId,
      match.vendorId,
      match.name,
      match.language,
      change.state,
      change.reason,
      change.pausedUntil,
      change.approvedCategory !== undefined,
      change.approvedCategory ?? null,
    ],
  );
  return row ? toTemplate(row) : null;
}
