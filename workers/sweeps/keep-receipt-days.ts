import type { Services } from '#boot/services';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Makes the next days' tables of receipts, and drops those older than the retention time: the bodies
 * hold shoppers' data.
 */
export async function keepReceiptDays({
  stores: { receipts },
  clock,
  env,
}: Pick<Services, 'stores' | 'clock' | 'env'>): Promise<number> {
  const now = clock.now();
  await receipts.makeDays(now);
  return receipts.dropDays(new Date(now.getTime() - env.RECEIPT_RETENTION_DAYS * DAY_MS));
}
