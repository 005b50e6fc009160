import { z } from 'zod';

/**
 * How one kind of job is carried out. The rows in PostgreSQL are the truth: a job that is lost or
 * given up is enqueued again by the sweep that finds its row.
 */
export interface JobDefinition {
  /** Ids only, never personal data: jobs live outside the tables that an erasure covers. */
  readonly schema: z.ZodType;
  /** Tries in all, for failures that nobody foresaw. Foreseen ones are handled by the use case. */
  readonly attempts: number;
  /** First pause between tries, milliseconds; it doubles each time, spread at random. */
  readonly backoffMs: number;
  /** Jobs at once in one worker process. */
  readonly concurrency: number;
  /** How many failed jobs are kept for a person to look at. */
  readonly keepFailed: number;
}

const id = z.string().min(1).max(200);

export const JOBS = {
  /** Asks the store platform for what its webhooks may have lost. */
  'reconcile-shop': {
    schema: z.strictObject({ shopId: id }),
    attempts: 3,
    backoffMs: 10_000,
    concurrency: 2,
    keepFailed: 100,
  },
  /** Compares what is kept of a store's products with its whole catalogue. */
  'sync-catalog': {
    schema: z.strictObject({ shopId: id }),
    attempts: 3,
    backoffMs: 60_000,
    concurrency: 1,
    keepFailed: 100,
  },
  /** Compares our templates with the vendor's. */
  'sync-templates': {
    schema: z.strictObject({ shopId: id, channelId: id }),
    attempts: 4,
    backoffMs: 1_000,
    concurrency: 2,
    keepFailed: 100,
  },
  /** Tells the store platform what a shopper decided on WhatsApp. */
  'write-consent': {
    schema: z.strictObject({
      shopId: id,
      customerId: id,
      state: z.enum(['granted', 'withdrawn']),
      at: z.iso.datetime(),
    }),
    attempts: 8,
    backoffMs: 5_000,
    concurrency: 4,
    keepFailed: 500,
  },
} as const satisfies Record<string, JobDefinition>;

export type JobName = keyof typeof JOBS;
export type JobPayload<Name extends JobName> = z.infer<(typeof JOBS)[Name]['schema']>;

export const JOB_NAMES = Object.keys(JOBS) as JobName[];
