import { JOBS, JOB_NAMES, type JobName, type JobPayload } from './catalog';
import type { JobCounts, JobQueue } from './bull-classes';
import type { QueueConnection } from './connection';

export interface EnqueueOptions {
  /** While a job with this key waits, runs or is delayed, another one is not added. */
  readonly dedupeKey: string;
  /** Not started before; milliseconds of real time. */
  readonly delayMs?: number;
}

export interface JobQueues {
  /** @throws ZodError when the payload isn't what the catalogue says */
  enqueue<Name extends JobName>(
    name: Name,
    payload: JobPayload<Name>,
    options: EnqueueOptions,
  ): Promise<void>;
  /** Whether no job waits or runs. A job that waits for its next try doesn't count. */
  idle(): Promise<boolean>;
  counts(): Promise<Readonly<Record<JobName, JobCounts>>>;
  /** Removes every job. Nothing is lost by it: the sweeps enqueue again what is still to be done. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** The one place where jobs are made. Each job name has a queue of its own, opened at first use. */
export function createQueue(connection: QueueConnection): JobQueues {
  const queues = new Map<JobName, JobQueue>();
  const queueOf = (name: JobName): JobQueue => {
    const queue = queues.get(name) ?? connection.openQueue(name);
    queues.set(name, queue);
    return queue;
  };
  const counts = async (): Promise<Record<JobName, JobCounts>> => {
    const entries = await Promise.all(
      JOB_NAMES.map(async (name) => [name, await queueOf(name).counts()] as const),
    );
    return Object.fromEntries(entries) as Record<JobName, JobCounts>;
  };
  return {
    async enqueue(name, payload, options) {
      await queueOf(name).add(JOBS[name].schema.parse(payload), addOptions(name, options));
    },
    async idle() {
      const all = Object.values(await counts());
      return all.every(({ waiting, active }) => waiting + active === 0);
    },
    counts,
    async clear() {
      for (const name of JOB_NAMES) await queueOf(name).obliterate();
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

const addOptions = (
  name: JobName,
  { dedupeKey, delayMs }: EnqueueOptions,
): Parameters<JobQueue['add']>[1] => ({
  attempts: JOBS[name].attempts,
  backoff: { type: 'exponential', delay: JOBS[name].backoffMs, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: { count: JOBS[name].keepFailed },
  deduplication: { id: dedupeKey },
  ...(delayMs === undefined ? {} : { delay: delayMs }),
});
