import { openQueueConnection } from '#adapters/queue/connection';
import { createJobWorker } from '#adapters/queue/worker';
import { refusals } from './queue-rig';

/** A worker process that takes a job, says so, and never finishes it: it waits to be killed. */
const [databaseUrl, namespace, redisUrl, leaseMs] = process.argv.slice(2);
const connection = await openQueueConnection({
  databaseUrl: databaseUrl ?? '',
  redisUrl: redisUrl || undefined,
  namespace: namespace ?? '',
});
await createJobWorker({
  connection,
  leaseMs: Number(leaseMs),
  handlers: {
    ...refusals,
    'sync-templates': () => {
      process.stdout.write('taken\n');
      return new Promise(() => undefined);
    },
  },
});
process.stdout.write('ready\n');
