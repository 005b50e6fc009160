import type { MessageId } from '#core/kernel/ids';
import type { MessageStore, OutboundMessage, Reception } from '#core/messaging/index';
import type { Sql } from './client';

type MessageRoom = Pick<MessageStore, 'nearby' | 'reception' | 'release'>;

/** What the ledger says about a message's neighbours: to the same person, from the same number. */
export const messageRoom = (sql: Sql): MessageRoom => ({
  nearby: (messages, now) => nearby(sql, messages, now),
  async reception(shopId, channelId, { since, most, codes }) {
    const [row] = await sql.query<Reception>(
      `SELECT count(*) AS sent, count(*) FILTER (WHERE refused OR regretted) AS unwanted FROM (
         SELECT coalesce(m.failure_code = ANY($5), false) AS refused,
           EXISTS (SELECT FROM consent_record r WHERE r.shop_id = m.shop_id
             AND r.customer_id = m.customer_id AND r.state = 'withdrawn'
             AND r.occurred_at >= m.created_at) AS regretted
         FROM message m WHERE m.shop_id = $1 AND m.channel_id = $2 AND m.direction = 'out'
           AND m.category = 'marketing' AND m.attempted_at > $3
         ORDER BY m.created_at DESC LIMIT $4) latest`,
      [shopId, channelId, since, most, codes],
    );
    return row ?? { sent: 0, unwanted: 0 };
  },
  async release(shopId, channelId, reasons, now) {
    await sql.query(
      `WITH released AS MATERIALIZED (
         SELECT shop_id, id FROM message WHERE shop_id = $1 AND channel_id = $2
           AND state = 'queued' AND wait_reason IS NOT NULL AND wait_reason = ANY($3)
           AND next_attempt_at > $4
         ORDER BY shop_id, id FOR UPDATE)
       UPDATE message m SET next_attempt_at = $4
       FROM released WHERE m.shop_id = released.shop_id AND m.id = released.id`,
      [shopId, channelId, reasons, now],
    );
  },
});

interface NearbyRow {
  readonly id: MessageId;
  readonly last_at: Date | null;
  readonly ahead: number;
  readonly last_inbound_at: Date | null;
}

/**
 * The persons are locked in one statement and read in the next, so that what another worker has
 * claimed for them meanwhile is seen. Ordered, so that two batches never wait for each other.
 */
async function nearby(
  sql: Sql,
  messages: readonly OutboundMessage[],
  now: Date,
): ReturnType<MessageStore['nearby']> {
  const column = (name: 'shopId' | 'customerId' | 'id') => messages.map((one) => one[name]);
  await sql.query(
    `SELECT FROM customer WHERE (shop_id, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
     ORDER BY shop_id, id FOR NO KEY UPDATE`,
    [column('shopId'), column('customerId')],
  );
  const rows = await sql.query<NearbyRow>(
    `SELECT q.id, near.last_at, near.ahead, c.last_inbound_at
     FROM unnest($1::text[], $2::text[]) asked(shop_id, id)
     JOIN message q ON q.shop_id = asked.shop_id AND q.id = asked.id
     LEFT JOIN conversation c ON c.shop_id = q.shop_id AND c.channel_id = q.channel_id
       AND c.customer_id = q.customer_id
     CROSS JOIN LATERAL (
       SELECT max(CASE WHEN m.state = 'sending' THEN $3::timestamptz
                       ELSE greatest(m.attempted_at, m.sent_at) END) AS last_at,
         count(*) FILTER (WHERE m.state = 'queued' AND m.id < q.id
           AND (m.next_attempt_at <= $3 OR m.wait_reason = 'pair_rate')) AS ahead
       FROM message m WHERE m.shop_id = q.shop_id AND m.customer_id = q.customer_id
         AND m.channel_id = q.channel_id AND m.direction = 'out' AND m.id <> q.id) near`,
    [column('shopId'), column('id'), now],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      { lastAt: row.last_at, ahead: row.ahead, lastInboundAt: row.last_inbound_at },
    ]),
  );
}
