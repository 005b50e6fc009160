import { cpuPerItem, figuresOf } from '../harness/figures';
import { load } from '../harness/load';
import { takeTurns, type Plan, type Run } from '../harness/rounds';
import { median } from '../harness/statistics';
import type { Child } from '../harness/child';
import type { Benchmark } from './benchmark';
import {
  floodOf,
  openStatus,
  seedMessages,
  STATUSES_A_WEBHOOK,
  statusRequests,
  watch,
  type StatusStage,
  type Watch,
} from './status-stage';

const MESSAGES = 20_000;
const CONNECTIONS = 8;
const LOOK_MS = 10;

/** Statuses from the first byte of the webhook that brings them to the row of their message. */
export const status: Benchmark = async (plan) => {
  const stage = await openStatus();
  try {
    return await compare(stage, plan);
  } finally {
    await stage.close();
  }
};

async function compare(stage: StatusStage, plan: Plan): ReturnType<Benchmark> {
  const results = await takeTurns(
    {
      limit: applying(stage, stage.limit),
      peer: applying(stage, stage.peer),
      ours: (seconds) => flood(stage, { seconds, stored: MESSAGES }),
    },
    plan,
  );
  const { peakRssMb } = await stage.ours.child.usage();
  const peak = median(results.ours.map((run) => run.items / run.seconds));
  const perSecond = peak / 2 / STATUSES_A_WEBHOOK;
  const calm = await flood(stage, { seconds: plan.seconds, stored: MESSAGES, perSecond });
  return {
    figures: figuresOf({
      ...{ kind: 'throughput', unit: 'statuses/s', results, peakRssMb },
      latencies: calm.latencies,
      growth: await growth(stage, plan),
    }),
    cpuMicros: {
      limit: cpuPerItem(results.limit),
      peer: cpuPerItem(results.peer),
      ours: cpuPerItem(results.ours),
    },
    notes: [
      `“Delivered” and “read” of ${MESSAGES.toLocaleString('en')} sent messages; a status is done when its message's row, its row in the log and its event are committed to the disk.`,
      'Limit: one statement for 500 prepared statuses, with the same tables, indexes and foreign keys; nobody receives, keeps or reads anything.',
      'Peer: one transaction a status, eight connections: lock the message, update it, write the log and the event.',
      `Ours: the built product in one process, from signed webhooks of ${STATUSES_A_WEBHOOK} statuses each through the door, the receipts and the sweep, until every row is written; the reactions to the events run beside it.`,
      'CPU is that of the contestant’s own process, without the database’s.',
      'p50 and p99 are milliseconds from a webhook’s first byte to its receipt’s close, at half of our peak; growth is microseconds a status by messages stored.',
    ],
    versions: [stage.database.version],
  };
}

const applying =
  ({ database }: StatusStage, child: Child) =>
  async (seconds: number): Promise<Run> => {
    await seedMessages(database, MESSAGES);
    return child.ask<Run>({ kind: 'apply', seconds, messages: MESSAGES });
  };

interface FloodOptions {
  readonly seconds: number;
  /** Messages in the table; statuses come for as many of them as the rounds have. */
  readonly stored: number;
  /** Webhooks a second; without it as fast as they are answered. */
  readonly perSecond?: number;
}

async function flood(
  { database, ours }: StatusStage,
  { stored, ...pace }: FloodOptions,
): Promise<Run> {
  await seedMessages(database, stored);
  const told = floodOf(Math.min(stored, MESSAGES));
  const before = await ours.child.usage();
  const eyes = await watch(database);
  const begun: number[] = [];
  const started = performance.now();
  const sent = load({
    ...{ port: ours.port, connections: CONNECTIONS, ...pace },
    request: noting(begun, statusRequests(told)),
    most: told.size / STATUSES_A_WEBHOOK,
  });
  const latencies = await untilRead(eyes, begun, sent);
  const seconds = (performance.now() - started) / 1_000;
  const after = await ours.child.usage();
  const items = begun.length * STATUSES_A_WEBHOOK;
  const applied = await eyes.applied();
  await eyes.close();
  if (applied !== items) throw new Error(`${items} statuses were told, ${applied} are in the rows`);
  return { items, seconds, cpuSeconds: after.cpuSeconds - before.cpuSeconds, latencies };
}

const noting = (begun: number[], request: () => Buffer) => (): Buffer => {
  begun.push(performance.now());
  return request();
};

/** Looks until all that was sent has been read; receipts are read in the order of their arrival. */
async function untilRead(
  eyes: Watch,
  begun: readonly number[],
  sent: Promise<unknown>,
): Promise<readonly number[]> {
  const latencies: number[] = [];
  const sending = { done: false };
  void sent.finally(() => (sending.done = true)).catch(() => undefined);
  for (;;) {
    const wasDone = sending.done;
    const { read } = await eyes.receipts();
    const now = performance.now();
    for (const at of begun.slice(latencies.length, read)) latencies.push(now - at);
    if (wasDone && latencies.length === begun.length) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  await sent;
  return latencies;
}

async function growth(stage: StatusStage, plan: Plan): Promise<readonly [number, number][]> {
  const costs: [number, number][] = [];
  for (const stored of [10_000, 100_000, 1_000_000]) {
    const run = await flood(stage, { seconds: plan.seconds, stored });
    costs.push([stored, (run.seconds / run.items) * 1_000_000]);
  }
  return costs;
}
