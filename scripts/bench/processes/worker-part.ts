import { readEnv } from '../../../app/boot/env';
import { startServices } from '../../../app/boot/services';
import { dueSteps } from '../../../workers/due-steps';
import { findAbandonedCarts } from '../../../workers/sweeps/find-abandoned-carts';
import { reactToEvents } from '../../../workers/sweeps/react-to-events';
import { readReceipts } from '../../../workers/sweeps/read-receipts';
import type { Run } from '../harness/rounds';
import { answering, sayReady } from './answering';
import { until, type DoBatch } from './until';

/** One of the worker's sweeps, with nothing else of the worker beside it. */
const services = await startServices(readEnv(process.env));
await services.stores.receipts.makeDays(services.clock.now());

/** Answers null when a sweep that leaves nothing in hand behind finds nothing. */
const orDone = (count: number): number | null => (count === 0 ? null : count);

const reading: DoBatch = async () => orDone(await readReceipts(services));

/** Carts are found idle in batches, and what follows from that is done before the next ones. */
const reacting: DoBatch = async () => {
  const reacted = await reactToEvents(services);
  if (reacted > 0) return reacted;
  return (await findAbandonedCarts(services)) > 0 ? 0 : null;
};

interface Bounds {
  readonly seconds: number;
}

const alone = (sweep: DoBatch, { seconds }: Bounds): Promise<Run> =>
  until({ seconds, most: Infinity, lanes: 1 }, () => sweep);

/** Steps are decided while others are claimed; the time of each counts from when it is begun. */
async function deciding({ seconds }: Bounds): Promise<Run> {
  const latencies: number[] = [];
  const metrics: typeof services.metrics = {
    ...services.metrics,
    job: (_name, outcome, took) => {
      if (outcome === 'failed') throw new Error('a step was not decided');
      latencies.push(took * 1_000);
    },
  };
  const { hand, sweep } = dueSteps({ ...services, metrics });
  const before = process.cpuUsage();
  const started = performance.now();
  const run = await until({ seconds, most: Infinity, lanes: 1 }, () => async () => {
    const claimed = await sweep();
    if (claimed === 0 && hand.isIdle()) return null;
    if (claimed === 0) await hand.change();
    return claimed;
  });
  await hand.settled();
  const { user, system } = process.cpuUsage(before);
  return {
    items: run.items,
    seconds: (performance.now() - started) / 1_000,
    cpuSeconds: (user + system) / 1_000_000,
    latencies,
  };
}

answering<Bounds>('read', (bounds) => alone(reading, bounds));
answering<Bounds>('react', (bounds) => alone(reacting, bounds));
answering<Bounds>('decide', deciding);
sayReady(true);
