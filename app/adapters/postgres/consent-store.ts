import type { ConsentRecord, ConsentStore } from '#core/consent/index';
import type { CustomerId } from '#core/kernel/ids';
import type { Sql } from './client';
import { iso } from './instants';
import { listWrite } from './list-writes';
import { prepared } from './prepared';

interface ConsentRow {
  readonly customer_id: CustomerId;
  readonly state: ConsentRecord['state'];
  readonly source: ConsentRecord['source'];
  readonly occurred_at: Date;
  readonly proof: Readonly<Record<string, string>>;
  readonly key: string;
}

const toRecord = (row: ConsentRow): ConsentRecord => ({
  customerId: row.customer_id,
  state: row.state,
  source: row.source,
  occurredAt: row.occurred_at,
  proof: row.proof,
  key: row.key,
});

const APPEND = listWrite(
  prepared(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[],
         $6::jsonb[], $7::text[]) WITH ORDINALITY
         AS x (shop_id, customer_id, state, source, occurred_at, proof, key, place)),
     kept AS (
       INSERT INTO consent_record (shop_id, customer_id, state, source, occurred_at, proof, key)
       SELECT shop_id, customer_id, state, source, occurred_at, proof, key
       FROM given ORDER BY shop_id, key
       ON CONFLICT (shop_id, key) DO NOTHING RETURNING shop_id, key)
     SELECT place::int FROM given JOIN kept USING (shop_id, key)`,
  ),
);

const OF_PERSON = prepared(
  `SELECT customer_id, state, source, occurred_at, proof, key FROM consent_record
   WHERE shop_id = $1 AND customer_id = $2 ORDER BY occurred_at, id`,
);

export const consentStore = (sql: Sql): ConsentStore => ({
  async append(shopId, record) {
    const rows = await sql.query<{ place: number }>(APPEND, [
      [shopId],
      [record.customerId],
      [record.state],
      [record.source],
      [iso(record.occurredAt)],
      [JSON.stringify(record.proof)],
      [record.key],
    ]);
    return rows.length > 0;
  },
  async of(shopId, customerId) {
    const rows = await sql.query<ConsentRow>(OF_PERSON, [shopId, customerId]);
    return rows.map(toRecord);
  },
});
