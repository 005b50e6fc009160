import type { Sql } from '#adapters/postgres/client';
import type { ConversationId, CustomerId, ShopId } from '#core/kernel/ids';
import type { DeliveryState, InboundBody, MessageBody } from '#core/messaging/index';

export interface ThreadMessage {
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly body: InboundBody | MessageBody;
  readonly state: DeliveryState | 'received';
  readonly failureCode: string | null;
  readonly vendorId: string | null;
  readonly inReplyTo: string | null;
  readonly createdAt: Date;
  /** Set for reminders: the recovery that wrote them. */
  readonly recoveryId: string | null;
}

export interface Thread {
  readonly id: string;
  readonly customerId: CustomerId;
  readonly channelId: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly unreadCount: number;
  readonly lastInboundAt: Date | null;
  /** Oldest first; at most the latest 200. */
  readonly messages: readonly ThreadMessage[];
  readonly earlier: boolean;
}

const PAGE = 200;

/** One conversation with the messages of both sides, reminders included. Null for no such one. */
export async function conversationThread(
  shopId: ShopId,
  sql: Sql,
  id: ConversationId,
): Promise<Thread | null> {
  const [head] = await sql.query<Omit<Thread, 'messages' | 'earlier'>>(
    `SELECT v.id, v.customer_id AS "customerId", v.channel_id AS "channelId",
       c.display_name AS name, v.unread_count AS "unreadCount",
       v.last_inbound_at AS "lastInboundAt",
       (SELECT min(value) FROM customer_identity i WHERE i.shop_id = $1
          AND i.customer_id = v.customer_id AND i.kind = 'phone') AS phone
     FROM conversation v JOIN customer c ON c.shop_id = v.shop_id AND c.id = v.customer_id
     WHERE v.shop_id = $1 AND v.id = $2`,
    [shopId, id],
  );
  if (!head) return null;
  const rows = await sql.query<ThreadMessage>(
    `SELECT id, direction, body, state, failure_code AS "failureCode", vendor_id AS "vendorId",
       in_reply_to AS "inReplyTo", created_at AS "createdAt", recovery_id AS "recoveryId"
     FROM message
     WHERE shop_id = $1 AND customer_id = $2 AND channel_id = $3 AND state <> 'cancelled'
     ORDER BY created_at DESC, id DESC LIMIT ${PAGE + 1}`,
    [shopId, head.customerId, head.channelId],
  );
  return {
    ...head,
    messages: rows.slice(0, PAGE).toReversed(),
    earlier: rows.length > PAGE,
  };
}
