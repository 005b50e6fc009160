import { startChild, type Child } from '../harness/child';
import { openDatabase, FOLLOW_STEPS, type BenchDatabase } from '../harness/database';
import type { Run } from '../harness/rounds';

export interface ClaimStage {
  readonly database: BenchDatabase;
  readonly ours: Child;
  readonly pgBoss: Child;
  readonly graphile: Child;
  close(): Promise<void>;
}

export const SHOPS = 100;
/** How many steps a recovery has, a day apart. */
const STEPS = 3;

const SHOP_ROWS = `
  INSERT INTO shop (id, platform, domain, name, currency, time_zone, country_code, locale, state,
    settings)
  SELECT 'bench-' || n, 'shopify', 'shop-' || n || '.myshopify.com', 'Bench', 'EUR', 'Europe/Rome',
    'IT', 'it', 'installed', '{}'
  FROM generate_series(0, ${SHOPS - 1}) n`;

/** The server's own loop, which no client can outdo: nothing leaves PostgreSQL, nothing is kept. */
const LIMIT = `
  CREATE PROCEDURE bench_delete(seconds float8, INOUT deleted bigint) LANGUAGE plpgsql AS $$
  DECLARE
    ends timestamptz := clock_timestamp() + make_interval(secs => seconds);
    found bigint := 1;
  BEGIN
    deleted := 0;
    WHILE found > 0 AND clock_timestamp() < ends LOOP
      WITH due AS (
        SELECT shop_id, id FROM pending_step WHERE due_at <= now()
        ORDER BY due_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
      DELETE FROM pending_step s USING due WHERE s.shop_id = due.shop_id AND s.id = due.id;
      GET DIAGNOSTICS found = ROW_COUNT;
      deleted := deleted + found;
      COMMIT;
    END LOOP;
  END $$`;

/** An id as the product makes it: ordered by time, 36 characters. */
const id = (text: string, number: string): string =>
  `'01a20e22-' || lpad(to_hex(${number}), 8, '0') || '-' || substr(md5('${text}' || ${number}), 1, 18)`;

/** Pending steps in the order in which recoveries of many shops begin; the foreign keys hold by `fill`. */
const stepRows = (count: number, firstDue: string): string => `
  INSERT INTO recovery_step (shop_id, id, recovery_id, step_index, due_at, state)
  SELECT 'bench-' || r % ${SHOPS}, ${id('s', `r * ${STEPS} + i`)}, ${id('r', 'r')}, i,
    ${firstDue} + r * interval '1 second' + i * interval '1 day', 'pending'
  FROM generate_series(1, ${Math.ceil(count / STEPS)}) r, generate_series(0, ${STEPS - 1}) i`;

/** Due long ago, every one of them, or not for a month. */
const FIRST_DUE = {
  due: `now() - interval '60 days'`,
  later: `now() + interval '30 days'`,
} as const;

/** Replaces all steps. The recoveries that they name are left out: no claim reads them. */
export async function fillSteps(
  database: BenchDatabase,
  count: number,
  when: keyof typeof FIRST_DUE = 'due',
): Promise<void> {
  await database.run(
    'TRUNCATE recovery_step',
    `SET session_replication_role = replica`,
    stepRows(count, FIRST_DUE[when]),
    FOLLOW_STEPS,
    'VACUUM ANALYZE recovery_step, pending_step',
  );
}

export async function openClaims(): Promise<ClaimStage> {
  const database = await openDatabase();
  await database.run(SHOP_ROWS, LIMIT);
  const env = { DATABASE_URL: database.url };
  const [ours, pgBoss, graphile] = await Promise.all(
    ['claim-ours', 'claim-pg-boss', 'claim-graphile'].map((name) =>
      startChild(`scripts/bench/processes/${name}.ts`, { env }),
    ),
  );
  if (!ours || !pgBoss || !graphile) throw new Error('three processes were started');
  return {
    ...{ database, ours, pgBoss, graphile },
    close: async () => {
      await Promise.all([ours.stop(), pgBoss.stop(), graphile.stop()]);
      await database.stop();
    },
  };
}

/** One session of the database deletes in batches; its CPU is the server's and not told. */
export async function deleteSteps({ database }: ClaimStage, seconds: number): Promise<Run> {
  const started = performance.now();
  const [row] = await database.ask<{ deleted: string }>(`CALL bench_delete(${seconds}, 0)`);
  return {
    items: Number(row?.deleted ?? 0),
    seconds: (performance.now() - started) / 1_000,
    cpuSeconds: 0,
    latencies: [],
  };
}
