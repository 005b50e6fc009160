import type { ShopId } from '#core/kernel/ids';
import type {
  AccountKeys,
  PaymentAccount,
  PaymentAccountStore,
  PaymentProviderId,
} from '#core/payments/index';
import type { Cipher } from './cipher';
import type { Sql } from './client';
import { UNDER_WAY } from './payment-rows';

interface AccountRow {
  readonly shop_id: ShopId;
  readonly provider: PaymentProviderId;
  readonly id: string;
  readonly live: boolean;
  readonly state: PaymentAccount['state'];
  readonly state_reason: string | null;
  readonly connected_at: Date;
  readonly last_event_at: Date | null;
}

interface KeyRow extends AccountRow {
  readonly secret: string;
  readonly webhook_id: string;
  readonly webhook_secret: string | null;
  readonly domain: string;
}

export type AccountSecret = 'secret' | 'webhook_secret';

/** What binds a secret to its row. */
export const accountSecretContext = (
  shopId: string,
  provider: string,
  secret: AccountSecret,
): string => `payment_account:${secret}:${shopId}:${provider}`;

const toAccount = (row: AccountRow): PaymentAccount => ({
  id: row.id,
  shopId: row.shop_id,
  provider: row.provider,
  live: row.live,
  state: row.state,
  stateReason: row.state_reason,
  connectedAt: row.connected_at,
  lastEventAt: row.last_event_at,
});

/** The secrets are not among them: only `keys` reads those. */
const PUBLIC = `shop_id, provider, id, live, state, state_reason, connected_at, last_event_at`;

export function paymentAccountStore(sql: Sql, cipher: Cipher): PaymentAccountStore {
  const keys = async (where: string, values: readonly string[]): Promise<AccountKeys | null> => {
    const [row] = await sql.query<KeyRow>(
      `SELECT a.*, shop.domain FROM payment_account a JOIN shop ON shop.id = a.shop_id
       WHERE ${where}`,
      values,
    );
    return row ? toKeys(row, cipher) : null;
  };
  return {
    ofShop: async (shopId) =>
      (
        await sql.query<AccountRow>(
          `SELECT ${PUBLIC} FROM payment_account WHERE shop_id = $1 ORDER BY connected_at, provider`,
          [shopId],
        )
      ).map(toAccount),
    keys: (shopId, provider) => keys('a.shop_id = $1 AND a.provider = $2', [shopId, provider]),
    keysById: (id) => keys('a.id = $1', [id]),
    save: (...account) => save(sql, cipher, ...account),
    async setState(shopId, provider, state, reason) {
      await sql.query(
        `UPDATE payment_account SET state = $3, state_reason = $4
         WHERE shop_id = $1 AND provider = $2`,
        [shopId, provider, state, reason],
      );
    },
    async heard(id, at) {
      await sql.query(
        `UPDATE payment_account SET last_event_at = greatest(last_event_at, $2) WHERE id = $1`,
        [id, at],
      );
    },
    remove: (shopId, provider) => remove(sql, shopId, provider),
  };
}

async function remove(sql: Sql, shopId: ShopId, provider: PaymentProviderId): Promise<void> {
  await sql.query('DELETE FROM payment_account WHERE shop_id = $1 AND provider = $2', [
    shopId,
    provider,
  ]);
}

/**
 * For a store that is gone: nothing new is begun in its name. Keys are kept only as long as a payment
 * is under way with them, which is looked at now.
 */
export async function forgetPaymentAccounts(sql: Sql, domain: string): Promise<void> {
  await sql.query(
    `WITH left_shop AS (SELECT id FROM shop WHERE domain = $1), busy AS (
       UPDATE payment SET look_at = least(look_at, now()), has_news = true
       WHERE shop_id = (SELECT id FROM left_shop) AND ${UNDER_WAY}
       RETURNING provider
     ), off AS (
       UPDATE payment_account SET state = 'off', state_reason = NULL
       WHERE shop_id = (SELECT id FROM left_shop) AND provider IN (SELECT provider FROM busy)
     )
     DELETE FROM payment_account
     WHERE shop_id = (SELECT id FROM left_shop) AND provider NOT IN (SELECT provider FROM busy)`,
    [domain],
  );
}

function toKeys(row: KeyRow, cipher: Cipher): AccountKeys {
  const opened = (sealed: string, secret: AccountSecret): string =>
    cipher.decrypt(sealed, accountSecretContext(row.shop_id, row.provider, secret));
  const { webhook_secret: sealed } = row;
  return {
    account: toAccount(row),
    access: { secret: opened(row.secret, 'secret'), live: row.live },
    webhook: {
      id: row.webhook_id,
      secret: sealed === null ? null : opened(sealed, 'webhook_secret'),
    },
    domain: row.domain,
  };
}

async function save(
  sql: Sql,
  cipher: Cipher,
  ...[account, access, webhook]: Parameters<PaymentAccountStore['save']>
): Promise<void> {
  const { shopId, provider, id, live, state, stateReason, connectedAt } = account;
  const sealed = (plain: string, secret: AccountSecret): string =>
    cipher.encrypt(plain, accountSecretContext(shopId, provider, secret));
  await sql.query(
    `INSERT INTO payment_account (shop_id, provider, id, secret, live, webhook_id, webhook_secret,
       state, state_reason, connected_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (shop_id, provider) DO UPDATE SET
       id = excluded.id, secret = excluded.secret, live = excluded.live,
       webhook_id = excluded.webhook_id, webhook_secret = excluded.webhook_secret,
       state = excluded.state, state_reason = excluded.state_reason,
       connected_at = excluded.connected_at, last_event_at = NULL`,
    [
      ...[shopId, provider, id, sealed(access.secret, 'secret'), live, webhook.id],
      webhook.secret === null ? null : sealed(webhook.secret, 'webhook_secret'),
      ...[state, stateReason, connectedAt],
    ],
  );
}
