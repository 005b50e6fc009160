import type pg from 'pg';

/** The vendor's clock runs on by itself, ours is corrected now and then. */
const CLOCKS_APART_MS = 100;

/** What may never happen, each with how often it did, from the vendor's ledger and our rows. */
const RULES: Readonly<Record<string, string>> = {
  'a message twice at the vendor': `
    SELECT count(*) FROM (SELECT FROM bench.ledger GROUP BY message HAVING count(*) > 1) x`,
  'a message at the vendor that is not “sent” in our rows, or the other way round': `
    SELECT count(*) FROM bench.ledger l
    FULL JOIN (SELECT id FROM message WHERE state = 'sent' AND direction = 'out') m ON m.id = l.message
    WHERE l.message IS NULL OR m.id IS NULL`,
  'at the vendor before the claim was written': `
    SELECT count(*) FROM bench.arrival
    WHERE claimed_at IS NULL OR claimed_at > to_timestamp((at + ${CLOCKS_APART_MS}) / 1000)`,
  'more from a number in any second than its pace': `
    SELECT count(*) FROM (
      SELECT shop_id, count(*) OVER (PARTITION BY shop_id ORDER BY at
        RANGE BETWEEN CURRENT ROW AND 999.999 FOLLOWING) AS within FROM bench.arrival) x
    JOIN bench.pace USING (shop_id) WHERE within > pace`,
  'a person twice within 6 s': `
    SELECT count(*) FROM (
      SELECT at - lag(at) OVER (PARTITION BY shop_id, recipient ORDER BY at) AS apart
      FROM bench.arrival) x WHERE apart < 6000`,
  'to somebody who had bought': `
    SELECT count(*) FROM bench.arrival a JOIN bench.purchase b USING (shop_id, customer_id)
    WHERE a.category = 'marketing' AND a.claimed_at > b.known_at`,
  'without consent, or after an opt-out': `
    SELECT count(*) FROM bench.arrival WHERE kind IN ('no_consent', 'opted_out')`,
  'in the person’s quiet hours': `
    SELECT count(*) FROM bench.arrival WHERE category = 'marketing'
      AND extract(hour FROM to_timestamp(at / 1000) AT TIME ZONE zone) NOT BETWEEN 9 AND 20`,
  'with a paused template': `
    SELECT count(*) FROM bench.arrival a JOIN template t USING (shop_id)
    WHERE a.category = 'marketing' AND t.name = a.template AND t.state = 'paused'`,
  'to more people than a portfolio may reach': `
    SELECT count(*) FROM (
      SELECT count(DISTINCT customer_id) AS reached, max(p.daily_limit) AS most
      FROM bench.arrival JOIN portfolio p ON p.id = shop_id GROUP BY shop_id) x WHERE reached > most`,
  'not sent, without a reason': `
    SELECT count(*) FROM message WHERE direction = 'out' AND NOT CASE state
      WHEN 'sent' THEN true WHEN 'read' THEN true
      WHEN 'queued' THEN wait_reason IS NOT NULL AND next_attempt_at > now()
      ELSE failure_code IS NOT NULL END`,
};

/** Of each arrival: whose it is, and what the bench knows of that person. */
const ARRIVALS = [
  'DROP TABLE IF EXISTS bench.arrival, bench.pace',
  `CREATE UNLOGGED TABLE bench.arrival AS
   SELECT l.at, m.shop_id, m.customer_id, l.recipient, m.category, m.body ->> 'name' AS template,
     m.attempted_at AS claimed_at, p.kind, p.zone, p.due_after
   FROM bench.ledger l JOIN message m ON m.id = l.message
   JOIN bench.person p ON p.shop_id = m.shop_id AND p.id = m.customer_id`,
  // A medium rating halves the pace of reminders.
  `CREATE UNLOGGED TABLE bench.pace AS
   SELECT shop_id, CASE quality WHEN 'YELLOW' THEN messages_per_second / 2
     ELSE messages_per_second END AS pace FROM channel`,
  'ANALYZE bench.arrival',
];

export interface Finding {
  readonly rule: string;
  readonly broken: number;
}

/** Judges what the vendor took by rules of its own: it shares no code with the product. */
export async function audit(client: pg.Client): Promise<readonly Finding[]> {
  for (const statement of ARRIVALS) await client.query(statement);
  const findings: Finding[] = [];
  for (const [rule, statement] of Object.entries(RULES)) {
    const { rows } = await client.query<{ count: string }>(statement);
    findings.push({ rule, broken: Number(rows[0]?.count) });
  }
  return findings;
}

export interface NonSends {
  readonly reason: string;
  readonly count: number;
}

export async function nonSends(client: pg.Client): Promise<readonly NonSends[]> {
  const { rows } = await client.query<NonSends>(
    `SELECT coalesce(wait_reason, failure_code) AS reason, count(*)::int AS count FROM message
     WHERE state NOT IN ('sent', 'read') GROUP BY 1 ORDER BY 2 DESC`,
  );
  return rows;
}

export interface Held {
  /** Arrivals a second over the whole time in which messages were due. */
  readonly rate: number;
  /** The same of the slowest ten seconds. */
  readonly slowest: number;
  readonly sent: number;
  /** Milliseconds from due to arrival, of those that nothing of their own held back. */
  readonly p50: number;
  readonly p99: number;
  readonly latest: number;
}

/**
 * @param startMs when the first message was due, milliseconds since 1970
 * @param steady SQL: which shops' messages are due one by one at less than their number's pace
 */
export async function held(
  client: pg.Client,
  { startMs, seconds, steady }: { startMs: number; seconds: number; steady: string },
): Promise<Held> {
  const { rows } = await client.query<Held>(
    `SELECT
       (SELECT count(*) FILTER (WHERE at < $1::float8 + $2::float8 * 1000) / $2::float8
        FROM bench.arrival) AS rate,
       (SELECT min(count) / 10.0::float8 FROM (
          SELECT count(at) AS count
          FROM generate_series(0, $2::int / 10 - 1) place
          LEFT JOIN bench.arrival ON at >= $1 + place * 10000 AND at < $1 + (place + 1) * 10000
          GROUP BY place) x) AS slowest,
       (SELECT count(*)::int FROM bench.arrival) AS sent, late.*
     FROM (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY ms) AS p50,
             percentile_disc(0.99) WITHIN GROUP (ORDER BY ms) AS p99, max(ms) AS latest
           FROM (SELECT at - $1 - due_after * 1000 AS ms FROM bench.arrival
                 WHERE kind = 'fine' AND ${steady}) x) late`,
    [startMs, seconds],
  );
  const [row] = rows;
  if (!row) throw new Error('the arrivals were not counted');
  return row;
}
