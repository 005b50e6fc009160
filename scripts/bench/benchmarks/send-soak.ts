import pg from 'pg';
import type { Ledger } from '../processes/send-server';
import { figure } from '../harness/report';
import { audit, held, nonSends, type Held } from './send-audit';
import { gather, type Crowd } from './send-people';
import { openSending, type SendStage } from './send-stage';

/** So many that a thousand a second are sent after all that must not be. */
const OFFERED_A_SECOND = 1_080;
const SHOPS = 40;
/** What Meta lets a number send that nobody has asked more for. */
const PACE = 80;

/** Every two hundredth person of each store is one of these; the others are fine. */
const KINDS = ['bought', 'opted_out', 'no_consent', 'asleep', 'buying', 'chatty'];
const KIND = `coalesce(('{${KINDS.join(',')}}'::text[])[n / ${SHOPS} % 200 + 1], 'fine')`;

/** Stores that something is the matter with. */
const PAUSED = 0;
const LIMITED = 1;
const BURSTING = 2;
const YELLOW = 3;
const STEADY = `shop_id NOT IN ('bench-${BURSTING}', 'bench-${YELLOW}')`;
const BURST_S = 5;

const TROUBLES = [
  `UPDATE template SET state = 'paused', paused_until = now() + interval '1 day'
   WHERE shop_id = 'bench-${PAUSED}'`,
  `UPDATE portfolio SET daily_limit = 2000 WHERE id = 'bench-${LIMITED}'`,
  `UPDATE channel SET messages_per_second = ${PACE / 2} WHERE shop_id = 'bench-${BURSTING}'`,
  `UPDATE channel SET quality = 'YELLOW' WHERE shop_id = 'bench-${YELLOW}'`,
  'CREATE TABLE IF NOT EXISTS bench.purchase (shop_id text, customer_id text, known_at timestamptz)',
  'TRUNCATE bench.purchase',
  `INSERT INTO bench.purchase SELECT shop_id, id, now() FROM bench.person WHERE kind = 'bought'`,
];

const crowdOf = (seconds: number): Crowd => {
  const people = OFFERED_A_SECOND * seconds;
  const evenly = `n / ${OFFERED_A_SECOND}::float8`;
  return {
    ...{ people, shops: SHOPS, pace: PACE, kind: KIND },
    dueAfter: `CASE n % ${SHOPS} WHEN ${BURSTING} THEN floor(${evenly} / ${BURST_S}) * ${BURST_S}
      ELSE ${evenly} END`,
    // For writing so many rows, also on a machine that is slow at it.
    lead: 10 + people / 2_500,
  };
};

/** People buy around the moment at which their reminder is due. */
const BUY = `WITH bought AS (
    INSERT INTO orders (shop_id, id, external_id, name, customer_id, checkout_token, total_minor,
      current_total_minor, currency, payment, placed_at, source_updated_at)
    SELECT shop_id, id, n, '#' || n, id, 'checkout-' || n, 8900, 8900, 'EUR', 'paid', now(), now()
    FROM bench.person p WHERE kind = 'buying' AND n <= $1
      AND n > $1 - 4 * ${OFFERED_A_SECOND}
      AND NOT EXISTS (SELECT FROM orders o WHERE o.shop_id = p.shop_id AND o.id = p.id)
    RETURNING shop_id, id)
  SELECT array_agg(shop_id) AS shops, array_agg(id) AS ids FROM bought`;
const BUY_EVERY_MS = 200;
/** Seconds by which the buyers are ahead of the reminders. */
const BUY_AHEAD_S = 0.3;

async function buy(client: pg.Client, startMs: number): Promise<void> {
  const due = Math.floor(((Date.now() - startMs) / 1_000 + BUY_AHEAD_S) * OFFERED_A_SECOND);
  const { rows } = await client.query<{ shops: string[]; ids: string[] }>(BUY, [due]);
  // A statement later: only now is the order there for everybody to see.
  await client.query(
    `INSERT INTO bench.purchase SELECT *, clock_timestamp() FROM unnest($1::text[], $2::text[])`,
    [rows[0]?.shops ?? [], rows[0]?.ids ?? []],
  );
}

