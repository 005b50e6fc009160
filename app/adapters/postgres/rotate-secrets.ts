import { channelTokenContext } from './channel-store';
import type { Cipher } from './cipher';
import type { Database, Sql } from './client';
import { accountSecretContext } from './payment-account-store';
import { sessionTokenContext } from './shopify-sessions';
import { siteSecretContext } from './site-store';

interface Sealed {
  readonly sealed: string;
  readonly context: string;
  /** Writes the new text unless the row has got another one meanwhile. */
  readonly replace: (text: string) => Promise<unknown>;
}

/**
 * Seals every secret again with the newest key, row by row, while the app runs. Afterwards the old
 * key can be taken out of ENCRYPTION_KEYS. Answers how many were sealed again; running it twice
 * does no harm.
 * @throws CipherError when a secret's key is not configured any more
 */
export async function rotateSecrets(database: Database, cipher: Cipher): Promise<number> {
  const { sql } = database;
  const stale = [
    ...(await channelSecrets(sql)),
    ...(await siteSecrets(sql)),
    ...(await accountSecrets(sql)),
    ...(await sessionSecrets(sql, 'access_token')),
    ...(await sessionSecrets(sql, 'refresh_token')),
  ].filter(({ sealed }) => cipher.isStale(sealed));
  for (const { sealed, context, replace } of stale) {
    await replace(cipher.encrypt(cipher.decrypt(sealed, context), context));
  }
  return stale.length;
}

async function channelSecrets(sql: Sql): Promise<readonly Sealed[]> {
  const rows = await sql.query<{ shop_id: string; id: string; access_token: string }>(
    'SELECT shop_id, id, access_token FROM channel ORDER BY shop_id, id',
  );
  return rows.map((row) => ({
    sealed: row.access_token,
    context: channelTokenContext(row.shop_id, row.id),
    replace: (text) =>
      sql.query(
        `UPDATE channel SET access_token = $3
         WHERE shop_id = $1 AND id = $2 AND access_token = $4`,
        [row.shop_id, row.id, text, row.access_token],
      ),
  }));
}

/** Columns with what their secret is bound to. */
const SITE_SECRETS = {
  signing_key: 'signing_key',
  previous_signing_key: 'signing_key',
  consumer_key: 'consumer_key',
  consumer_secret: 'consumer_secret',
} as const;

async function siteSecrets(sql: Sql): Promise<readonly Sealed[]> {
  const found: Sealed[] = [];
  for (const [column, secret] of Object.entries(SITE_SECRETS)) {
    const rows = await sql.query<{ shop_id: string; sealed: string }>(
      `SELECT shop_id, ${column} AS sealed FROM woocommerce_site
       WHERE ${column} IS NOT NULL ORDER BY shop_id`,
    );
    for (const { shop_id: shopId, sealed } of rows) {
      const context = siteSecretContext(shopId, secret);
      const replace = (text: string) =>
        sql.query(
          `UPDATE woocommerce_site SET ${column} = $2 WHERE shop_id = $1 AND ${column} = $3`,
          [shopId, text, sealed],
        );
      found.push({ sealed, context, replace });
    }
  }
  return found;
}

async function accountSecrets(sql: Sql): Promise<readonly Sealed[]> {
  const found: Sealed[] = [];
  for (const column of ['secret', 'webhook_secret'] as const) {
    const rows = await sql.query<{ shop_id: string; provider: string; sealed: string }>(
      `SELECT shop_id, provider, ${column} AS sealed FROM payment_account
       WHERE ${column} IS NOT NULL ORDER BY shop_id, provider`,
    );
    for (const { shop_id: shopId, provider, sealed } of rows) {
      const context = accountSecretContext(shopId, provider, column);
      const replace = (text: string) =>
        sql.query(
          `UPDATE payment_account SET ${column} = $3
           WHERE shop_id = $1 AND provider = $2 AND ${column} = $4`,
          [shopId, provider, text, sealed],
        );
      found.push({ sealed, context, replace });
    }
  }
  return found;
}

async function sessionSecrets(
  sql: Sql,
  column: 'access_token' | 'refresh_token',
): Promise<readonly Sealed[]> {
  const rows = await sql.query<{ id: string; sealed: string }>(
    `SELECT id, ${column} AS sealed FROM session WHERE ${column} IS NOT NULL ORDER BY id`,
  );
  return rows.map(({ id, sealed }) => ({
    sealed,
    context: sessionTokenContext(id, column),
    replace: (text) =>
      sql.query(`UPDATE session SET ${column} = $2 WHERE id = $1 AND ${column} = $3`, [
        id,
        text,
        sealed,
      ]),
  }));
}
