import type { Customer, CustomerStore, Identity } from '#core/commerce/index';
import type { CustomerId, ShopId } from '#core/kernel/ids';
import { allDone } from '#core/kernel/all-done';
import type { Sql } from './client';
import { eraseCustomer, exportCustomer } from './customer-privacy';
import { mergeCustomers } from './customer-merge';
import { listWrite } from './list-writes';
import { prepared } from './prepared';

interface CustomerRow {
  readonly id: CustomerId;
  readonly shop_id: ShopId;
  readonly display_name: string | null;
  readonly first_name: string | null;
  readonly locale: string | null;
  readonly country_code: string | null;
  readonly identities: readonly Identity[];
}

const SELECT = `
  SELECT c.id, c.shop_id, c.display_name, c.first_name, c.locale, c.country_code,
         coalesce((SELECT jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value)
                                    ORDER BY i.kind, i.value)
                   FROM customer_identity i
                   WHERE i.shop_id = c.shop_id AND i.customer_id = c.id), '[]') AS identities
  FROM customer c`;

const toCustomer = (row: CustomerRow): Customer => ({
  id: row.id,
  shopId: row.shop_id,
  displayName: row.display_name,
  firstName: row.first_name,
  locale: row.locale,
  countryCode: row.country_code,
  identities: row.identities,
});

export function customerStore(sql: Sql): CustomerStore {
  return {
    async byId(shopId, id) {
      const [row] = await sql.query<CustomerRow>(`${SELECT} WHERE c.shop_id = $1 AND c.id = $2`, [
        shopId,
        id,
      ]);
      return row ? toCustomer(row) : null;
    },
    withAny: (shopId, identities) => withAny(sql, shopId, identities),
    ownersOfUserIds: (named) => ownersOfUserIds(sql, named),
    save: (customer) => save(sql, customer),
    describe: (customer) => describe(sql, customer),
    moveIdentities: (shopId, identities, to) => putIdentities(sql, shopId, to, identities),
    async removeIdentity(shopId, identity) {
      await sql.query(
        'DELETE FROM customer_identity WHERE shop_id = $1 AND kind = $2 AND value = $3',
        [shopId, identity.kind, identity.value],
      );
    },
    merge: (shopId, from, into, at) => mergeCustomers(sql, { shopId, from, into, at }),
    erase: (shopId, id) => eraseCustomer(sql, shopId, id),
    export: (shopId, id) => exportCustomer(sql, shopId, id),
  };
}

async function ownersOfUserIds(
  sql: Sql,
  named: Parameters<CustomerStore['ownersOfUserIds']>[0],
): Promise<readonly (CustomerId | null)[]> {
  if (named.length === 0) return [];
  const rows = await sql.query<{ customer_id: CustomerId | null }>(
    `SELECT i.customer_id
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS x (shop_id, value, place)
     LEFT JOIN LATERAL (
       SELECT customer_id FROM customer_identity
       WHERE shop_id = x.shop_id AND kind = 'whatsapp_user' AND value = x.value LIMIT 1) AS i ON true
     ORDER BY x.place`,
    [named.map(({ shopId }) => shopId), named.map(({ userId }) => userId)],
  );
  return rows.map((row) => row.customer_id);
}

/**
 * Within a transaction it also locks the identities, owned or not: two webhooks of one new shopper
 * that are read at the same time then make one person, not two.
 */
async function withAny(
  sql: Sql,
  shopId: ShopId,
  identities: readonly Identity[],
): Promise<readonly Customer[]> {
  if (identities.length === 0) return [];
  const kinds = identities.map((identity) => identity.kind);
  const values = identities.map((identity) => identity.value);
  // A connection answers in the order in which it is asked: people are looked up under the locks.
  const [, rows] = await allDone([
    sql.query(LOCK_IDENTITIES, [shopId, kinds, values]),
    sql.query<CustomerRow>(OWNERS, [shopId, kinds, values]),
  ]);
  return rows.map(toCustomer);
}

/** In one fixed order, so that two transactions can't wait for each other. */
const LOCK_IDENTITIES = prepared(
  `SELECT count(pg_advisory_xact_lock(key)) FROM (
     SELECT DISTINCT hashtextextended($1 || ':' || kind || ':' || value, 0) AS key
     FROM unnest($2::text[], $3::text[]) AS wanted (kind, value) ORDER BY key) AS keys`,
);

/**
 * Each identity is probed, whatever the planner believes of a join. The lists are hidden from it: what
 * it sees the length of, it plans anew at each call.
 */
const OWNERS = prepared(
  `${SELECT}
   WHERE c.shop_id = $1 AND c.id = ANY (ARRAY(
     SELECT owner.customer_id
     FROM unnest((SELECT $2::text[]), (SELECT $3::text[])) AS wanted (kind, value)
     CROSS JOIN LATERAL (
       SELECT i.customer_id FROM customer_identity i
       WHERE i.shop_id = $1 AND i.kind = wanted.kind AND i.value = wanted.value LIMIT 1) owner))
   ORDER BY c.created_at, c.id`,
);

async function save(sql: Sql, customer: Customer): Promise<void> {
  const { shopId, id, identities } = customer;
  await describe(sql, customer);
  await sql.query(
    `DELETE FROM customer_identity WHERE shop_id = $1 AND customer_id = $2
       AND (kind, value) NOT IN (SELECT * FROM unnest($3::text[], $4::text[]))`,
    [shopId, id, identities.map(({ kind }) => kind), identities.map(({ value }) => value)],
  );
  await putIdentities(sql, shopId, id, identities);
}

const DESCRIBE = listWrite(
  prepared(
    `INSERT INTO customer (shop_id, id, display_name, first_name, locale, country_code)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
       AS x (shop_id, id, display_name, first_name, locale, country_code) ORDER BY shop_id, id
     ON CONFLICT (shop_id, id) DO UPDATE SET
       display_name = excluded.display_name, first_name = excluded.first_name,
       locale = excluded.locale, country_code = excluded.country_code`,
  ),
);

async function describe(
  sql: Sql,
  { shopId, id, ...known }: Parameters<CustomerStore['describe']>[0],
): Promise<void> {
  const { displayName, firstName, locale, countryCode } = known;
  await sql.query(DESCRIBE, [[shopId], [id], [displayName], [firstName], [locale], [countryCode]]);
}

const PUT_IDENTITIES = listWrite(
  prepared(
    `INSERT INTO customer_identity (shop_id, customer_id, kind, value)
     SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
       AS x (shop_id, customer_id, kind, value) ORDER BY shop_id, kind, value
     ON CONFLICT (shop_id, kind, value) DO UPDATE SET customer_id = excluded.customer_id
       WHERE customer_identity.customer_id <> excluded.customer_id`,
  ),
);

async function putIdentities(
  sql: Sql,
  shopId: ShopId,
  owner: CustomerId,
  identities: readonly Identity[],
): Promise<void> {
  if (identities.length === 0) return;
  await sql.query(PUT_IDENTITIES, [
    identities.map(() => shopId),
    identities.map(() => owner),
    identities.map(({ kind }) => kind),
    identities.map(({ value }) => value),
  ]);
}
