import type { CustomerId, ShopId } from '#core/kernel/ids';
import type { Sql } from './client';

export interface Merge {
  readonly shopId: ShopId;
  readonly from: CustomerId;
  readonly into: CustomerId;
  readonly at: Date;
}

/** Tables whose rows simply change hands. The others have rules of their own below. */
const REPOINTED = [
  'customer_identity',
  'cart',
  'orders',
  'consent_record',
  'conversion',
  'message',
  'recovery',
  'tracked_link',
] as const;

/** Moves everything of one person to another and keeps the trace. Nothing of the past is lost. */
export async function mergeCustomers(sql: Sql, merge: Merge): Promise<void> {
  if (merge.from === merge.into) return;
  const people = [merge.shopId, merge.from, merge.into];
  await lockCarts(sql, people);
  await mergeRunningRecoveries(sql, merge);
  await mergeAssignments(sql, people);
  await mergeConversations(sql, people);
  for (const table of REPOINTED) {
    await sql.query(
      `UPDATE ${table} SET customer_id = $3 WHERE shop_id = $1 AND customer_id = $2`,
      people,
    );
  }
  await mergeDescriptions(sql, people);
  await sql.query(
    'UPDATE customer_merge SET into_id = $3 WHERE shop_id = $1 AND into_id = $2',
    people,
  );
  await sql.query(
    `INSERT INTO customer_merge (shop_id, from_id, into_id, merged_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (shop_id, from_id) DO UPDATE SET into_id = excluded.into_id`,
    [...people, merge.at],
  );
  await sql.query('DELETE FROM customer WHERE shop_id = $1 AND id = $2', [
    merge.shopId,
    merge.from,
  ]);
}

/** Before the recoveries, as everywhere. */
async function lockCarts(sql: Sql, people: readonly string[]): Promise<void> {
  await sql.query(
    `SELECT FROM cart WHERE shop_id = $1 AND customer_id IN ($2, $3) ORDER BY id FOR NO KEY UPDATE`,
    people,
  );
}

interface Running {
  readonly id: string;
}

/**
 * A person has one running recovery. The one that started first goes on and takes over the other
 * one's carts, showing the cart with the newest activity; the other one ends as `merged`.
 */
async function mergeRunningRecoveries(sql: Sql, { shopId, from, into, at }: Merge): Promise<void> {
  const [first, ...later] = await sql.query<Running>(
    `SELECT id FROM recovery WHERE shop_id = $1 AND customer_id IN ($2, $3)
       AND state IN ('active', 'held_out') ORDER BY started_at, id FOR UPDATE`,
    [shopId, from, into],
  );
  if (!first) return;
  for (const { id } of later) {
    await sql.query(
      `UPDATE recovery SET state = 'stopped', reason = 'merged', ended_at = $3
       WHERE shop_id = $1 AND id = $2`,
      [shopId, id, at],
    );
    await sql.query(
      `UPDATE recovery_step SET state = 'cancelled', reason = 'merged', decided_at = $3
       WHERE shop_id = $1 AND recovery_id = $2 AND state = 'pending'`,
      [shopId, id, at],
    );
    await sql.query(
      'UPDATE recovery_cart SET recovery_id = $3 WHERE shop_id = $1 AND recovery_id = $2',
      [shopId, id, first.id],
    );
    await sql.query(
      `UPDATE recovery SET cart_id = (
         SELECT c.id FROM recovery_cart rc
         JOIN cart c ON c.shop_id = rc.shop_id AND c.id = rc.cart_id
         WHERE rc.shop_id = $1 AND rc.recovery_id = $2
         ORDER BY c.last_activity_at DESC, c.id LIMIT 1)
       WHERE shop_id = $1 AND id = $2`,
      [shopId, first.id],
    );
  }
}

/** The arm that either of them was given first holds; changing arms would spoil the measurement. */
async function mergeAssignments(sql: Sql, people: readonly string[]): Promise<void> {
  await sql.query(
    `UPDATE assignment kept SET arm = other.arm, assigned_at = other.assigned_at
     FROM assignment other
     WHERE kept.shop_id = $1 AND kept.customer_id = $3
       AND other.shop_id = $1 AND other.customer_id = $2
       AND other.experiment_key = kept.experiment_key AND other.assigned_at < kept.assigned_at`,
    people,
  );
  await sql.query(
    `DELETE FROM assignment gone USING assignment kept
     WHERE gone.shop_id = $1 AND gone.customer_id = $2
       AND kept.shop_id = $1 AND kept.customer_id = $3
       AND kept.experiment_key = gone.experiment_key`,
    people,
  );
  await sql.query(
    'UPDATE assignment SET customer_id = $3 WHERE shop_id = $1 AND customer_id = $2',
    people,
  );
}

/** Two conversations on one channel become one, with the messages of both. */
async function mergeConversations(sql: Sql, people: readonly string[]): Promise<void> {
  const pairs = await sql.query<{ gone: string; kept: string }>(
    `SELECT gone.id AS gone, kept.id AS kept FROM conversation gone
     JOIN conversation kept ON kept.shop_id = gone.shop_id AND kept.channel_id = gone.channel_id
     WHERE gone.shop_id = $1 AND gone.customer_id = $2 AND kept.customer_id = $3`,
    people,
  );
  for (const { gone, kept } of pairs) {
    const values = [people[0], gone, kept];
    await sql.query(
      'UPDATE message SET conversation_id = $3 WHERE shop_id = $1 AND conversation_id = $2',
      values,
    );
    await sql.query(
      `UPDATE conversation kept SET
         unread_count = kept.unread_count + gone.unread_count,
         last_inbound_at = greatest(kept.last_inbound_at, gone.last_inbound_at),
         last_outbound_at = greatest(kept.last_outbound_at, gone.last_outbound_at),
         last_message_at = greatest(kept.last_message_at, gone.last_message_at),
         state = CASE WHEN 'open' IN (kept.state, gone.state) THEN 'open' ELSE 'closed' END
       FROM conversation gone
       WHERE kept.shop_id = $1 AND gone.shop_id = $1 AND gone.id = $2 AND kept.id = $3`,
      values,
    );
    await sql.query('DELETE FROM conversation WHERE shop_id = $1 AND id = $2', values.slice(0, 2));
  }
  await sql.query(
    'UPDATE conversation SET customer_id = $3 WHERE shop_id = $1 AND customer_id = $2',
    people,
  );
}

/** What one of the two records doesn't know, the other may. */
async function mergeDescriptions(sql: Sql, people: readonly string[]): Promise<void> {
  await sql.query(
    `UPDATE customer kept SET
       display_name = coalesce(kept.display_name, gone.display_name),
       first_name = coalesce(kept.first_name, gone.first_name),
       locale = coalesce(kept.locale, gone.locale),
       country_code = coalesce(kept.country_code, gone.country_code),
       created_at = least(kept.created_at, gone.created_at)
     FROM customer gone
     WHERE kept.shop_id = $1 AND kept.id = $3 AND gone.shop_id = $1 AND gone.id = $2`,
    people,
  );
}
