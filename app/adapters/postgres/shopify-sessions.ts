import { Session } from '@shopify/shopify-api';
import type { SessionParams } from '@shopify/shopify-api';
import type { SessionStorage } from '@shopify/shopify-app-session-storage';
import type { SessionCleaner } from '#core/intake/index';
import type { Cipher } from './cipher';
import type { Sql } from './client';
import { forgetPaymentAccounts } from './payment-account-store';
import { forgetSite } from './site-store';

export interface SessionRow {
  readonly id: string;
  readonly shop: string;
  readonly state: string;
  readonly is_online: boolean;
  readonly scope: string | null;
  readonly expires: Date | null;
  readonly access_token: string | null;
  readonly refresh_token: string | null;
  readonly refresh_token_expires: Date | null;
  readonly online_user: SessionParams['onlineAccessInfo'] | null;
}

/** What binds a session's tokens to their row and column. */
export const sessionTokenContext = (id: string, column: 'access_token' | 'refresh_token'): string =>
  `session:${column}:${id}`;

/** The Shopify library's sessions, with both tokens encrypted. */
export function shopifySessions(sql: Sql, cipher: Cipher): SessionStorage {
  return {
    storeSession: (session) => store(sql, cipher, session),
    async loadSession(id) {
      const [row] = await sql.query<SessionRow>('SELECT * FROM session WHERE id = $1', [id]);
      return row ? toSession(row, cipher) : undefined;
    },
    async deleteSession(id) {
      await sql.query('DELETE FROM session WHERE id = $1', [id]);
      return true;
    },
    async deleteSessions(ids) {
      await sql.query('DELETE FROM session WHERE id = ANY ($1::text[])', [ids]);
      return true;
    },
    async findSessionsByShop(shop) {
      const rows = await sql.query<SessionRow>(
        'SELECT * FROM session WHERE shop = $1 ORDER BY id',
        [shop],
      );
      return rows.map((row) => toSession(row, cipher));
    },
  };
}

export const sessionCleaner = (sql: Sql): SessionCleaner => ({
  async deleteForShop(domain) {
    await sql.query('DELETE FROM session WHERE shop = $1', [domain]);
    await forgetSite(sql, domain);
    await forgetPaymentAccounts(sql, domain);
  },
});

export const sealOrNull = (
  cipher: Cipher,
  plain: string | null | undefined,
  context: string,
): string | null => (plain ? cipher.encrypt(plain, context) : null);

export const openOrNull = (
  cipher: Cipher,
  sealed: string | null,
  context: string,
): string | null => (sealed === null ? null : cipher.decrypt(sealed, context));

async function store(sql: Sql, cipher: Cipher, session: Session): Promise<boolean> {
  const params = session.toObject();
  await sql.query(
    `INSERT INTO session (id, shop, state, is_online, scope, expires, access_token, refresh_token,
       refresh_token_expires, online_user)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (id) DO UPDATE SET
       shop = excluded.shop, state = excluded.state, is_online = excluded.is_online,
       scope = excluded.scope, expires = excluded.expires, access_token = excluded.access_token,
       refresh_token = excluded.refresh_token,
       refresh_token_expires = excluded.refresh_token_expires, online_user = excluded.online_user`,
    [
      params.id,
      params.shop,
      params.state,
      params.isOnline,
      params.scope,
      params.expires,
      sealOrNull(cipher, params.accessToken, sessionTokenContext(params.id, 'access_token')),
      sealOrNull(cipher, params.refreshToken, sessionTokenContext(params.id, 'refresh_token')),
      params.refreshTokenExpires,
      params.onlineAccessInfo ? JSON.stringify(params.onlineAccessInfo) : null,
    ],
  );
  return true;
}

function toSession(row: SessionRow, cipher: Cipher): Session {
  const secret = (column: 'access_token' | 'refresh_token'): string | undefined =>
    openOrNull(cipher, row[column], sessionTokenContext(row.id, column)) ?? undefined;
  return new Session({
    id: row.id,
    shop: row.shop,
    state: row.state,
    isOnline: row.is_online,
    ...present('scope', row.scope),
    ...present('expires', row.expires),
    ...present('accessToken', secret('access_token')),
    ...present('refreshToken', secret('refresh_token')),
    ...present('refreshTokenExpires', row.refresh_token_expires),
    ...present('onlineAccessInfo', row.online_user),
  });
}

/** The library compares sessions by their keys: what is not there must not be there as null. */
const present = (key: string, value: unknown): Record<string, unknown> =>
  value === null || value === undefined ? {} : { [key]: value };
