import { hash } from 'node:crypto';
import type { NewReceipt, Recorded, ReceiptStore } from '#core/intake/index';
import type { Sql } from './client';
import { iso } from './instants';
import { prepared } from './prepared';

interface Waiting {
  readonly receipt: NewReceipt;
  /** Names the shop where its id isn't known. */
  readonly shopDomain: string | null;
  readonly resolve: (outcome: Recorded) => void;
  readonly reject: (error: unknown) => void;
}

const MOST_AT_ONCE = 256;
/** A second statement goes beside one under way only when it is full: half full ones cost more. */
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

  const mayStart = (): boolean =>
    queue.length >= (inFlight === 0 ? 1 : MOST_AT_ONCE) && inFlight < IN_FLIGHT;
  const flush = (): void => {
    scheduled = false;
    while (mayStart()) {
      inFlight += 1;
      void settle(sql, queue.splice(0, MOST_AT_ONCE)).finally(() => {
        inFlight -= 1;
        schedule();
      });
    }
  };
  // Not at once: requests that have arrived meanwhile are read first, and go along.
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  };
  return (receipt, shopDomain = null) =>
    new Promise((resolve, reject) => {
      queue.push({ receipt, shopDomain, resolve, reject });
      schedule();
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
  const hashes = batch.map(({ receipt }) => keyOf(receipt));
  const first = new Map<string, Waiting>();
  batch.forEach((waiting, place) => {
    const hash = hashes[place] ?? '';
    if (!first.has(hash)) first.set(hash, waiting);
  });
  const outcomes = await insertDistinct(sql, first);
  return batch.map((waiting, place) => {
    const hash = hashes[place] ?? '';
    const outcome = outcomes.get(hash) ?? 'repeated';
    return first.get(hash) === waiting || outcome === 'unknown_shop' ? outcome : 'repeated';
  });
}

/** The first half of a SHA-256, as the migration that made the table of keys computed it. */
const keyOf = ({ source, externalId }: NewReceipt): string =>
  hash('sha256', `${source} ${externalId}`).slice(0, KEY_DIGITS);
const KEY_DIGITS = 32;

/**
 * Tells what became of each key. The keys go first, in the order of their hashes, so that two doors
 * with the same events never wait for each other; only a receipt whose key is new is written.
 */
async function insertDistinct(
  sql: Sql,
  batch: ReadonlyMap<string, Waiting>,
): Promise<ReadonlyMap<string, Recorded>> {
  const hashes = [...batch.keys()];
  const rows = await sql.query<{ place: number; fresh: boolean }>(INSERT, [
    hashes,
    ...valuesOf([...batch.values()]),
  ]);
  return new Map(
    rows.map(({ place, fresh }) => [hashes[place] ?? '', fresh ? 'recorded' : 'unknown_shop']),
  );
}

/**
 * Which keys are new is looked up in a hash table and not joined: the plan is made once, for a few
 * rows, and would join hundreds by pairs.
 */
const INSERT = prepared(`
  WITH incoming AS MATERIALIZED (
    SELECT x.*, coalesce(x.known_id, shop.id) AS shop_id,
      x.shop_domain IS NOT NULL AND shop.id IS NULL AS strange
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::timestamptz[], $10::timestamptz[], $11::int[], $12::int[])
      WITH ORDINALITY AS x (hash, source, external_id, delivery_id, body_hash, known_id,
                            shop_domain, topic, triggered_at, received_at, start, length, place)
    LEFT JOIN shop ON shop.domain = x.shop_domain),
  fresh AS (
    INSERT INTO receipt_key (hash, received_on)
    SELECT hash, (received_at AT TIME ZONE 'UTC')::date FROM incoming
    WHERE NOT strange ORDER BY hash
    ON CONFLICT (hash) DO NOTHING RETURNING hash),
  judged AS MATERIALIZED (SELECT *, hash IN (SELECT hash FROM fresh) AS fresh FROM incoming),
  kept AS (
    INSERT INTO receipt (source, external_id, delivery_id, body_hash, shop_id, topic,
      triggered_at, received_at, claimable_at, body)
    SELECT source, external_id, delivery_id, body_hash, shop_id, topic, triggered_at,
      received_at, received_at, substring($13::bytea FROM start + 1 FOR length)
    FROM judged WHERE fresh ORDER BY place)
  SELECT place::int - 1 AS place, fresh FROM judged WHERE fresh OR strange`);

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
    receipts.map((receipt) => iso(receipt.triggeredAt)),
    receipts.map((receipt) => iso(receipt.receivedAt)),
    lengths.map((length) => (end += length) - length),
    lengths,
    Buffer.concat(receipts.map((receipt) => receipt.body)),
  ];
}