const RESTING = `SELECT NOT EXISTS (SELECT FROM message WHERE state IN ('sending', 'unknown'))
  AND NOT EXISTS (SELECT FROM message WHERE state = 'queued'
                    AND next_attempt_at < now() + interval '1 minute') AS resting`;
/** Longer means that the product does not keep up; the audit then says what is missing. */
const PATIENCE_MS = 180_000;

async function untilSent(client: pg.Client, startMs: number, seconds: number): Promise<void> {
  const endMs = startMs + seconds * 1_000;
  while (Date.now() < endMs) {
    await buy(client, startMs);
    await new Promise((resolve) => setTimeout(resolve, BUY_EVERY_MS));
  }
  while (Date.now() < endMs + PATIENCE_MS) {
    const { rows } = await client.query<{ resting: boolean }>(RESTING);
    if (rows[0]?.resting) return;
    await new Promise((resolve) => setTimeout(resolve, BUY_EVERY_MS));
  }
}

const PAGE = 20_000;

/** Brings what the vendor wrote down to our rows, so that SQL can compare them. */
async function keepLedger(client: pg.Client, { server }: SendStage): Promise<void> {
  await client.query('DROP TABLE IF EXISTS bench.ledger');
  await client.query(
    'CREATE UNLOGGED TABLE bench.ledger (at float8, recipient text, message text)',
  );
  for (let from = 0; ; from += PAGE) {
    const page = await server.ask<Ledger>({ kind: 'ledger', from, count: PAGE });
    if (page.at.length === 0) break;
    await client.query(
      'INSERT INTO bench.ledger SELECT * FROM unnest($1::float8[], $2::text[], $3::text[])',
      [page.at, page.recipient, page.message],
    );
  }
  await client.query('ANALYZE bench.ledger');
}

/** Offers a thousand messages a second for minutes and judges what arrived; answers what it saw. */
export async function soak(minutes: number): Promise<readonly string[]> {
  const stage = await openSending(true);
  const client = new pg.Client({ connectionString: stage.database.url });
  try {
    await client.connect();
    const seconds = Math.round(minutes * 60);
    await gather(stage.database, crowdOf(seconds), TROUBLES);
    const startMs = await startOf(client);
    await untilSent(client, startMs, seconds);
    await keepLedger(client, stage);
    const findings = await audit(client);
    const kept = await held(client, { startMs, seconds, steady: STEADY });
    const { peakRssMb } = await stage.ours.usage();
    const broken = findings.filter((finding) => finding.broken > 0);
    return [
      heldSentence(kept, minutes, peakRssMb),
      `Not sent, and why: ${(await nonSends(client)).map(({ reason, count }) => `${reason} ${figure(count)}`).join(', ')}.`,
      broken.length === 0
        ? `No rule was broken; counted were: ${findings.map(({ rule }) => rule).join('; ')}.`
        : `RULES BROKEN: ${broken.map(({ rule, broken: times }) => `${rule}: ${times}`).join('; ')}.`,
    ];
  } finally {
    await client.end();
    await stage.close();
  }
}

async function startOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ start: number }>(
    `SELECT (extract(epoch FROM min(next_attempt_at)) * 1000)::float8 AS start
     FROM message WHERE state = 'queued' AND id IN (SELECT id FROM bench.person WHERE n < ${SHOPS})`,
  );
  const start = rows[0]?.start ?? 0;
  if (start < Date.now()) throw new Error('the rows took longer than their lead');
  return start;
}

const heldSentence = (kept: Held, minutes: number, peakRssMb: number): string =>
  `Soak of ${minutes} minutes: ${OFFERED_A_SECOND.toLocaleString('en')} messages became due each second, ` +
  `for ${SHOPS} numbers of ${PACE} messages a second; the vendor took ${kept.sent.toLocaleString('en')}, ` +
  `${figure(kept.rate)} a second over the whole time and ${figure(kept.slowest)} in the slowest ten seconds. ` +
  `From due to arrival: p50 ${figure(kept.p50)} ms, p99 ${figure(kept.p99)} ms, latest ${figure(kept.latest)} ms. ` +
  `Peak of the worker: ${figure(peakRssMb)} MB.`;
