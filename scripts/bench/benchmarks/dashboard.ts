import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startChild, type Child } from '../harness/child';
import { openDatabase, type BenchDatabase } from '../harness/database';
import { cpuPerItem, figuresOf, rounded } from '../harness/figures';
import { takeTurns, type Measure, type Plan, type Run } from '../harness/rounds';
import { percentile } from '../harness/statistics';
import type { Asked } from '../processes/dashboard-questions';
import type { Benchmark } from './benchmark';
import { LARGEST, SHOPS, fillDashboard } from './dashboard-rows';

const SMALL = 1_000_000;
const LARGE = 10_000_000;
const PERIOD_DAYS = 90;

/** What the questions read, column by column: DuckDB gets nothing that it need not scan. */
const SCANNED: Readonly<Record<string, string>> = {
  attribution: 'shop_id VARCHAR, order_id VARCHAR, recovery_id VARCHAR, sequence_id VARCHAR',
  attribution_entry:
    'shop_id VARCHAR, order_id VARCHAR, amount_minor BIGINT, currency VARCHAR, occurred_at TIMESTAMPTZ',
  recovery:
    'shop_id VARCHAR, id VARCHAR, sequence_id VARCHAR, state VARCHAR, reason VARCHAR, started_at TIMESTAMPTZ',
  recovery_cart: 'shop_id VARCHAR, cart_id VARCHAR, recovery_id VARCHAR',
  recovery_step:
    'shop_id VARCHAR, recovery_id VARCHAR, state VARCHAR, reason VARCHAR, decided_at TIMESTAMPTZ',
  cart: 'shop_id VARCHAR, id VARCHAR, abandoned_at TIMESTAMPTZ',
  message:
    'shop_id VARCHAR, recovery_id VARCHAR, state VARCHAR, failure_code VARCHAR, sent_at TIMESTAMPTZ, delivered_at TIMESTAMPTZ, read_at TIMESTAMPTZ, ended_at TIMESTAMPTZ',
  tracked_link: 'shop_id VARCHAR, token VARCHAR, recovery_id VARCHAR',
  touch: 'shop_id VARCHAR, token VARCHAR, robot BOOLEAN',
  domain_event: 'shop_id VARCHAR, subject_id VARCHAR, type VARCHAR, occurred_at TIMESTAMPTZ',
  assignment: 'shop_id VARCHAR, customer_id VARCHAR, arm VARCHAR, assigned_at TIMESTAMPTZ',
  conversion: 'shop_id VARCHAR, customer_id VARCHAR, currency VARCHAR, amount_minor BIGINT',
};

const namesOf = (columns: string): string =>
  columns
    .split(', ')
    .map((column) => column.split(' ')[0])
    .join(', ');

/** The server writes a table, DuckDB reads it. */
async function handOver(database: BenchDatabase, duckdb: Child, folder: string): Promise<void> {
  for (const [table, columns] of Object.entries(SCANNED)) {
    const file = path.join(folder, `${table}.csv`);
    await database.run(
      `COPY (SELECT ${namesOf(columns)} FROM ${table}) TO '${file}' (FORMAT csv, HEADER)`,
    );
    await duckdb.ask({ kind: 'take', table, columns });
    rmSync(file);
  }
}

const askedNow = (): Asked => ({
  shopId: LARGEST,
  since: new Date(Date.now() - PERIOD_DAYS * 86_400_000).toISOString(),
  timeZone: 'Europe/Rome',
});

const opening =
  (child: Child, about: Asked): Measure =>
  (seconds) =>
    child.ask<Run>({ kind: 'home', seconds, about });

/** Does something with a filled database; both are gone afterwards. */
async function withEvents<Result>(
  events: number,
  work: (database: BenchDatabase, ours: Child) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase();
  try {
    await fillDashboard(database, events);
    const env = { DATABASE_URL: database.url };
    const ours = await startChild('scripts/bench/processes/dashboard-ours.ts', { env });
    return await work(database, ours).finally(() => ours.stop());
  } finally {
    await database.stop();
  }
}

/** Opening Home, and every other query of the admin, in the largest of ${SHOPS} stores. */
export const dashboard: Benchmark = async (plan) => {
  const small = await withEvents(SMALL, async (_database, ours) => {
    const { latencies } = await opening(ours, askedNow())(plan.seconds);
    return percentile(latencies, 50);
  });
  return withEvents(LARGE, (database, ours) => compare(database, ours, small, plan));
};

async function compare(
  database: BenchDatabase,
  ours: Child,
  small: number,
  plan: Plan,
): ReturnType<Benchmark> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ripresa-bench-'));
  chmodSync(folder, 0o777);
  const limit = await startChild('scripts/bench/processes/dashboard-limit.ts', {
    env: { DUCKDB_FOLDER: folder },
  });
  const env = { DATABASE_URL: database.url };
  const peer = await startChild('scripts/bench/processes/dashboard-peer.ts', { env });
  try {
    await handOver(database, limit, folder);
    const about = askedNow();
    const contest = {
      limit: opening(limit, about),
      peer: opening(peer, about),
      ours: opening(ours, about),
    };
    const results = await takeTurns(contest, plan);
    const screens = await ours.ask<Screens>({ kind: 'screens', seconds: plan.seconds * 2, about });
    return await outcome({ results, screens, small, ours, database, duckdb: String(limit.ready) });
  } finally {
    await Promise.all([limit.stop(), peer.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

type Screens = Readonly<Record<string, readonly number[]>>;

interface Measured {
  readonly results: Awaited<ReturnType<typeof takeTurns>>;
  readonly screens: Screens;
  readonly small: number;
  readonly ours: Child;
  readonly database: BenchDatabase;
  readonly duckdb: string;
}

async function outcome(measured: Measured): ReturnType<Benchmark> {
  const { results, screens, small, database, duckdb } = measured;
  const { peakRssMb } = await measured.ours.usage();
  const large = percentile(
    results.ours.flatMap(({ latencies }) => latencies),
    50,
  );
  return {
    figures: figuresOf({
      ...{ kind: 'time', unit: 'ms a Home', results, peakRssMb },
      latencies: Object.values(screens).flat(),
      growth: [
        [SMALL, small],
        [LARGE, large],
      ],
    }),
    cpuMicros: {
      limit: cpuPerItem(results.limit),
      peer: cpuPerItem(results.peer),
      ours: cpuPerItem(results.ours),
    },
    notes: [
      `Every figure of Home over ninety days, in the largest of ${SHOPS} stores, which has three of ten of all ten million events (carts, recoveries, steps, messages, statuses, touches, orders and what followed).`,
      'Limit: DuckDB with all cores on a copy that has the needed columns only, the same questions in the same words.',
      'Peer: the same questions asked of the rows in PostgreSQL, with the product’s indexes.',
      'Ours: the product’s own queries, on figures that changes append and a sweep folds.',
      `p50 and p99 are of single queries: all ${Object.keys(screens).length} of the admin, each asked for the same time. ${slowest(screens)}`,
      'Growth is ms a Home by the number of events. CPU is of the contestant’s own process; PostgreSQL’s is not in it.',
    ],
    versions: [database.version, `DuckDB ${duckdb}`],
  };
}

/** The queries' medians, the slowest first, in a sentence. */
function slowest(screens: Screens): string {
  const medians = Object.entries(screens)
    .map(([name, times]) => [name, rounded(percentile(times, 50))] as const)
    .toSorted(([, left], [, right]) => right - left);
  return `Medians in ms: ${medians.map(([name, ms]) => `${name} ${ms}`).join(', ')}.`;
}
