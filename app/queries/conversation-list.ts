import type { Sql } from '#adapters/postgres/client';
import type { ShopId } from '#core/kernel/ids';
import type { InboundBody, MessageBody } from '#core/messaging/index';
import { COUNT_LIMIT, isInstant, readPage, walkFrom, withTotal } from './page';
import type { ListPage, PagePlace, RowCount } from './page';

export interface ConversationRow {
  readonly id: string;
  readonly customerId: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly unreadCount: number;
  readonly lastMessageAt: Date;
  readonly lastInboundAt: Date | null;
  /** The newest message of either side; null when it was erased. */
  readonly last: {
    readonly direction: 'in' | 'out';
    readonly body: InboundBody | MessageBody;
  } | null;
}

const markOfRow = ({ unreadCount, lastMessageAt, id }: ConversationRow): readonly string[] => [
  String(unreadCount > 0),
  lastMessageAt.toISOString(),
  id,
];

export const isConversationMark = (values: readonly string[]): boolean =>
  values.length === 3 && /^(true|false)$/.test(values[0] ?? '') && isInstant(values[1]);

/** A page of a shop's conversations: those with something unread first, then the latest. */
export async function conversationList(
  shopId: ShopId,
  sql: Sql,
  place: PagePlace,
): Promise<ListPage<ConversationRow> & { readonly total: RowCount }> {
  return withTotal(
    readPage(place, (from, limit) => rowsFrom(shopId, sql, from, limit), markOfRow),
    sql.query<{ count: number }>(
      `SELECT count(*) FROM (
         SELECT FROM conversation WHERE shop_id = $1 LIMIT ${COUNT_LIMIT + 1}) counted`,
      [shopId],
    ),
  );
}

function rowsFrom(
  shopId: ShopId,
  sql: Sql,
  place: PagePlace,
  limit: number,
): Promise<readonly ConversationRow[]> {
  const columns = ['(v.unread_count > 0)', 'v.last_message_at', 'v.id'];
  const marks = ['$2::boolean', '$3::timestamptz', '$4'];
  const { where, direction } = walkFrom(place, 'DESC', columns, marks);
  return sql.query<ConversationRow>(
    `SELECT v.id, v.customer_id AS "customerId", c.display_name AS name,
       (SELECT min(value) FROM customer_identity i WHERE i.shop_id = $1
          AND i.customer_id = v.customer_id AND i.kind = 'phone') AS phone,
       v.unread_count AS "unreadCount", v.last_message_at AS "lastMessageAt",
       v.last_inbound_at AS "lastInboundAt",
       (SELECT jsonb_build_object('direction', m.direction, 'body', m.body) FROM message m
        WHERE m.shop_id = $1 AND m.customer_id = v.customer_id AND m.channel_id = v.channel_id
          AND m.state <> 'cancelled'
        ORDER BY m.created_at DESC, m.id DESC LIMIT 1) AS last
     FROM conversation v
     JOIN customer c ON c.shop_id = v.shop_id AND c.id = v.customer_id
     WHERE v.shop_id = $1 AND ${where}
     ORDER BY ${columns.map((column) => `${column} ${direction}`).join(', ')} LIMIT ${limit}`,
    [shopId, ...(place?.mark ?? [])],
  );
}
