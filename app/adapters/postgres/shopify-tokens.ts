import type { OfflineToken, OfflineTokenStore } from '#core/commerce/index';
import type { Cipher } from './cipher';
import type { Database, Sql } from './client';
import { openOrNull, sealOrNull, sessionTokenContext, type SessionRow } from './shopify-sessions';

/** The library's name for a shop's offline session. */
const offlineId = (domain: string): string => `offline_${domain}`;

export const shopifyTokens = (database: Database, cipher: Cipher): OfflineTokenStore => ({
  read: (domain) => read(database.sql, cipher, domain),
  withLock: (domain, work) => database.exclusively(`shopify-token:${domain}`, work),
  save: (domain, token) => save(database.sql, cipher, domain, token),
  async forget(domain) {
    await database.sql.query('DELETE FROM session WHERE shop = $1', [domain]);
  },
});

async function read(sql: Sql, cipher: Cipher, domain: string): Promise<OfflineToken | null> {
  const id = offlineId(domain);
  const [row] = await sql.query<SessionRow>('SELECT * FROM session WHERE id = $1', [id]);
  const accessToken =
    row && openOrNull(cipher, row.access_token, sessionTokenContext(id, 'access_token'));
  if (!row || !accessToken) return null;
  return {
    accessToken,
    expiresAt: row.expires,
    refreshToken: openOrNull(cipher, row.refresh_token, sessionTokenContext(id, 'refresh_token')),
    refreshTokenExpiresAt: row.refresh_token_expires,
    scope: row.scope ?? '',
  };
}

async function save(sql: Sql, cipher: Cipher, domain: string, token: OfflineToken): Promise<void> {
  const id = offlineId(domain);
  await sql.query(
    `INSERT INTO session (id, shop, state, is_online, scope, expires, access_token, refresh_token,
       refresh_token_expires)
     VALUES ($1, $2, '', false, $3, $4, $5, $6, $7)
     ON CONFLICT (id) DO UPDATE SET
       scope = excluded.scope, expires = excluded.expires, access_token = excluded.access_token,
       refresh_token = excluded.refresh_token,
       refresh_token_expires = excluded.refresh_token_expires`,
    [
      id,
      domain,
      token.scope,
      token.expiresAt,
      cipher.encrypt(token.accessToken, sessionTokenContext(id, 'access_token')),
      sealOrNull(cipher, token.refreshToken, sessionTokenContext(id, 'refresh_token')),
      token.refreshTokenExpiresAt,
    ],
  );
}
