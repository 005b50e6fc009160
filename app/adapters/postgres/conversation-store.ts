import type { Conversation, ConversationStore } from '#core/inbox/index';
import type { ChannelId, ConversationId, CustomerId, ShopId } from '#core/kernel/ids';
import type { Sql } from './client';

interface ConversationRow {
  readonly id: ConversationId;
  readonly shop_id: ShopId;
  readonly channel_id: ChannelId;
  readonly customer_id: CustomerId;
  readonly state: Conversation['state'];
  readonly unread_count: number;
  readonly last_inbound_at: Date | null;
}

const toConversation = (row: ConversationRow): Conversation => ({
  id: row.id,
  shopId: row.shop_id,
  channelId: row.channel_id,
  customerId: row.customer_id,
  state: row.state,
  unreadCount: row.unread_count,
  lastInboundAt: row.last_inbound_at,
});

export const conversationStore = (sql: Sql): ConversationStore => ({
  byId: (shopId, id) => read(sql, shopId, id, ''),
  lock: (shopId, id) => read(sql, shopId, id, 'FOR UPDATE'),
  ofPerson: (shopId, channelId, customerId) => ofPerson(sql, shopId, channelId, customerId),
  openFor: (shopId, channelId, customerId, newId, at) =>
    openFor(sql, shopId, channelId, customerId, newId, at),
  async recordInbound(shopId, id, at) {
    await sql.query(
      `UPDATE conversation SET state = 'open', unread_count = unread_count + 1,
         last_inbound_at = greatest(last_inbound_at, $3),
         last_message_at = greatest(last_message_at, $3)
       WHERE shop_id = $1 AND id = $2`,
      [shopId, id, at],
    );
  },
  async recordOutbound(shopId, id, at) {
    await sql.query(
      `UPDATE conversation SET last_outbound_at = greatest(last_outbound_at, $3),
         last_message_at = greatest(last_message_at, $3)
       WHERE shop_id = $1 AND id = $2`,
      [shopId, id, at],
    );
  },
  async markRead(shopId, id) {
    await sql.query('UPDATE conversation SET unread_count = 0 WHERE shop_id = $1 AND id = $2', [
      shopId,
      id,
    ]);
  },
});

async function read(
  sql: Sql,
  shopId: ShopId,
  id: ConversationId,
  lock: '' | 'FOR UPDATE',
): Promise<Conversation | null> {
  const [row] = await sql.query<ConversationRow>(
    `SELECT * FROM conversation WHERE shop_id = $1 AND id = $2 ${lock}`,
    [shopId, id],
  );
  return row ? toConversation(row) : null;
}

async function ofPerson(
  sql: Sql,
  shopId: ShopId,
  channelId: ChannelId,
  customerId: CustomerId,
): Promise<Conversation | null> {
  const [row] = await sql.query<ConversationRow>(
    'SELECT * FROM conversation WHERE shop_id = $1 AND channel_id = $2 AND customer_id = $3',
    [shopId, channelId, customerId],
  );
  return row ? toConversation(row) : null;
}

async function openFor(
  sql: Sql,
  shopId: ShopId,
  channelId: ChannelId,
  customerId: CustomerId,
  newId: ConversationId,
  at: Date,
): Promise<Conversation> {
  const [row] = await sql.query<ConversationRow>(
    // An update that changes nothing: the row is locked and answered whether it was there or not.
    `INSERT INTO conversation (shop_id, id, channel_id, customer_id, state, last_message_at)
     VALUES ($1, $2, $3, $4, 'open', $5)
     ON CONFLICT (shop_id, channel_id, customer_id) DO UPDATE SET state = conversation.state
     RETURNING *`,
    [shopId, newId, channelId, customerId, at],
  );
  if (!row) throw new Error('a conversation was neither found nor made');
  return toConversation(row);
}
