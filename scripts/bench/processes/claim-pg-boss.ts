import PgBoss from 'pg-boss';
import { answering, sayReady } from './answering';
import { until } from './until';

const QUEUE = 'steps';
const BATCH = 1_000;
const LANES = 2;

/** Only what is measured: no maintenance and no schedules beside it. */
const boss = new PgBoss({
  connectionString: process.env.DATABASE_URL ?? '',
  schema: 'bench_pg_boss',
  schedule: false,
  supervise: false,
  max: LANES,
});
await boss.start();
await boss.createQueue(QUEUE);

async function fill(jobs: number): Promise<void> {
  await boss.purgeQueue(QUEUE);
  for (let at = 0; at < jobs; at += BATCH) {
    const part = Array.from({ length: BATCH }, (_, n) => ({ name: QUEUE, data: { step: at + n } }));
    await boss.insert(part);
  }
}

answering<{ jobs: number }>('fill', ({ jobs }) => fill(jobs));
answering<{ seconds: number }>('claim', ({ seconds }) =>
  until({ seconds, most: Infinity, lanes: LANES }, () => async () => {
    const jobs = await boss.fetch(QUEUE, { batchSize: BATCH });
    if (jobs.length === 0) return null;
    const ids = jobs.map(({ id }) => id);
    await boss.complete(QUEUE, ids);
    return ids.length;
  }),
);
sayReady(true);
