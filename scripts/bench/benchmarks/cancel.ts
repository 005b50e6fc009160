import os from 'node:os';
import { startChild, type Child } from '../harness/child';
import { openDatabase, type BenchDatabase } from '../harness/database';
import { cpuPerItem, figuresOf } from '../harness/figures';
import { takeTurns, type Measure, type Plan, type Run } from '../harness/rounds';
import type { Benchmark } from './benchmark';
import { addPeople, openShop, PENDING_STEPS, reopen } from './cancel-stage';

const ORDERS = 20_000;
const SIZES = [ORDERS, 50_000, 100_000] as const;
/** Orders of one look at the growth. */
const LOOK = 5_000;
const LONG = 60;
const WANTED = 20_000;
const MICROS = 1_000_000;

interface Stage {
  readonly database: BenchDatabase;
  readonly limit: Child;
  readonly peer: Child;
  readonly ours: Child;
}

/** An order that is written down, until everything that it concerns has ended. */
export const cancel: Benchmark = async (plan) => {
  const database = await openDatabase();
  await openShop(database);
  await addPeople(database, ORDERS);
  const open = () =>
    startChild('scripts/bench/processes/cancel-orders.ts', { env: { DATABASE_URL: database.url } });
  const [limit, peer, ours] = [await open(), await open(), await open()];
  try {
    return await compare({ database, limit, peer, ours }, plan);
  } finally {
    await Promise.all([limit, peer, ours].map((child) => child.stop()));
    await database.stop();
  }
};

const stopping =
  (stage: Stage, way: 'limit' | 'peer' | 'ours'): Measure =>
  async (seconds) => {
    await reopen(stage.database);
    return stage[way].ask<Run>({ kind: 'cancel', way, seconds, orders: ORDERS });
  };

async function compare(stage: Stage, plan: Plan): ReturnType<Benchmark> {
  const results = await takeTurns(
    {
      limit: stopping(stage, 'limit'),
      peer: stopping(stage, 'peer'),
      ours: stopping(stage, 'ours'),
    },
    plan,
  );
  const growth = await growthOf(stage);
  const { peakRssMb } = await stage.ours.usage();
  return {
    figures: figuresOf({
      ...{ kind: 'throughput', unit: 'orders/s', results, peakRssMb, growth },
    }),
    cpuMicros: {
      limit: cpuPerItem(results.limit),
      peer: cpuPerItem(results.peer),
      ours: cpuPerItem(results.ours),
    },
    notes: [
      `Orders that are written down already, each of a person with a running recovery, one message sent and ${PENDING_STEPS} steps pending; commits reach the disk. Steps cancelled a second are ${PENDING_STEPS} times the orders.`,
      'Limit: the two writes that nobody can do without (recoveries, steps), 500 orders at a time, of rows that are known beforehand: nothing is looked up, locked or told.',
      'Peer: the same rule, one order a transaction, on 8 connections.',
      'Ours: 500 orders a transaction on 2 connections: found by token, phone and e-mail, locked, ended, steps and queued messages cancelled, events appended. p50 and p99 are of a batch.',
      'What is left, by durations of statements: more than a third looks up what each order may end (some nine probes of indexes), more than a third are the writes (a recovery into its four indexes, its steps beside their rows, and these out of the pending ones), a sixth are events, the rest is locks and messages.',
      `Nothing waits for anything but the cores: 20,000 orders/s would leave PostgreSQL and this process ${Math.round((os.availableParallelism() * MICROS) / WANTED)} µs of all cores an order.`,
      'Growth is microseconds an order on one connection by the number of people of the shop.',
    ],
    versions: [stage.database.version],
  };
}

async function growthOf({ database, ours }: Stage): Promise<[number, number][]> {
  const costs: [number, number][] = [];
  for (const size of SIZES) {
    await addPeople(database, size);
    await reopen(database);
    const question = { kind: 'cancel', way: 'ours', orders: size, most: LOOK, lanes: 1 };
    const run = await ours.ask<Run>({ ...question, seconds: LONG });
    costs.push([size, (run.seconds / run.items) * 1_000_000]);
  }
  return costs;
}
