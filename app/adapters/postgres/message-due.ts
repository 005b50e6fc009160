import type { MessageStore, OutboundMessage } from '#core/messaging/index';
import type { Sql } from './client';
import { toOutbound, type OutboundRow } from './message-rows';

/** Seconds of a number's pace that a worker claims ahead. */
const AHEAD_S = 0.25;
/** So many at least, for numbers that are slow. */
const LEAST_AHEAD = 8;

/**
 * Goes from shop to shop along the index of queued messages, one probe each, however many wait
 * between, and sees there when its first one is due; then every shop with due ones gets an equal share
 * of the batch, up to what it may have. Each probe asks for the order of that index: by any other it
 * would walk over all that the shop has sent.
 */
const DUE = `
  WITH RECURSIVE shops AS (
    (SELECT shop_id, next_attempt_at FROM message WHERE state = 'queued'
     ORDER BY shop_id, next_attempt_at LIMIT 1)
    UNION ALL
    SELECT next.shop_id, next.next_attempt_at FROM shops CROSS JOIN LATERAL (
      SELECT shop_id, next_attempt_at FROM message
      WHERE state = 'queued' AND shop_id > shops.shop_id
      ORDER BY shop_id, next_attempt_at LIMIT 1) next),
  waiting AS MATERIALIZED (
    SELECT shops.shop_id, greatest(${LEAST_AHEAD}, ceil(${AHEAD_S} * coalesce(
        (SELECT max(messages_per_second) FROM channel c WHERE c.shop_id = shops.shop_id), 0)))::bigint
      - coalesce(held.count, 0) AS room
    FROM shops LEFT JOIN unnest($3::text[], $4::int[]) AS held (shop_id, count)
      ON held.shop_id = shops.shop_id
    WHERE shops.next_attempt_at <= $1),
  due AS MATERIALIZED (
    SELECT one.* FROM waiting CROSS JOIN LATERAL (
      SELECT * FROM message
      WHERE shop_id = waiting.shop_id AND state = 'queued' AND next_attempt_at <= $1
      ORDER BY next_attempt_at, id
      LIMIT least(waiting.room, (SELECT greatest(1, ceil($2::numeric / count(*)))::bigint
                                 FROM waiting WHERE room > 0))
      FOR UPDATE SKIP LOCKED) one
    WHERE waiting.room > 0)
  SELECT * FROM due ORDER BY next_attempt_at, id LIMIT $2`;

export async function dueMessages(
  sql: Sql,
  ...[now, limit, held]: Parameters<MessageStore['due']>
): Promise<readonly OutboundMessage[]> {
  const rows = await sql.query<OutboundRow>(DUE, [
    now,
    limit,
    [...held.keys()],
    [...held.values()],
  ]);
  return rows.map(toOutbound);
}
