import type { ConnectCode, Site, SiteStore } from '#core/commerce/index';
import type { ShopId } from '#core/kernel/ids';
import type { Cipher } from './cipher';
import type { Sql } from './client';

interface SiteRow {
  readonly shop_id: ShopId;
  readonly site_id: string;
  readonly domain: string;
  readonly home: string;
  readonly rest: string;
  readonly signing_key: string;
  readonly previous_signing_key: string | null;
  readonly consumer_key: string;
  readonly consumer_secret: string;
}

export type SiteSecret = 'signing_key' | 'consumer_key' | 'consumer_secret';

/** What binds a secret to its row; the key before is the same secret, grown old. */
export const siteSecretContext = (shopId: string, secret: SiteSecret): string =>
  `woocommerce_site:${secret}:${shopId}`;

/** The key before is left out once its time is over, by the database's own clock. */
const SELECT = `SELECT s.shop_id, s.site_id, shop.domain, s.home, s.rest, s.signing_key,
    CASE WHEN s.previous_key_until > now() THEN s.previous_signing_key END AS previous_signing_key,
    s.consumer_key, s.consumer_secret
  FROM woocommerce_site s JOIN shop ON shop.id = s.shop_id
  WHERE s.disconnected_at IS NULL`;

export function siteStore(sql: Sql, cipher: Cipher): SiteStore {
  const first = async (where: string, value: string): Promise<Site | null> => {
    const [row] = await sql.query<SiteRow>(`${SELECT} AND ${where} = $1`, [value]);
    return row ? toSite(row, cipher) : null;
  };
  return {
    byId: (siteId) => first('s.site_id', siteId),
    byDomain: (domain) => first('shop.domain', domain.toLowerCase()),
    connect: (site, times) => connect(sql, cipher, site, times),
    async disconnect(shopId, at) {
      await sql.query(`${FORGET} WHERE shop_id = $1 AND disconnected_at IS NULL`, [shopId, at]);
    },
    async leftBefore(moment) {
      const [row] = await sql.query<{ shop_id: ShopId; at: Date }>(
        `SELECT s.shop_id, s.disconnected_at AS at
         FROM woocommerce_site s JOIN shop ON shop.id = s.shop_id
         WHERE s.disconnected_at < $1 AND shop.state = 'uninstalled'
         ORDER BY s.disconnected_at LIMIT 1 FOR UPDATE OF s SKIP LOCKED`,
        [moment],
      );
      return row ? { shopId: row.shop_id, at: row.at } : null;
    },
    offerCode: (code, at) => offerCode(sql, code, at),
    code: (hash) => codeOf(sql, hash),
    async useCode(hash, at) {
      const used = await sql.query(
        `UPDATE woocommerce_code SET used_at = $2
         WHERE hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING hash`,
        [hash, at],
      );
      return used.length === 1;
    },
  };
}

/** `$2` is the time. */
const FORGET = `UPDATE woocommerce_site SET disconnected_at = $2, signing_key = NULL,
  previous_signing_key = NULL, previous_key_until = NULL, consumer_key = NULL, consumer_secret = NULL`;

/** For a store that is known by its domain alone; one of another platform has no site. */
export async function forgetSite(sql: Sql, domain: string): Promise<void> {
  await sql.query(
    `${FORGET} WHERE shop_id = (SELECT id FROM shop WHERE domain = $1) AND disconnected_at IS NULL`,
    [domain, new Date()],
  );
}

function toSite(row: SiteRow, cipher: Cipher): Site {
  const opened = (sealed: string, secret: SiteSecret): string =>
    cipher.decrypt(sealed, siteSecretContext(row.shop_id, secret));
  const { previous_signing_key: previous } = row;
  return {
    id: row.site_id,
    shopId: row.shop_id,
    domain: row.domain,
    home: row.home,
    rest: row.rest,
    signingKeys: [
      opened(row.signing_key, 'signing_key'),
      ...(previous === null ? [] : [opened(previous, 'signing_key')]),
    ],
    consumerKey: opened(row.consumer_key, 'consumer_key'),
    consumerSecret: opened(row.consumer_secret, 'consumer_secret'),
  };
}

async function connect(
  sql: Sql,
  cipher: Cipher,
  site: Parameters<SiteStore['connect']>[0],
  { at, previousKeyUntil }: Parameters<SiteStore['connect']>[1],
): Promise<string> {
  const sealed = (plain: string, secret: SiteSecret): string =>
    cipher.encrypt(plain, siteSecretContext(site.shopId, secret));
  const [row] = await sql.query<{ site_id: string }>(
    `INSERT INTO woocommerce_site AS known (shop_id, site_id, home, rest, signing_key, consumer_key,
       consumer_secret, connected_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (shop_id) DO UPDATE SET
       home = excluded.home, rest = excluded.rest, signing_key = excluded.signing_key,
       previous_signing_key = known.signing_key, previous_key_until = $9,
       consumer_key = excluded.consumer_key, consumer_secret = excluded.consumer_secret,
       connected_at = excluded.connected_at, disconnected_at = NULL
     RETURNING site_id`,
    [
      site.shopId,
      site.id,
      site.home,
      site.rest,
      sealed(site.signingKey, 'signing_key'),
      sealed(site.consumerKey, 'consumer_key'),
      sealed(site.consumerSecret, 'consumer_secret'),
      at,
      previousKeyUntil,
    ],
  );
  return row?.site_id ?? site.id;
}

/** Codes that ended long ago go along, so that nobody has to sweep them. */
async function offerCode(
  sql: Sql,
  { hash, home, rest, state, expiresAt }: Omit<ConnectCode, 'usedAt'>,
  at: Date,
): Promise<void> {
  const longAgo = new Date(at.getTime() - 24 * 60 * 60 * 1000);
  await sql.query('DELETE FROM woocommerce_code WHERE expires_at < $1', [longAgo]);
  await sql.query(
    `INSERT INTO woocommerce_code (hash, home, rest, state, expires_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [hash, home, rest, state, expiresAt],
  );
}

async function codeOf(sql: Sql, hash: string): Promise<ConnectCode | null> {
  const [row] = await sql.query<{
    home: string;
    rest: string;
    state: string;
    expires_at: Date;
    used_at: Date | null;
  }>('SELECT * FROM woocommerce_code WHERE hash = $1', [hash]);
  if (!row) return null;
  const { expires_at: expiresAt, used_at: usedAt, ...code } = row;
  return { hash, home: code.home, rest: code.rest, state: code.state, expiresAt, usedAt };
}
