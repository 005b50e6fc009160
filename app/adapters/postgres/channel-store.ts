import type { ChannelId, ShopId } from '#core/kernel/ids';
import type {
  Channel,
  ChannelStore,
  ChannelWrite,
  HoldCause,
  SendingAccess,
} from '#core/messaging/index';
import type { Cipher } from './cipher';
import type { Sql } from './client';

interface ChannelRow {
  readonly id: ChannelId;
  readonly shop_id: ShopId;
  readonly phone_number_id: string;
  readonly waba_id: string;
  readonly display_phone: string;
  readonly state: Channel['state'];
  readonly state_reason: string | null;
  readonly quality: Channel['quality'];
  readonly messages_per_second: number;
  readonly portfolio_id: string | null;
  readonly daily_limit: number | null;
  readonly hold_cause: HoldCause | null;
  readonly hold_until: Date | null;
  readonly hold_level: number;
}

/** The token is not among them: only `access` reads it. */
const SELECT = `SELECT c.id, shop_id, phone_number_id, waba_id, display_phone, state, state_reason,
  quality, messages_per_second, portfolio_id, daily_limit, hold_cause, hold_until, hold_level
  FROM channel c LEFT JOIN portfolio p ON p.id = c.portfolio_id`;

/** A number that is in use comes before one that was given up. */
const IN_USE = `array_position(ARRAY['connected', 'paused', 'disconnected'], state)`;
const IN_USE_FIRST = `ORDER BY ${IN_USE}, c.id`;

const toChannel = (row: ChannelRow): Channel => ({
  id: row.id,
  shopId: row.shop_id,
  phoneNumberId: row.phone_number_id,
  wabaId: row.waba_id,
  displayPhone: row.display_phone,
  state: row.state,
  stateReason: row.state_reason,
  quality: row.quality,
  messagesPerSecond: row.messages_per_second,
  portfolio:
    row.portfolio_id === null ? null : { id: row.portfolio_id, dailyLimit: row.daily_limit },
  hold:
    row.hold_cause && row.hold_until
      ? { cause: row.hold_cause, until: row.hold_until, level: row.hold_level }
      : null,
});

/** What binds a channel's token to its row. */
export const channelTokenContext = (shopId: string, id: string): string =>
  `channel:${shopId}:${id}`;

export function channelStore(sql: Sql, cipher: Cipher): ChannelStore {
  const list = async (where: string, values: readonly string[]): Promise<readonly Channel[]> =>
    (await sql.query<ChannelRow>(`${SELECT} WHERE ${where} ${IN_USE_FIRST}`, values)).map(
      toChannel,
    );
  const first = async (where: string, values: readonly string[]): Promise<Channel | null> =>
    (await list(where, values))[0] ?? null;
  return {
    byId: (shopId, id) => first('shop_id = $1 AND c.id = $2', [shopId, id]),
    byPhoneNumberId: (phoneNumberId) => first('phone_number_id = $1', [phoneNumberId]),
    shopsOfNumbers: (phoneNumberIds) => shopsOfNumbers(sql, phoneNumberIds),
    byWabaId: (wabaId) => list(`waba_id = $1 AND state <> 'disconnected'`, [wabaId]),
    ofShop: (shopId) => first('shop_id = $1', [shopId]),
    access: (shopId, id) => access(sql, cipher, shopId, id),
    connect: (channel, accessToken) => connect(sql, cipher, channel, accessToken),
    ofPortfolio: (portfolioId) => list('portfolio_id = $1', [portfolioId]),
    setState: (shopId, id, state, reason) =>
      change(sql, shopId, id, { state, state_reason: reason }),
    setQuality: (shopId, id, quality) => change(sql, shopId, id, { quality }),
    setPace: (shopId, id, perSecond) => change(sql, shopId, id, { messages_per_second: perSecond }),
    setHold: (shopId, id, { cause, until, level }) =>
      change(sql, shopId, id, { hold_cause: cause, hold_until: until, hold_level: level }),
    setPortfolio: (shopId, id, portfolioId) =>
      change(sql, shopId, id, { portfolio_id: portfolioId }),
  };
}

/** @param columns names are ours, never from outside */
async function change(
  sql: Sql,
  shopId: ShopId,
  id: ChannelId,
  columns: Partial<ChannelRow>,
): Promise<void> {
  const names = Object.keys(columns).map((name, index) => `${name} = $${index + 3}`);
  await sql.query(`UPDATE channel SET ${names.join(', ')} WHERE shop_id = $1 AND id = $2`, [
    shopId,
    id,
    ...Object.values(columns),
  ]);
}

async function shopsOfNumbers(
  sql: Sql,
  phoneNumberIds: readonly string[],
): Promise<ReadonlyMap<string, ShopId>> {
  const rows = await sql.query<{ phone_number_id: string; shop_id: ShopId }>(
    `SELECT DISTINCT ON (phone_number_id) phone_number_id, shop_id FROM channel
     WHERE phone_number_id = ANY ($1::text[])
     ORDER BY phone_number_id, ${IN_USE}, id`,
    [[...new Set(phoneNumberIds)]],
  );
  return new Map(rows.map((row) => [row.phone_number_id, row.shop_id]));
}

async function access(
  sql: Sql,
  cipher: Cipher,
  shopId: ShopId,
  id: ChannelId,
): Promise<SendingAccess | null> {
  const [row] = await sql.query<ChannelRow & { access_token: string }>(
    'SELECT * FROM channel WHERE shop_id = $1 AND id = $2',
    [shopId, id],
  );
  if (!row) return null;
  return {
    phoneNumberId: row.phone_number_id,
    wabaId: row.waba_id,
    accessToken: cipher.decrypt(row.access_token, channelTokenContext(shopId, id)),
    messagesPerSecond: row.messages_per_second,
  };
}

/** A shop writes from one number: connecting one gives up the number it had before. */
async function connect(
  sql: Sql,
  cipher: Cipher,
  channel: ChannelWrite,
  accessToken: string,
): Promise<void> {
  const { shopId, id } = channel;
  await sql.query(
    `UPDATE channel SET state = 'disconnected', state_reason = 'Replaced by another number.'
     WHERE shop_id = $1 AND id <> $2 AND state <> 'disconnected'`,
    [shopId, id],
  );
  await sql.query(
    `INSERT INTO channel (shop_id, id, phone_number_id, waba_id, display_phone, state,
       state_reason, quality, messages_per_second, access_token)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (shop_id, id) DO UPDATE SET
       phone_number_id = excluded.phone_number_id, waba_id = excluded.waba_id,
       display_phone = excluded.display_phone, state = excluded.state,
       state_reason = excluded.state_reason, quality = excluded.quality,
       messages_per_second = excluded.messages_per_second, access_token = excluded.access_token`,
    [
      shopId,
      id,
      channel.phoneNumberId,
      channel.wabaId,
      channel.displayPhone,
      channel.state,
      channel.stateReason,
      channel.quality,
      channel.messagesPerSecond,
      cipher.encrypt(accessToken, channelTokenContext(shopId, id)),
    ],
  );
}
