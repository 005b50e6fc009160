import type { CustomerId, MessageId, RecoveryId, ShopId } from '#core/kernel/ids';
import type {
  InboundMessage,
  MessageOfRecovery,
  MessageStore,
  OutboundMessage,
} from '#core/messaging/index';
import type { Sql } from './client';
import { iso } from './instants';
import { listWrite } from './list-writes';
import { outboundWhere, recipientValue, type OutboundRow } from './message-rows';
import { sendProgress } from './message-progress';
import { dueMessages } from './message-due';
import { messageRoom } from './message-room';
import { applyStatuses, takeStatusTurn } from './message-status';
import { prepared } from './prepared';

export function messageStore(sql: Sql): MessageStore {
  const one = async (
    where: string,
    shopId: ShopId,
    value: string,
  ): Promise<OutboundMessage | null> =>
    (await outboundWhere(sql, `shop_id = $1 AND ${where} = $2`, [shopId, value]))[0] ?? null;
  return {
    ...sendProgress(sql),
    ...messageRoom(sql),
    enqueue: (message) => enqueue(sql, message),
    byId: (shopId, id) => one('id', shopId, id),
    byKey: (shopId, key) => one('key', shopId, key),
    byVendorId: (shopId, vendorId) => one('vendor_id', shopId, vendorId),
    claim: (messages, now, leaseUntil) => claim(sql, messages, now, leaseUntil),
    due: (now, limit, held) => dueMessages(sql, now, limit, held),
    async nextDueAt() {
      const [row] = await sql.query<{ at: Date | null }>(
        `SELECT min(next_attempt_at) AS at FROM message WHERE state = 'queued'`,
      );
      return row?.at ?? null;
    },
    takeStatusTurn: () => takeStatusTurn(sql),
    applyStatuses: (statuses) => applyStatuses(sql, statuses),
    marketingSentTimes: (shopId, customerId, since) =>
      marketingSentTimes(sql, shopId, customerId, since),
    ofRecovery: (shopId, recoveryId) =>
      outboundWhere(sql, 'shop_id = $1 AND recovery_id = $2', [shopId, recoveryId]),
    ofRecoveries: (shopId, recoveryIds) => ofRecoveries(sql, shopId, recoveryIds),
    recordInbound: (message) => recordInbound(sql, message),
  };
}

async function ofRecoveries(
  sql: Sql,
  shopId: ShopId,
  recoveryIds: readonly RecoveryId[],
): Promise<readonly MessageOfRecovery[]> {
  const rows = await sql.query<Pick<OutboundRow, 'id' | 'recovery_id' | 'state'>>(
    `SELECT id, recovery_id, state FROM message
     WHERE shop_id = $1 AND recovery_id = ANY ($2::text[]) AND direction = 'out'`,
    [shopId, recoveryIds],
  );
  return rows.map(({ id, recovery_id: recoveryId, state }) => ({ id, recoveryId, state }));
}

const ENQUEUE = listWrite(
  prepared(
    `WITH asked AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
         $7::text[], $8::text[], $9::jsonb[], $10::text[], $11::text[], $12::text[], $13::text[],
         $14::timestamptz[]) WITH ORDINALITY AS x (shop_id, id, channel_id, customer_id,
         conversation_id, key, recipient_kind, recipient, body, category, recovery_id, step_id,
         link_token, at, place)),
     queued AS (
       INSERT INTO message (shop_id, id, direction, channel_id, customer_id, conversation_id, key,
         recipient_kind, recipient, body, category, recovery_id, step_id, link_token, state,
         created_at, next_attempt_at)
       SELECT shop_id, id, 'out', channel_id, customer_id, conversation_id, key, recipient_kind,
         recipient, body, category, recovery_id, step_id, link_token, 'queued', at, at
       FROM asked ORDER BY shop_id, place
       ON CONFLICT (shop_id, key) DO NOTHING RETURNING shop_id, id)
     SELECT place::int FROM asked JOIN queued USING (shop_id, id)`,
  ),
);

async function enqueue(sql: Sql, message: OutboundMessage): Promise<boolean> {
  const rows = await sql.query<{ place: number }>(ENQUEUE, [
    [message.shopId],
    [message.id],
    [message.channelId],
    [message.customerId],
    [message.conversationId],
    [message.key],
    [message.to.kind],
    [recipientValue(message.to)],
    [JSON.stringify(message.body)],
    [message.category],
    [message.recoveryId],
    [message.stepId],
    [message.linkToken],
    [iso(message.createdAt)],
  ]);
  return rows.length > 0;
}

/**
 * One statement, so that of two workers one gets a row and the other gets nothing. It answers ids
 * alone: whoever claims has read the messages.
 */
async function claim(
  sql: Sql,
  ...[messages, now, leaseUntil]: Parameters<MessageStore['claim']>
): Promise<ReadonlySet<MessageId>> {
  const rows = await sql.query<{ id: MessageId }>(
    `WITH asked AS MATERIALIZED (
       SELECT m.shop_id, m.id FROM unnest($1::text[], $2::text[]) AS given (shop_id, id)
       JOIN message m ON m.shop_id = given.shop_id AND m.id = given.id
       WHERE m.state = 'queued' AND m.next_attempt_at <= $3
       ORDER BY m.shop_id, m.id FOR UPDATE OF m)
     UPDATE message m SET state = 'sending', attempts = attempts + 1, attempted_at = $3,
       deadline_at = $4, wait_reason = NULL
     FROM asked WHERE m.shop_id = asked.shop_id AND m.id = asked.id
     RETURNING m.id`,
    [messages.map(({ shopId }) => shopId), messages.map(({ id }) => id), now, leaseUntil],
  );
  return new Set(rows.map(({ id }) => id));
}

async function recordInbound(sql: Sql, message: InboundMessage): Promise<boolean> {
  const rows = await sql.query<{ id: string }>(
    `INSERT INTO message (shop_id, id, direction, channel_id, customer_id, conversation_id, body,
       category, state, vendor_id, in_reply_to, created_at)
     VALUES ($1, $2, 'in', $3, $4, $5, $6, 'service', 'received', $7, $8, $9)
     ON CONFLICT (shop_id, vendor_id) DO NOTHING RETURNING id`,
    [
      message.shopId,
      message.id,
      message.channelId,
      message.customerId,
      message.conversationId,
      JSON.stringify(message.body),
      message.vendorId,
      message.inReplyTo,
      message.receivedAt,
    ],
  );
  return rows.length > 0;
}

async function marketingSentTimes(
  sql: Sql,
  shopId: ShopId,
  customerId: CustomerId,
  since: Date,
): Promise<readonly Date[]> {
  const rows = await sql.query<{ at: Date }>(
    `SELECT coalesce(sent_at, attempted_at) AS at FROM message
     WHERE shop_id = $1 AND customer_id = $2 AND category = 'marketing' AND direction = 'out'
       AND state IN ('sending', 'unknown', 'sent', 'delivered', 'read')
       AND coalesce(sent_at, attempted_at) >= $3
     ORDER BY at`,
    [shopId, customerId, since],
  );
  return rows.map((row) => row.at);
}
