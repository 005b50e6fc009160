import { shopSettingsSchema } from '#core/commerce/index';
import type { Platform, Shop, ShopState, ShopStore } from '#core/commerce/index';
import type { ShopId } from '#core/kernel/ids';
import type { Sql } from './client';
import { prepared } from './prepared';

interface ShopRow {
  readonly id: ShopId;
  readonly platform: Platform;
  readonly domain: string;
  readonly name: string;
  readonly currency: string;
  readonly time_zone: string;
  readonly country_code: string;
  readonly locale: string;
  readonly state: ShopState;
  readonly settings: unknown;
}

/** Settings are parsed, so that a row written before a setting existed gets its default. */
const toShop = (row: ShopRow): Shop => ({
  id: row.id,
  platform: row.platform,
  domain: row.domain,
  name: row.name,
  currency: row.currency,
  timeZone: row.time_zone,
  countryCode: row.country_code,
  locale: row.locale,
  state: row.state,
  settings: shopSettingsSchema.parse(row.settings),
});

const BY_ID = prepared(
  `SELECT id, platform, domain, name, currency, time_zone, country_code, locale, state, settings
   FROM shop WHERE id = $1`,
);

export function shopStore(sql: Sql): ShopStore {
  return {
    async byId(shopId) {
      const [row] = await sql.query<ShopRow>(BY_ID, [shopId]);
      return row ? toShop(row) : null;
    },
    async byDomain(domain) {
      const [row] = await sql.query<ShopRow>('SELECT * FROM shop WHERE domain = $1', [
        domain.toLowerCase(),
      ]);
      return row ? toShop(row) : null;
    },
    save: (shop) => save(sql, shop),
    async saveSettings(shopId, settings) {
      await sql.query('UPDATE shop SET settings = $2 WHERE id = $1', [
        shopId,
        JSON.stringify(settings),
      ]);
    },
    async installed() {
      const rows = await sql.query<ShopRow>(
        `SELECT * FROM shop WHERE state = 'installed' ORDER BY id`,
      );
      return rows.map(toShop);
    },
    erase: (shopId) => erase(sql, shopId),
  };
}

async function save(sql: Sql, shop: Shop): Promise<void> {
  await sql.query(
    `INSERT INTO shop (id, platform, domain, name, currency, time_zone, country_code, locale,
                       state, settings)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (id) DO UPDATE SET
       platform = excluded.platform, domain = excluded.domain, name = excluded.name,
       currency = excluded.currency, time_zone = excluded.time_zone,
       country_code = excluded.country_code, locale = excluded.locale, state = excluded.state,
       settings = excluded.settings`,
    [
      shop.id,
      shop.platform,
      shop.domain.toLowerCase(),
      shop.name,
      shop.currency,
      shop.timeZone,
      shop.countryCode,
      shop.locale,
      shop.state,
      JSON.stringify(shop.settings),
    ],
  );
}

/** Foreign keys carry the deletion into every table that has the shop; two have no such key. */
async function erase(sql: Sql, shopId: ShopId): Promise<void> {
  await sql.query(
    'DELETE FROM session USING shop WHERE shop.id = $1 AND session.shop = shop.domain',
    [shopId],
  );
  // The proof of this very erasure stays: ids and times, nothing of the store's or its shoppers'.
  await sql.query(`DELETE FROM privacy_request WHERE shop_id = $1 AND kind <> 'erase_shop'`, [
    shopId,
  ]);
  await sql.query('DELETE FROM receipt WHERE shop_id = $1', [shopId]);
  await sql.query('DELETE FROM shop WHERE id = $1', [shopId]);
}
