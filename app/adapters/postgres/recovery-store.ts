import type { CartId, RecoveryId, ShopId } from '#core/kernel/ids';
import type { FirstStep, Recovery, RecoveryStore } from '#core/recovery/index';
import type { Sql } from './client';
import { iso } from './instants';
import { listWrite } from './list-writes';
import { prepared } from './prepared';
import { recoveryEnds } from './recovery-ends';
import { recoveryFacts } from './recovery-facts';
import { toRecovery, type RecoveryRow } from './recovery-rows';
import { insertSteps, recoverySteps } from './recovery-steps';

const END = listWrite(
  `UPDATE recovery r SET state = x.state, reason = x.reason, ended_at = x.at
   FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
     AS x (shop_id, id, state, reason, at)
   WHERE r.shop_id = x.shop_id AND r.id = x.id`,
);

export const recoveryStore = (sql: Sql): RecoveryStore => ({
  ...recoveryReads(sql),
  ...recoveryEnds(sql),
  ...recoverySteps(sql),
  ...recoveryFacts(sql),
  start: (recovery, steps) => start(sql, recovery, steps),
  adoptCart: (shopId, id, cartId) => adoptCart(sql, shopId, id, cartId),
  async discard(shopId, id) {
    await sql.query(
      `DELETE FROM recovery r WHERE r.shop_id = $1 AND r.id = $2 AND NOT EXISTS (
         SELECT FROM message m WHERE m.shop_id = r.shop_id AND m.recovery_id = r.id)`,
      [shopId, id],
    );
  },
  async end(shopId, id, state, reason, at) {
    await sql.query(END, [[shopId], [id], [state], [reason], [iso(at)]]);
  },
});

type ReadMethods = Pick<RecoveryStore, 'byId' | 'byCart' | 'runningOf' | 'running' | 'lock'>;

function recoveryReads(sql: Sql): ReadMethods {
  const several = async (where: string, values: readonly unknown[]): Promise<Recovery[]> =>
    (await sql.query<RecoveryRow>(`SELECT r.* FROM recovery r ${where}`, values)).map(toRecovery);
  const one = async (where: string, values: readonly unknown[]): Promise<Recovery | null> =>
    (await several(where, values))[0] ?? null;
  return {
    byId: (shopId, id) => one('WHERE r.shop_id = $1 AND r.id = $2', [shopId, id]),
    byCart: (shopId, cartId) =>
      one(
        `JOIN recovery_cart rc ON rc.shop_id = r.shop_id AND rc.recovery_id = r.id
         WHERE rc.shop_id = $1 AND rc.cart_id = $2`,
        [shopId, cartId],
      ),
    runningOf: (shopId, customerId) =>
      one(`WHERE r.shop_id = $1 AND r.customer_id = $2 AND r.state IN ('active', 'held_out')`, [
        shopId,
        customerId,
      ]),
    running: (shopId, limit) =>
      several(
        `WHERE r.shop_id = $1 AND r.state IN ('active', 'held_out')
         ORDER BY r.started_at, r.id LIMIT $2`,
        [shopId, limit],
      ),
    lock: (shopId, id) => one('WHERE r.shop_id = $1 AND r.id = $2 FOR UPDATE', [shopId, id]),
  };
}

/**
 * False when the cart has a recovery, or the person a running one. A declined recovery never
 * started: it gives its cart to the one that does.
 */
async function start(sql: Sql, recovery: Recovery, steps: readonly FirstStep[]): Promise<boolean> {
  const inserted = await insertRecovery(sql, recovery);
  if (!inserted) return false;
  if (!(await takeCart(sql, recovery))) {
    await sql.query('DELETE FROM recovery WHERE shop_id = $1 AND id = $2', [
      recovery.shopId,
      recovery.id,
    ]);
    return false;
  }
  await insertSteps(sql, steps);
  return true;
}

/** Without a conflict target, so that the index of running recoveries refuses it quietly too. */
const INSERT = listWrite(
  prepared(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[],
         $7::text[], $8::text[], $9::timestamptz[], $10::timestamptz[]) WITH ORDINALITY
         AS x (shop_id, id, customer_id, cart_id, sequence_id, steps, state, reason, started_at,
           ended_at, place)),
     made AS (
       INSERT INTO recovery (shop_id, id, customer_id, cart_id, sequence_id, steps, state, reason,
         started_at, ended_at)
       SELECT shop_id, id, customer_id, cart_id, sequence_id, steps, state, reason, started_at,
         ended_at FROM given ORDER BY place
       ON CONFLICT DO NOTHING RETURNING shop_id, id)
     SELECT place::int FROM given JOIN made USING (shop_id, id)`,
  ),
);

async function insertRecovery(sql: Sql, recovery: Recovery): Promise<boolean> {
  const rows = await sql.query(INSERT, [
    [recovery.shopId],
    [recovery.id],
    [recovery.customerId],
    [recovery.cartId],
    [recovery.sequenceId],
    [JSON.stringify(recovery.steps)],
    [recovery.state],
    [recovery.reason],
    [iso(recovery.startedAt)],
    [iso(recovery.endedAt)],
  ]);
  return rows.length > 0;
}

const TAKE_CART = listWrite(
  prepared(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY
         AS x (shop_id, cart_id, recovery_id, place)),
     made AS (
       INSERT INTO recovery_cart AS kept (shop_id, cart_id, recovery_id)
       SELECT shop_id, cart_id, recovery_id FROM given ORDER BY place
       ON CONFLICT (shop_id, cart_id) DO UPDATE SET recovery_id = excluded.recovery_id
         WHERE EXISTS (SELECT FROM recovery r WHERE r.shop_id = kept.shop_id
                         AND r.id = kept.recovery_id AND r.state = 'declined')
       RETURNING shop_id, cart_id)
     SELECT place::int FROM given JOIN made USING (shop_id, cart_id)`,
  ),
);

async function takeCart(sql: Sql, { shopId, id, cartId }: Recovery): Promise<boolean> {
  const rows = await sql.query(TAKE_CART, [[shopId], [cartId], [id]]);
  return rows.length > 0;
}

async function adoptCart(sql: Sql, shopId: ShopId, id: RecoveryId, cartId: CartId): Promise<void> {
  await sql.query(
    `INSERT INTO recovery_cart (shop_id, cart_id, recovery_id) VALUES ($1, $2, $3)
     ON CONFLICT (shop_id, cart_id) DO UPDATE SET recovery_id = excluded.recovery_id`,
    [shopId, cartId, id],
  );
  await sql.query('UPDATE recovery SET cart_id = $3 WHERE shop_id = $1 AND id = $2', [
    shopId,
    id,
    cartId,
  ]);
}
