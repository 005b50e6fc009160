import { cpuPerItem, figuresOf } from '../harness/figures';
import { load } from '../harness/load';
import { takeTurns, type Plan, type Run } from '../harness/rounds';
import { median } from '../harness/statistics';
import type { Benchmark } from './benchmark';
import { openIngest, SHOPS, type IngestStage, type Receiver } from './ingest-contestants';
import { webhookRequests } from './webhook-request';

const CONNECTIONS = 64;

/** For each second of a round so many at peak, after which memory is looked at: a minute as a rule. */
const SECONDS_FOR_MEMORY = 30;

let measured = 0;

interface Rush {
  readonly seconds: number;
  readonly shops?: number;
  readonly perSecond?: number;
}

async function rush({ child, port, path }: Receiver, { shops = 1, ...rest }: Rush): Promise<Run> {
  measured += 1;
  const request = webhookRequests(path, shops, measured);
  const before = await child.usage();
  const run = await load({ port, connections: CONNECTIONS, request, ...rest });
  const after = await child.usage();
  return { ...run, cpuSeconds: after.cpuSeconds - before.cpuSeconds };
}

/** A webhook from its first byte to its answer, which the database's commit comes before. */
export const ingest: Benchmark = async (plan) => {
  const stage = await openIngest();
  try {
    return await compare(stage, plan);
  } finally {
    await stage.close();
  }
};

async function compare(stage: IngestStage, plan: Plan): ReturnType<Benchmark> {
  const receive = (receiver: Receiver) => async (seconds: number) => {
    const run = await rush(receiver, { seconds });
    await stage.database.run('TRUNCATE receipt, receipt_key');
    return run;
  };
  const results = await takeTurns(
    { limit: receive(stage.limit), peer: receive(stage.peer), ours: receive(stage.ours) },
    plan,
  );
  const peak = median(results.ours.map((run) => run.items / run.seconds));
  await receive(stage.ours)(plan.seconds * SECONDS_FOR_MEMORY);
  const { peakRssMb } = await stage.ours.child.usage();
  const calm = await rush(stage.ours, { seconds: plan.seconds * 2, perSecond: peak / 2 });
  return {
    figures: figuresOf({
      kind: 'throughput',
      unit: 'webhooks/s',
      results,
      peakRssMb,
      latencies: calm.latencies,
      growth: await growth(stage, plan),
    }),
    cpuMicros: {
      limit: cpuPerItem(results.limit),
      peer: cpuPerItem(results.peer),
      ours: cpuPerItem(results.ours),
    },
    notes: [
      `A checkout of 4.8 KB, ${CONNECTIONS} connections, each answer awaited; commits reach the disk.`,
      'Limit: node:http and the HMAC, nothing kept.',
      `Peer: Remix route, authenticate.webhook, Prisma insert, BullMQ add on ${stage.peerQueue}.`,
      'Ours: the built product (`ROLE=web`), answered after the commit.',
      'Both cores are busy then: the process, the load and the database share them. The npm package’s PostgreSQL is built without lz4: bodies are stored as they come.',
      'p50 and p99 are taken at half of our peak, memory after a minute at peak; growth is microseconds a webhook by shops.',
    ],
    versions: [stage.database.version],
  };
}

async function growth(stage: IngestStage, plan: Plan): Promise<readonly [number, number][]> {
  const costs: [number, number][] = [];
  for (const shops of [1, SHOPS / 10, SHOPS]) {
    await stage.database.run('TRUNCATE receipt, receipt_key');
    const run = await rush(stage.ours, { seconds: plan.seconds, shops });
    costs.push([shops, (run.seconds / run.items) * 1_000_000]);
  }
  return costs;
}
