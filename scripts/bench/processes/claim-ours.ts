import { createDatabase } from '../../../app/adapters/postgres/client';
import { completeAndClaim } from '../../../app/adapters/postgres/step-claims';
import type { RecoveryStep, StepResult } from '../../../app/core/recovery/index';
import { answering, sayReady } from './answering';
import { until } from './until';

const BATCH = 1_000;
const LEASE_MS = 120_000;
const LANES = 2;

const database = createDatabase(process.env.DATABASE_URL ?? '', { max: LANES });

const skipped = ({ shopId, id }: RecoveryStep, decidedAt: Date): StepResult => ({
  ...{ shopId, id, state: 'skipped', reason: 'too_late', messageId: null, decidedAt },
});

/** The worker's loop with nothing to do between two calls. */
answering<{ seconds: number; most?: number; lanes?: number }>(
  'claim',
  ({ seconds, most, lanes = LANES }) =>
    until({ seconds, most: most ?? Infinity, lanes }, () => {
      let done: readonly StepResult[] = [];
      return async () => {
        const now = new Date();
        const leaseUntil = new Date(now.getTime() + LEASE_MS);
        const completed = done.length;
        const steps = await completeAndClaim(database.sql, done, now, leaseUntil, BATCH);
        done = steps.map((step) => skipped(step, now));
        return steps.length === 0 && completed === 0 ? null : completed;
      };
    }),
);
sayReady(true);
