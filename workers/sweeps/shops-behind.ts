import { operationStore } from '#boot/operation';
import type { Services } from '#boot/services';
import { RECONCILE } from '../processors/reconcile-shop';
import { CATALOG } from '../processors/sync-catalog';

const MINUTE_MS = 60_000;
const BATCH = 100;

interface Upkeep {
  /** The mark that the job sets when it has run. */
  readonly mark: string;
  readonly everyMs: number;
  readonly job: 'reconcile-shop' | 'sync-catalog';
}

/** Hands the stores to the queue whose last run of a job is too long ago. */
async function handOver(
  { mark, everyMs, job }: Upkeep,
  { database, clock, queue }: Services,
): Promise<number> {
  const before = new Date(clock.now().getTime() - everyMs);
  const shops = await operationStore(database.sql).behind(mark, before, BATCH);
  for (const shopId of shops) await queue.enqueue(job, { shopId }, { dedupeKey: shopId });
  return shops.length;
}

export const reconcileShops = (services: Services): Promise<number> =>
  handOver({ mark: RECONCILE, everyMs: 15 * MINUTE_MS, job: 'reconcile-shop' }, services);

export const syncCatalogs = (services: Services): Promise<number> =>
  handOver({ mark: CATALOG, everyMs: 24 * 60 * MINUTE_MS, job: 'sync-catalog' }, services);
