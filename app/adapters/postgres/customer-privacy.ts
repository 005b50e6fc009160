import type { CustomerId, ShopId } from '#core/kernel/ids';
import type { Sql } from './client';
import { blankReceipts } from './receipt-privacy';

/** Rows of a person and the condition that finds them; $1 is the shop, $2 the person. */
const OWN = 'shop_id = $1 AND customer_id = $2';
const OF_RECOVERY = `shop_id = $1 AND recovery_id IN (SELECT id FROM recovery WHERE ${OWN})`;
const OF_MESSAGE = `shop_id = $1 AND message_id IN (SELECT id FROM message WHERE ${OWN})`;
const OF_LINK = `shop_id = $1 AND token IN (SELECT token FROM tracked_link WHERE ${OWN})`;
const OF_ORDER = `shop_id = $1 AND order_id IN (SELECT id FROM orders WHERE ${OWN})`;
const OF_ORDER_NUMBER = `shop_id = $1
  AND order_external_id IN (SELECT external_id FROM orders WHERE ${OWN})`;

const OF_CART = `shop_id = $1 AND cart_id IN (SELECT id FROM cart WHERE ${OWN})`;

/** Links to their carts, and those that an agent asked them for a payment by. */
const OF_PAYMENT_LINK = `(${OF_CART} OR ${OF_MESSAGE})`;
const OF_PAYMENT = `shop_id = $1 AND link_id IN (
  SELECT id FROM payment_link WHERE ${OF_PAYMENT_LINK})`;

/** Every table that holds something about a person: what an export is made of. */
export const TABLES_OF_A_PERSON: Readonly<Record<string, string>> = {
  customer: 'shop_id = $1 AND id = $2',
  customer_identity: OWN,
  customer_merge: 'shop_id = $1 AND into_id = $2',
  cart: OWN,
  orders: OWN,
  refund: OF_ORDER_NUMBER,
  consent_record: OWN,
  assignment: OWN,
  conversion: OWN,
  conversation: OWN,
  message: OWN,
  message_status: OF_MESSAGE,
  portfolio_recipient: OWN,
  recovery: OWN,
  recovery_cart: OF_RECOVERY,
  recovery_step: OF_RECOVERY,
  tracked_link: OWN,
  touch: OF_LINK,
  payment_link: OF_PAYMENT_LINK,
  payment: OF_PAYMENT,
  attribution: OF_ORDER,
  attribution_entry: OF_ORDER,
};

