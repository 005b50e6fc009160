import { UnrecoverableError } from 'bullmq';
import type { Job } from 'bullmq';
import { isVendorFault } from '#core/kernel/vendor-fault';
import { JOBS, JOB_NAMES, type JobName, type JobPayload } from './catalog';
import type { FailedJob, JobConsumer } from './bull-classes';
import type { QueueConnection } from './connection';

/**
 * One handler a job name. It may run again after a crash, so its effects carry keys. A VendorFault
 * that says `never` ends the job at once; any other failure is tried again as the catalogue says.
 */
export type JobHandlers = {
  readonly [Name in JobName]: (payload: JobPayload<Name>, run: JobRun) => Promise<void>;
};

export interface JobRun {
  /** 1 for the first try. */
  readonly attempt: number;
  /** Whether the queue gives the job up when this try fails. */
  readonly last: boolean;
}

export interface JobWorkerOptions {
  readonly connection: QueueConnection;
  readonly handlers: JobHandlers;
  readonly onFailed?: (name: JobName, failure: FailedJob) => void;
  /** How long a silent worker keeps its job before another one takes it; milliseconds. */
  readonly leaseMs?: number;
}

export interface JobWorker {
  /** Takes no more jobs, and answers when the running ones are done. */
  close(): Promise<void>;
}

const LEASE_MS = 30_000;
/** A job whose workers died this often is given up: it may be what kills them. */
const MOST_LOST_WORKERS = 3;

/** Starts taking jobs of every name; answers once all of them are listened for. */
export async function createJobWorker(options: JobWorkerOptions): Promise<JobWorker> {
  const consumers = JOB_NAMES.map((name) => consume(name, options));
  await Promise.all(consumers.map((consumer) => consumer.ready()));
  return {
    async close() {
      await Promise.all(consumers.map((consumer) => consumer.close()));
    },
  };
}

function consume(name: JobName, options: JobWorkerOptions): JobConsumer {
  const leaseMs = options.leaseMs ?? LEASE_MS;
  const consumer = options.connection.openConsumer(
    name,
    (job) => handle(name, job, options.handlers),
    {
      concurrency: JOBS[name].concurrency,
      lockDuration: leaseMs,
      stalledInterval: leaseMs,
      maxStalledCount: MOST_LOST_WORKERS,
    },
  );
  consumer.onFailed((failure) =>
    options.onFailed?.(name, { ...failure, error: reasonOf(failure.error) }),
  );
  return consumer;
}

/** Checked again on this side: a job may be older than the program that reads it. */
async function handle(
  name: JobName,
  job: Job<unknown, void>,
  handlers: JobHandlers,
): Promise<void> {
  const parsed = JOBS[name].schema.safeParse(job.data);
  if (!parsed.success) {
    throw new UnrecoverableError(`the payload of ${name} is not what the catalogue says`);
  }
  const attempt = job.attemptsMade + 1;
  // The name chose both the schema and the handler, so the payload is the handler's.
  const handler = handlers[name] as (payload: unknown, run: JobRun) => Promise<void>;
  try {
    await handler(parsed.data, { attempt, last: attempt >= JOBS[name].attempts });
  } catch (error) {
    throw isVendorFault(error) && error.details.retry === 'never' ? hopeless(error) : error;
  }
}

/** The same request can't succeed, so no further try is made. The queue keeps the sentence. */
const hopeless = (fault: Error): UnrecoverableError =>
  Object.assign(new UnrecoverableError(fault.message), { cause: fault });

/** What the handler threw, whatever the queue needed to hear. */
const reasonOf = (error: Error): Error =>
  error instanceof UnrecoverableError && error.cause instanceof Error ? error.cause : error;
