import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../../../scripts/bench/benchmarks/send-audit';
import { gather } from '../../../scripts/bench/benchmarks/send-people';
import { query } from '../../../scripts/setup/scratch-postgres.mjs';
import { createTestDatabase, type TestDatabase } from '../../support/database';

const SHOPS = 4;
/** One message a second: two within one are too many. */
const PACE = 1;
const KIND = `CASE n / ${SHOPS} WHEN 0 THEN 'bought' WHEN 1 THEN 'opted_out' WHEN 2 THEN 'no_consent'
  WHEN 3 THEN 'asleep' ELSE 'fine' END`;

let place: TestDatabase;
let client: pg.Client;

/** A run without a fault: who is fine got a message, seven seconds one after the other. */
const FAULTLESS = [
  'CREATE TABLE bench.purchase (shop_id text, customer_id text, known_at timestamptz)',
  `INSERT INTO bench.purchase SELECT shop_id, id, now() FROM bench.person WHERE kind = 'bought'`,
  'CREATE TABLE bench.ledger (at float8, recipient text, message text)',
  `UPDATE message m SET state = 'cancelled', failure_code = 'no_consent' FROM bench.person p
   WHERE p.id = m.id AND kind <> 'fine'`,
  `UPDATE message m SET state = 'queued', wait_reason = 'quiet_hours',
     next_attempt_at = now() + interval '1 hour'
   FROM bench.person p WHERE p.id = m.id AND kind = 'asleep'`,
  ...sent(`kind = 'fine'`),
];

/** SQL: people's messages are claimed and arrive, each at its own time. */
function sent(where: string): readonly string[] {
  const at = `now() + n * interval '7 seconds'`;
  return [
    `UPDATE message m SET state = 'sent', sent_at = ${at}, attempted_at = ${at} - interval '50 ms'
     FROM bench.person p WHERE p.id = m.id AND ${where}`,
    `INSERT INTO bench.ledger SELECT extract(epoch FROM ${at}) * 1000, phone, id
     FROM bench.person WHERE ${where}`,
  ];
}

const person = (n: number): string => `(SELECT id FROM bench.person WHERE n = ${n})`;
const FINE = 16;
/** Of the same shop. */
const OTHER = FINE + SHOPS;

/** SQL: a message arrives so long after another one. */
const arrives = (n: number, afterMs: number, first: number): readonly string[] => [
  `UPDATE bench.ledger SET at = ${afterMs} + (
     SELECT at FROM bench.ledger WHERE message = ${person(first)}) WHERE message = ${person(n)}`,
  `UPDATE message SET attempted_at = (SELECT to_timestamp(at / 1000) FROM bench.ledger
     WHERE message = ${person(n)}) WHERE id = ${person(n)}`,
];

/** Another message to somebody who got one, five seconds later. */
const ANSWER = [
  `INSERT INTO message (shop_id, id, direction, channel_id, customer_id, key, body, category, state,
     created_at, attempted_at)
   SELECT shop_id, 'answer', direction, channel_id, customer_id, 'answer', body, 'service', state,
     created_at, attempted_at FROM message WHERE id = ${person(FINE)}`,
  `INSERT INTO bench.ledger SELECT at + 5000, recipient, 'answer' FROM bench.ledger
   WHERE message = ${person(FINE)}`,
];

/** Of each rule: what breaks it and no other. */
const FAULTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'a message twice at the vendor': [
    [`INSERT INTO bench.ledger SELECT at + 6500, recipient, message FROM bench.ledger LIMIT 1`],
  ],
  'a message at the vendor that is not “sent” in our rows, or the other way round': [
    [`INSERT INTO bench.ledger SELECT at, recipient, 'unwritten' FROM bench.ledger LIMIT 1`],
    [
      `UPDATE message SET state = 'failed', failure_code = 'x', ended_at = now()
       WHERE id = ${person(FINE)}`,
    ],
    [`DELETE FROM bench.ledger WHERE message = ${person(FINE)}`],
  ],
  'at the vendor before the claim was written': [
    [`UPDATE message SET attempted_at = NULL WHERE id = ${person(FINE)}`],
    [`UPDATE message SET attempted_at = sent_at + interval '1 second' WHERE id = ${person(FINE)}`],
  ],
  'more from a number in any second than its pace': [
    arrives(OTHER, 900, FINE),
    [
      `UPDATE channel SET messages_per_second = 2`,
      `UPDATE channel SET quality = 'YELLOW'`,
      ...arrives(OTHER, 900, FINE),
    ],
  ],
  'a person twice within 6 s': [ANSWER],
  'to somebody who had bought': [
    [`INSERT INTO bench.purchase SELECT shop_id, id, now() FROM bench.person WHERE n = ${FINE}`],
  ],
  'without consent, or after an opt-out': [sent(`n = ${SHOPS}`), sent(`n = ${2 * SHOPS}`)],
  'in the person’s quiet hours': [sent(`n = ${3 * SHOPS}`)],
  'with a paused template': [[`UPDATE template SET state = 'paused' WHERE shop_id = 'bench-0'`]],
  'to more people than a portfolio may reach': [
    [`UPDATE portfolio SET daily_limit = 2 WHERE id = 'bench-0'`],
  ],
  'not sent, without a reason': [
    [`UPDATE message SET failure_code = NULL WHERE id = ${person(0)}`],
    [`UPDATE message SET wait_reason = NULL WHERE id = ${person(3 * SHOPS)}`],
    [
      `UPDATE message SET next_attempt_at = now() - interval '1 minute'
      WHERE id = ${person(3 * SHOPS)}`,
    ],
  ],
};

beforeAll(async () => {
  place = await createTestDatabase();
  const database = {
    url: place.url,
    version: '',
    run: async (...statements: readonly string[]) => {
      await query(place.url, statements);
    },
    ask: () => Promise.resolve([]),
    stop: () => Promise.resolve(),
  };
  await gather(database, { people: 12 * SHOPS, shops: SHOPS, pace: PACE, kind: KIND });
  client = new pg.Client({ connectionString: place.url });
  await client.connect();
  // The tables' own rules are not what is tried here.
  await client.query('SET session_replication_role = replica');
  for (const statement of FAULTLESS) await client.query(statement);
});
afterAll(async () => {
  await client.end();
  await place.drop();
});

/** The rules that are broken after some statements, which are undone. */
async function brokenBy(statements: readonly string[]): Promise<readonly string[]> {
  await client.query('BEGIN');
  try {
    for (const statement of statements) await client.query(statement);
    const findings = await audit(client);
    return findings.filter(({ broken }) => broken > 0).map(({ rule }) => rule);
  } finally {
    await client.query('ROLLBACK');
  }
}

describe('the audit of a soak', () => {
  test('finds nothing in a run without a fault', async () => {
    expect(await brokenBy([])).toEqual([]);
  });

  test('is tried with a fault for each of its rules', async () => {
    const rules = (await audit(client)).map(({ rule }) => rule);
    expect(rules.toSorted()).toEqual(Object.keys(FAULTS).toSorted());
  });

  const planted = Object.entries(FAULTS).flatMap(([rule, faults]) =>
    faults.map((fault, at) => ({ rule, fault, name: `${rule} (${at + 1})` })),
  );
  test.each(planted)('tells: $name', async ({ rule, fault }) => {
    expect(await brokenBy(fault)).toEqual([rule]);
  });
});
