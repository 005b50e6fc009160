import { startChild, type Child } from '../harness/child';
import { openDatabase, type BenchDatabase } from '../harness/database';
import { cpuPerItem, figuresOf, rounded } from '../harness/figures';
import type { Plan, Results, Run } from '../harness/rounds';
import { median } from '../harness/statistics';
import type { Benchmark } from './benchmark';

const PRODUCTS = 100_000;
const GROWTH = [10_000, 30_000];
/** One upsert a product costs the same for each, so a part of them tells what all cost. */
const UPSERTED = 5_000;

const SHOP_ROW = `INSERT INTO shop (id, platform, domain, name, currency, time_zone, country_code,
  locale, state, settings) VALUES ('shop', 'shopify', 'shop.example', 'Shop', 'EUR', 'Europe/Rome',
  'IT', 'it', 'installed', '{}')`;

interface Parties {
  readonly database: BenchDatabase;
  readonly limit: Child;
  readonly peer: Child;
  readonly ours: Child;
}

/** A pass over a whole catalogue in which nothing has changed. */
export const catalog: Benchmark = async (plan) => {
  const database = await openDatabase();
  const env = { DATABASE_URL: database.url };
  const start = (): Promise<Child> =>
    startChild('scripts/bench/processes/catalog-ours.ts', { env });
  try {
    await database.run(SHOP_ROW);
    const parties = { database, limit: await start(), peer: await start(), ours: await start() };
    try {
      return await compare(parties, plan);
    } finally {
      const { limit, peer, ours } = parties;
      await Promise.all([limit, peer, ours].map((child) => child.stop()));
    }
  } finally {
    await database.stop();
  }
};

const ask = (child: Child, kind: string, count = PRODUCTS): Promise<Run> =>
  child.ask<Run>({ kind, count });

interface Rounds {
  readonly results: Results;
  /** What all of them cost as one upsert each, changed or not. */
  readonly oneByOneMs: number;
}

/** Each round loads the catalogue anew, so that every pass meets the same fresh table. */
async function rounds({ limit, peer, ours, database }: Parties, plan: Plan): Promise<Rounds> {
  const limits: Run[] = [];
  const passes: Run[] = [];
  const loads: Run[] = [];
  await ask(peer, 'first', UPSERTED);
  await ask(ours, 'pass', UPSERTED);
  for (let round = 0; round < plan.rounds; round += 1) {
    loads.push(await ask(peer, 'first'));
    await database.run('VACUUM ANALYZE product');
    limits.push(await ask(limit, 'hash'));
    passes.push(await ask(ours, 'pass'));
  }
  const each = await ask(peer, 'each', UPSERTED);
  const oneByOneMs = (each.seconds * 1_000 * PRODUCTS) / UPSERTED;
  return { results: { limit: limits, peer: loads, ours: passes }, oneByOneMs };
}

async function growth({ ours }: Parties): Promise<[number, number][]> {
  const costs: [number, number][] = [];
  for (const count of GROWTH) {
    await ask(ours, 'first', count);
    costs.push([count, (await ask(ours, 'pass', count)).seconds * 1_000]);
  }
  return costs;
}

async function compare(parties: Parties, plan: Plan): ReturnType<Benchmark> {
  const { results, oneByOneMs } = await rounds(parties, plan);
  const { peakRssMb } = await parties.ours.usage();
  const passed = median(results.ours.map(({ seconds }) => seconds * 1_000));
  return {
    figures: figuresOf({
      ...{ kind: 'time', unit: 'ms a pass', results, peakRssMb },
      growth: [...(await growth(parties)), [PRODUCTS, passed]],
    }),
    cpuMicros: {
      limit: cpuPerItem(results.limit),
      peer: cpuPerItem(results.peer),
      ours: cpuPerItem(results.ours),
    },
    notes: [
      `${PRODUCTS.toLocaleString('en')} products of three variants, of which none has changed; pages of 250 are made while they are read.`,
      'Limit: making the products and hashing them, no database.',
      `Peer: the first load, which writes every product, 2,000 a statement: a pass without a comparison costs that each time, and so ÷ peer is the share of the first load. One upsert a product, as webhooks bring them, takes ${rounded(oneByOneMs)} ms for all (measured over ${UPSERTED.toLocaleString('en')}).`,
      'Ours: the product’s pass, which compares 2,000 hashes a statement and writes what differs.',
      'Growth is ms a pass by the number of products. CPU is of the contestant’s own process for a whole pass; PostgreSQL’s is not in it.',
    ],
    versions: [parties.database.version],
  };
}