/** All that is held about a person, table by table, as plain JSON. */
export async function exportCustomer(
  sql: Sql,
  shopId: ShopId,
  id: CustomerId,
): Promise<Record<string, unknown>> {
  const entries: [string, unknown][] = [];
  for (const [table, where] of Object.entries(TABLES_OF_A_PERSON)) {
    const rows = await sql.query<{ row: unknown }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${where}`,
      [shopId, id],
    );
    entries.push([table, rows.map(({ row }) => row)]);
  }
  return Object.fromEntries(entries);
}

/**
 * Removes a person's data everywhere. Amounts, times, states and counts stay under an id that
 * leads nowhere any more, so that the merchant's sums don't change.
 */
export async function eraseCustomer(sql: Sql, shopId: ShopId, id: CustomerId): Promise<void> {
  const contacts = await contactsOf(sql, shopId, id);
  await endRecoveries(sql, shopId, id);
  await eraseConversations(sql, shopId, id);
  await erasePerson(sql, shopId, id);
  await erasePurchases(sql, shopId, id, contacts);
  await eraseExports(sql, shopId, id);
  await blankReceipts(sql, shopId, contacts);
}

/** Every phone, e-mail, name and vendor id that we know the person by. */
async function contactsOf(sql: Sql, shopId: ShopId, id: CustomerId): Promise<readonly string[]> {
  const rows = await sql.query<{ value: string }>(
    `SELECT value FROM customer_identity WHERE ${OWN}
     UNION SELECT phone FROM cart WHERE ${OWN} AND phone IS NOT NULL
     UNION SELECT email FROM cart WHERE ${OWN} AND email IS NOT NULL
     UNION SELECT phone FROM orders WHERE ${OWN} AND phone IS NOT NULL
     UNION SELECT email FROM orders WHERE ${OWN} AND email IS NOT NULL
     UNION SELECT recipient FROM message WHERE ${OWN} AND recipient IS NOT NULL
     UNION SELECT display_name FROM customer
       WHERE shop_id = $1 AND id = $2 AND length(display_name) >= 5`,
    [shopId, id],
  );
  return rows.map(({ value }) => value);
}

/** Nothing may go out to a person who is gone: there is nobody to write to. */
async function endRecoveries(sql: Sql, shopId: ShopId, id: CustomerId): Promise<void> {
  await sql.query(
    `UPDATE recovery_step SET state = 'cancelled', reason = 'no_phone', decided_at = now()
     WHERE ${OF_RECOVERY} AND state = 'pending'`,
    [shopId, id],
  );
  await sql.query(
    `UPDATE recovery SET state = 'stopped', reason = 'no_phone', ended_at = now()
     WHERE ${OWN} AND state IN ('active', 'held_out')`,
    [shopId, id],
  );
}

/** A vendor's message id goes too: WhatsApp's contains the phone number. */
async function eraseConversations(sql: Sql, shopId: ShopId, id: CustomerId): Promise<void> {
  const person = [shopId, id];
  await sql.query(`DELETE FROM message WHERE ${OWN} AND direction = 'in'`, person);
  await sql.query(
    `UPDATE message SET
       body = '{"kind": "text", "text": ""}', recipient = NULL, vendor_id = NULL,
       conversation_id = NULL,
       ended_at = CASE WHEN state = 'queued' THEN now() ELSE ended_at END,
       failure_code = CASE WHEN state = 'queued' THEN 'no_phone' ELSE failure_code END,
       state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END
     WHERE ${OWN}`,
    person,
  );
  await sql.query(`DELETE FROM conversation WHERE ${OWN}`, person);
}

async function erasePerson(sql: Sql, shopId: ShopId, id: CustomerId): Promise<void> {
  const person = [shopId, id];
  await sql.query(`DELETE FROM customer_identity WHERE ${OWN}`, person);
  await sql.query(`DELETE FROM consent_record WHERE ${OWN}`, person);
  await sql.query('UPDATE tracked_link SET expires_at = created_at WHERE ' + OWN, person);
  await erasePayments(sql, person);
  await sql.query(
    `UPDATE customer SET display_name = NULL, first_name = NULL, locale = NULL,
       country_code = NULL, erased_at = now()
     WHERE shop_id = $1 AND id = $2`,
    person,
  );
}

/** The provider's page may know who was there; an agent may have named the person. */
async function erasePayments(sql: Sql, person: readonly string[]): Promise<void> {
  const reason = `reason = CASE WHEN reason IS NOT NULL THEN '' END`;
  await sql.query(
    `UPDATE payment_link SET expires_at = created_at, ${reason} WHERE ${OF_PAYMENT_LINK}`,
    person,
  );
  const lines = `quote = CASE WHEN cart_id IS NULL
    THEN jsonb_set(quote::jsonb, '{lines}', '[]')::json ELSE quote END`;
  await sql.query(
    `UPDATE payment SET url = NULL, delivery = NULL, ${lines} WHERE ${OF_PAYMENT}`,
    person,
  );
}

/** Also the rows of the same phone or e-mail that no person was found for. */
async function erasePurchases(
  sql: Sql,
  shopId: ShopId,
  id: CustomerId,
  contacts: readonly string[],
): Promise<void> {
  const theirs = `shop_id = $1 AND (customer_id = $2
    OR customer_id IS NULL AND (phone = ANY ($3::text[]) OR email = ANY ($3::text[])))`;
  await sql.query(
    `UPDATE cart SET phone = NULL, phone_problem = NULL, email = NULL, recovery_url = NULL,
       cart_token = NULL
     WHERE ${theirs}`,
    [shopId, id, contacts],
  );
  await sql.query(`UPDATE orders SET phone = NULL, email = NULL WHERE ${theirs}`, [
    shopId,
    id,
    contacts,
  ]);
}

async function eraseExports(sql: Sql, shopId: ShopId, id: CustomerId): Promise<void> {
  await sql.query(
    `UPDATE privacy_request SET result = NULL
     WHERE shop_id = $1 AND result IS NOT NULL AND position($2 in result::text) > 0`,
    [shopId, id],
  );
}
