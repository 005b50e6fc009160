import { startChild, type Child } from '../harness/child';
import { openDatabase, type BenchDatabase } from '../harness/database';
import { cpuPerItem, figuresOf } from '../harness/figures';
import { takeTurns, type Plan, type Run } from '../harness/rounds';
import type { Benchmark } from './benchmark';
import { productEnv } from './product';

/** What is there before a part of the worker begins. */
export interface Scene {
  /** Numbered from 0 on. */
  readonly people: number;
  /** Stores that share them evenly. */
  readonly shops: number;
}

/** A part of the worker's work that is measured alone. */
export interface WorkerPart {
  readonly name: 'read' | 'react' | 'decide';
  readonly unit: string;
  /** Empties the tables and fills them. */
  readonly stage: (database: BenchDatabase, scene: Scene) => Promise<void>;
  /** SQL that writes what our work leaves of the people from $1 to $2, as sets. */
  readonly bare: readonly string[];
  /** Items that a person brings. */
  readonly itemsOfPerson: number;
  /** SQL that counts, as \`n\`, what is done, so that nothing is taken for work that is none. */
  readonly done: string;
  /** People for each second: more than are got through. */
  readonly enough: { readonly limit: number; readonly ours: number };
  readonly notes: readonly string[];
}

const SHOPS = 100;
const SIZES = [1, SHOPS, 1_000] as const;
/** People whose rows the limit writes in one transaction. */
const BATCH = 200;

interface Stage {
  readonly part: WorkerPart;
  readonly database: BenchDatabase;
  readonly limit: Child;
  readonly ours: Child;
}

/** A sweep of the worker beside the same rows written by PostgreSQL alone. */
export const partOfWorker =
  (part: WorkerPart): Benchmark =>
  async (plan) => {
    const database = await openDatabase();
    const limit = await startChild('scripts/bench/processes/bare-writes.ts', {
      env: { DATABASE_URL: database.url },
    });
    const ours = await startChild('scripts/bench/processes/worker-part.ts', {
      env: productEnv(database.url),
    });
    try {
      return await compare({ part, database, limit, ours }, plan);
    } finally {
      await Promise.all([limit.stop(), ours.stop()]);
      await database.stop();
    }
  };

async function compare(stage: Stage, plan: Plan): ReturnType<Benchmark> {
  const { part, database } = stage;
  const results = await takeTurns(
    {
      limit: (seconds) => writeBare(stage, seconds),
      ours: (seconds) => work(stage, seconds, SHOPS),
    },
    plan,
  );
  const growth = await growthOf(stage, plan);
  const { peakRssMb } = await stage.ours.usage();
  return {
    figures: figuresOf({
      ...{ kind: 'throughput', unit: part.unit, results, peakRssMb, growth },
    }),
    cpuMicros: { limit: cpuPerItem(results.limit), peer: null, ours: cpuPerItem(results.ours) },
    notes: part.notes,
    versions: [database.version],
  };
}

async function writeBare({ part, database, limit }: Stage, seconds: number): Promise<Run> {
  const people = Math.ceil(part.enough.limit * seconds);
  await part.stage(database, { people, shops: SHOPS });
  const question = { kind: 'write', statements: part.bare, people, batch: BATCH, seconds };
  const run = await limit.ask<Run>(question);
  return { ...run, items: run.items * part.itemsOfPerson };
}

async function work({ part, database, ours }: Stage, seconds: number, shops: number): Promise<Run> {
  const people = Math.max(shops, Math.ceil(part.enough.ours * seconds));
  await part.stage(database, { people, shops });
  const run = await ours.ask<Run>({ kind: part.name, seconds });
  const [row] = await database.ask<{ n: number }>(part.done);
  if (row?.n !== run.items) {
    throw new Error(`${part.name}: ${run.items} were worked on, ${row?.n ?? 0} are done`);
  }
  return run;
}

async function growthOf(stage: Stage, plan: Plan): Promise<readonly [number, number][]> {
  const costs: [number, number][] = [];
  for (const shops of SIZES) {
    const { items, seconds } = await work(stage, plan.seconds, shops);
    costs.push([shops, (seconds / items) * 1_000_000]);
  }
  return costs;
}
