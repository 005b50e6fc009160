import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import type { Run } from '../harness/rounds';
import { answering, sayReady } from './answering';

const SCHEMA = 'bench_graphile';
const BATCH = 5_000;
const JOBS_AT_ONCE = 24;
const LOOK_MS = 5;

const connection = {
  connectionString: process.env.DATABASE_URL ?? '',
  schema: SCHEMA,
  logger: new Logger(() => () => undefined),
};
const utils = await makeWorkerUtils(connection);
await utils.migrate();

async function fill(jobs: number): Promise<void> {
  await utils.withPgClient((client) => client.query(`TRUNCATE ${SCHEMA}._private_jobs CASCADE`));
  for (let at = 0; at < jobs; at += BATCH) {
    await utils.addJobs(
      Array.from({ length: BATCH }, (_, n) => ({ identifier: 'step', payload: { step: at + n } })),
    );
  }
}

/** Jobs from a local queue, completions in batches: its own advice for speed. */
async function work(seconds: number): Promise<Run> {
  let items = 0;
  const count = () => {
    items += 1;
  };
  const before = process.cpuUsage();
  const runner = await run({
    ...connection,
    noHandleSignals: true,
    taskList: { step: count },
    preset: {
      worker: {
        concurrentJobs: JOBS_AT_ONCE,
        maxPoolSize: JOBS_AT_ONCE + 2,
        localQueue: { size: 500 },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  });
  while (items === 0) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  const [started, first] = [performance.now(), items];
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const [ended, last] = [performance.now(), items];
  const { user, system } = process.cpuUsage(before);
  await runner.stop();
  return {
    items: last - first,
    seconds: (ended - started) / 1_000,
    cpuSeconds: (user + system) / 1_000_000,
    latencies: [],
  };
}

answering<{ jobs: number }>('fill', ({ jobs }) => fill(jobs));
answering<{ seconds: number }>('claim', ({ seconds }) => work(seconds));
sayReady(true);
