import type { IQueueBackend, JobProgress, JobsOptions, Queue, Worker, WorkerOptions } from 'bullmq';

/** A queue of one job name, as far as we use it. */
export interface JobQueue {
  add(payload: unknown, options: JobsOptions): Promise<void>;
  /** Waiting, running and delayed jobs. */
  counts(): Promise<JobCounts>;
  /** Removes every job, the running ones' records too. */
  obliterate(): Promise<void>;
  ready(): Promise<void>;
  close(): Promise<void>;
}

export interface JobCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/** A worker of one job name, as far as we use it. */
export interface JobConsumer {
  onFailed(listener: (failure: FailedJob) => void): void;
  ready(): Promise<void>;
  /** Takes no more jobs and waits for the running ones. */
  close(): Promise<void>;
}

export interface FailedJob {
  readonly jobId: string | undefined;
  readonly attempt: number;
  /** Whether the queue has given the job up. */
  readonly final: boolean;
  readonly error: Error;
}

export type ConsumerOptions = Pick<
  WorkerOptions,
  'concurrency' | 'lockDuration' | 'stalledInterval' | 'maxStalledCount'
>;

type BullQueue<B extends IQueueBackend, C> = Queue<
  unknown,
  void,
  string,
  unknown,
  void,
  string,
  B,
  C
>;
type BullWorker<B extends IQueueBackend, C> = Worker<unknown, void, string, B, JobProgress, C>;

/** BullMQ's classes, narrowed to what we use, the same for each of its backends. */
export function toQueue<B extends IQueueBackend, C>(
  queue: BullQueue<B, C>,
  onError: (error: Error) => void,
): JobQueue {
  queue.on('error', onError);
  return {
    async add(payload, options) {
      await queue.add(queue.name, payload, options);
    },
    async counts() {
      const counts = await queue.getJobCounts(
        'waiting',
        'prioritized',
        'active',
        'delayed',
        'failed',
      );
      return {
        waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0),
        active: counts.active ?? 0,
        delayed: counts.delayed ?? 0,
        failed: counts.failed ?? 0,
      };
    },
    obliterate: () => queue.obliterate({ force: true }),
    async ready() {
      await queue.waitUntilReady();
    },
    close: () => queue.close(),
  };
}

export function toConsumer<B extends IQueueBackend, C>(
  worker: BullWorker<B, C>,
  onError: (error: Error) => void,
): JobConsumer {
  worker.on('error', onError);
  return {
    onFailed(listener) {
      worker.on('failed', (job, error) =>
        listener({
          jobId: job?.id,
          attempt: job?.attemptsMade ?? 0,
          // A job that stalled too often comes without its record, and is given up.
          final: job?.finishedOn !== undefined || job === undefined,
          error,
        }),
      );
    },
    async ready() {
      await worker.waitUntilReady();
    },
    close: () => worker.close(),
  };
}
