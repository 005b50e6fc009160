import type { Child } from '../harness/child';
import { cpuPerItem, figuresOf } from '../harness/figures';
import { takeTurns, type Measure, type Plan, type Run } from '../harness/rounds';
import { median } from '../harness/statistics';
import type { Benchmark } from './benchmark';
import { deleteSteps, fillSteps, openClaims, SHOPS, type ClaimStage } from './claim-stage';
import { peakOfWorker } from './product';

/** Enough that nobody comes to the end of them in a turn. */
const PENDING = 200_000;
const PEER_JOBS = 60_000;
const SIZES = [10_000, 100_000, 1_000_000] as const;
/** Steps of one look at the growth, and how many looks. */
const LOOK = 5_000;
const LOOKS = 3;
const LONG = 60;

/** A due step from its claim to its decision written down, with nothing done in between. */
export const claim: Benchmark = async (plan) => {
  const stage = await openClaims();
  try {
    return await compare(stage, plan);
  } finally {
    await stage.close();
  }
};

const ours =
  ({ database, ours: child }: ClaimStage): Measure =>
  async (seconds) => {
    await fillSteps(database, PENDING);
    return child.ask<Run>({ kind: 'claim', seconds });
  };

const peer =
  (child: Child): Measure =>
  async (seconds) => {
    await child.ask({ kind: 'fill', jobs: PEER_JOBS });
    return child.ask<Run>({ kind: 'claim', seconds });
  };

const rate = ({ items, seconds }: Run): number => items / seconds;

interface Rival {
  readonly name: string;
  readonly child: Child;
  readonly runs: Run[];
}

type Told = Pick<Rival, 'name' | 'runs'>;

/** Both peers, one after the other in each turn; who is the faster one is seen at the end. */
const both =
  (rivals: readonly Rival[]): Measure =>
  async (seconds) => {
    const runs = await inTurn(rivals, async (rival) => {
      const run = await peer(rival.child)(seconds);
      rival.runs.push(run);
      return run;
    });
    const [first] = runs;
    if (!first) throw new Error('there are two peers');
    return first;
  };

const rateOf = ({ runs }: Pick<Rival, 'runs'>): number => median(runs.map(rate));

/** By the turns after the one that warmed them up. */
function byRate(rivals: readonly Rival[]): { readonly faster: Told; readonly slower: Told } {
  const told = rivals.map(({ name, runs }) => ({ name, runs: runs.slice(1) }));
  const [faster, slower] = told.sort((left, right) => rateOf(right) - rateOf(left));
  if (!faster || !slower) throw new Error('there are two peers');
  return { faster, slower };
}

async function compare(stage: ClaimStage, plan: Plan): ReturnType<Benchmark> {
  const rivals: readonly Rival[] = [
    { name: 'pg-boss', child: stage.pgBoss, runs: [] },
    { name: 'graphile-worker', child: stage.graphile, runs: [] },
  ];
  const turns = await takeTurns(
    {
      limit: async (seconds) => {
        await fillSteps(stage.database, PENDING);
        return deleteSteps(stage, seconds);
      },
      peer: both(rivals),
      ours: ours(stage),
    },
    plan,
  );
  const { faster, slower } = byRate(rivals);
  const results = { ...turns, peer: faster.runs };
  const growth = await growthOf(stage);
  const { peakRssMb } = await stage.ours.usage();
  const worker = await idleWorker(stage);
  return {
    figures: figuresOf({
      ...{ kind: 'throughput', unit: 'steps/s', results, growth },
      peakRssMb: Math.max(peakRssMb, worker),
    }),
    cpuMicros: { limit: null, peer: cpuPerItem(results.peer), ours: cpuPerItem(results.ours) },
    notes: [
      `${PENDING.toLocaleString('en')} due steps of ${SHOPS} shops in the product’s table with its indexes; claimed in batches of 1,000; commits reach the disk.`,
      'Limit: a loop inside PostgreSQL that deletes 1,000 due rows of the table of pending steps at a time, in one session; nothing is decided.',
      `Peer: ${faster.name}, the faster of two that took turns; ${slower.name} came to ${Math.round(rateOf(slower)).toLocaleString('en')} steps/s. pg-boss fetches and completes 1,000 at a time on two lanes; graphile-worker has a local queue of 500, completions in batches and a task that does nothing.`,
      'Ours: the statement that completes a batch and claims the next, on two lanes, every claimed row read whole. p50 and p99 are of a batch.',
      'What is left, by times of the plan: four tenths write decisions (each step found by its key, and its page brought into memory, which takes longer than writing it), a fifth takes decided steps out of the pending ones and tells Home’s figures, the rest finds, shares, locks and leases the next ones. The limit finds, deletes and keeps nothing; graphile-worker, too, deletes what is done, while a step stays with its reason.',
      `Growth is microseconds a step on one lane by the number of pending steps, all due. Peak memory is the higher of this process with ${(1_000_000).toLocaleString('en')} steps pending and of the built product’s worker (\`ROLE=worker\`) beside as many that are not due yet (${Math.round(worker)} MB).`,
    ],
    versions: [stage.database.version],
  };
}

async function growthOf({ database, ours: child }: ClaimStage): Promise<[number, number][]> {
  return inTurn(SIZES, async (size) => {
    await fillSteps(database, size);
    const most = Math.min(LOOK, size / (LOOKS + 1));
    const looks: number[] = [];
    for (let look = 0; look < LOOKS; look += 1) {
      const run = await child.ask<Run>({ kind: 'claim', seconds: LONG, most, lanes: 1 });
      looks.push((run.seconds / run.items) * 1_000_000);
    }
    return [size, median(looks)];
  });
}

async function idleWorker({ database }: ClaimStage): Promise<number> {
  await fillSteps(database, SIZES[2], 'later');
  return peakOfWorker(database.url);
}

async function inTurn<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
