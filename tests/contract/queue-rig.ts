import { randomUUID } from 'node:crypto';
import { openQueueConnection, type QueueConnection } from '#adapters/queue/connection';
import { createQueue, type JobQueues } from '#adapters/queue/enqueue';
import {
  createJobWorker,
  type JobHandlers,
  type JobWorker,
  type JobWorkerOptions,
} from '#adapters/queue/worker';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { testRedisUrl } from '../support/redis';

export type Backend = 'postgres' | 'redis';

export interface QueueRig {
  readonly database: TestDatabase;
  readonly namespace: string;
  readonly redisUrl: string | undefined;
  readonly connection: QueueConnection;
  readonly queue: JobQueues;
  /** A worker whose other jobs are refused; closed at the end. */
  readonly work: (
    handlers: Partial<JobHandlers>,
    options?: Partial<JobWorkerOptions>,
  ) => Promise<JobWorker>;
  readonly end: () => Promise<void>;
}

/** Its own database, and on Redis its own keys: nothing is shared with another test file. */
export async function openQueueRig(backend: Backend): Promise<QueueRig> {
  const redisUrl = backend === 'redis' ? testRedisUrl() : undefined;
  const database = await createTestDatabase();
  const namespace = `queue_${randomUUID().slice(0, 8)}`;
  const connection = await openQueueConnection({ databaseUrl: database.url, redisUrl, namespace });
  const queue = createQueue(connection);
  const workers: JobWorker[] = [];
  return {
    database,
    namespace,
    redisUrl,
    connection,
    queue,
    async work(handlers, options = {}) {
      const worker = await createJobWorker({
        connection,
        handlers: { ...refusals, ...handlers },
        ...options,
      });
      workers.push(worker);
      return worker;
    },
    async end() {
      for (const worker of workers) await worker.close();
      await queue.close();
      await connection.close();
      await database.drop();
    },
  };
}

const refuse = (): Promise<void> => Promise.reject(new Error('no such job was expected'));

export const refusals: JobHandlers = {
  'reconcile-shop': refuse,
  'sync-catalog': refuse,
  'sync-templates': refuse,
  'write-consent': refuse,
};

/** Answers once the condition holds; fails with its name after some seconds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
