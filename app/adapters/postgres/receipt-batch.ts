import type { NewReceipt, Recorded, ReceiptStore } from '#core/intake/index';
import type { Sql } from './client';

interface Waiting {
  readonly receipt: NewReceipt;
  /** Names the shop where its id isn't known. */
  readonly shopDomain: string | null;
  readonly resolve: (outcome: Recorded) => void;
  readonly reject: (error: unknown) => void;
}

const MOST_AT_ONCE = 256;
/** Two in flight: one is written while the next one gathers. */
const IN_FLIGHT = 2;

/**
 * Records receipts that arrive together in one statement and one commit, the bodies as one blob.
 * Under a rush of webhooks this is what keeps the door's answer within the vendors' time limit;
 * a receipt that comes alone is written at once.
 */
export function groupCommit(sql: Sql): ReceiptStore['record'] {
  const queue: Waiting[] = [];
  let inFlight = 0;
  let scheduled = false;

  const flush = (): void => {
    scheduled = false;
    while (queue.length > 0 && inFlight < IN_FLIGHT) {
      inFlight += 1;
      void settle(sql, queue.splice(0, MOST_AT_ONCE)).finally(() => {
        inFlight -= 1;
        flush();
      });
    }
  };
  return (receipt, shopDomain = null) =>
    new Promise((resolve, reject) => {
      queue.push({ receipt, shopDomain, resolve, reject });
      if (scheduled) return;
      scheduled = true;
      setImmediate(flush);
    });
}

/** One receipt that can't be written must not refuse its neighbours: then each goes alone. */
async function settle(sql: Sql, batch: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await insert(sql, batch);
    batch.forEach((waiting, index) => waiting.resolve(outcomes[index] ?? 'repeated'));
  } catch (error) {
    if (batch.length > 1) {
      for (const waiting of batch) await settle(sql, [waiting]);
    } else {
      batch.forEach((waiting) => waiting.reject(error));
    }
  }
}

/** Of equal ones in a batch the first is written; the others are repetitions. */
async function insert(sql: Sql, batch: readonly Waiting[]): Promise<readonly Recorded[]> {
  const first = new Map<string, Waiting>();
  const keys = batch.map(({ receipt }) => `${receipt.source} ${receipt.externalId}`);
  batch.forEach((waiting, place) => {
    const key = keys[place] ?? '';
    if (!first.has(key)) first.set(key, waiting);
  });
  const outcomes = await insertDistinct(sql, [...first.values()]);
  return batch.map((waiting, place) => {
    const asked = first.get(keys[place] ?? '');
    const outcome = (asked && outcomes.get(asked)) ?? 'repeated';
    return asked === waiting || outcome === 'unknown_shop' ? outcome : 'repeated';
  });
}

/**
 * Tells which of them are new, and which have a shop that nobody knows. The keys go first, in the
 * order of their hashes, so that two doors with the same events never wait for each other; only a
 * receipt whose key is new is written.
 */
async function insertDistinct(
  sql: Sql,
  batch: readonly Waiting[],
): Promise<ReadonlyMap<Waiting, Recorded>> {
  const rows = await sql.query<{ place: number; fresh: boolean }>(INSERT, valuesOf(batch));
  const outcomes = new Map<Waiting, Recorded>();
  for (const { place, fresh } of rows) {
    const waiting = batch[place];
    if (waiting) outcomes.set(waiting, fresh ? 'recorded' : 'unknown_shop');
  }
  return outcomes;
}

const INSERT = `
  WITH incoming AS MATERIALIZED (
    SELECT x.*, coalesce(x.known_id, shop.id) AS shop_id,
      x.shop_domain IS NOT NULL AND shop.id IS NULL AS strange,
      substring(encode(sha256(convert_to(source || ' ' || external_id, 'UTF8')), 'hex')
                FROM 1 FOR 32)::uuid AS hash
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                $7::text[], $8::timestamptz[], $9::timestamptz[], $11::int[], $12::int[])
      WITH ORDINALITY AS x (source, external_id, delivery_id, body_hash, known_id, shop_domain,
                            topic, triggered_at, received_at, start, length, place)
    LEFT JOIN shop ON shop.domain = x.shop_domain),
  fresh AS (
    INSERT INTO receipt_key (hash, received_on)
    SELECT hash, (received_at AT TIME ZONE 'UTC')::date FROM incoming
    WHERE NOT strange ORDER BY hash
    ON CONFLICT (hash) DO NOTHING RETURNING hash),
  kept AS (
    INSERT INTO receipt (source, external_id, delivery_id, body_hash, shop_id, topic,
      triggered_at, received_at, claimable_at, body)
    SELECT source, external_id, delivery_id, body_hash, shop_id, topic, triggered_at,
      received_at, received_at, substring($10::bytea FROM start + 1 FOR length)
    FROM incoming JOIN fresh USING (hash) ORDER BY place)
  SELECT place::int - 1 AS place, true AS fresh FROM incoming JOIN fresh USING (hash)
  UNION ALL SELECT place::int - 1, false FROM incoming WHERE strange`;

function valuesOf(batch: readonly Waiting[]): readonly unknown[] {
  const receipts = batch.map((waiting) => waiting.receipt);
  const lengths = receipts.map((receipt) => receipt.body.byteLength);
  let end = 0;
  return [
    receipts.map((receipt) => receipt.source),
    receipts.map((receipt) => receipt.externalId),
    receipts.map((receipt) => receipt.deliveryId),
    receipts.map((receipt) => receipt.bodyHash),
    receipts.map((receipt) => receipt.shopId),
    batch.map((waiting) => waiting.shopDomain),
    receipts.map((receipt) => receipt.topic),
    // The driver would write each date in local time, part by part.
    receipts.map((receipt) => receipt.triggeredAt?.toISOString() ?? null),
    receipts.map((receipt) => receipt.receivedAt.toISOString()),
    Buffer.concat(receipts.map((receipt) => receipt.body)),
    lengths.map((length) => (end += length) - length),
    lengths,
  ];
}
