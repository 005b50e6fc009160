import type { Services } from '#boot/services';
import { processReceipt } from '#core/intake/index';
import type { Receipt } from '#core/intake/index';

const BATCH = 50;
/** What reading receipts needs of a process. */
export type Reading = Pick<
  Services,
  'clock' | 'faults' | 'log' | 'metrics' | 'newId' | 'normalize' | 'stores' | 'transact'
>;

export const LEASE_MS = 60_000;
const RETRY_MS = 5_000;

/** Shops whose receipts are read at the same time; their rows have nothing to do with each other. */
const LANES = 4;

/**
 * Reads what the doors kept: each receipt and all that it changes in one transaction, those of one
 * shop in the order in which they came.
 */
export async function readReceipts(services: Reading): Promise<number> {
  const now = services.clock.now();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const receipts = await services.stores.receipts.claim('others', now, leaseUntil, BATCH);
  const shops = byShop(receipts).values();
  const lane = async (): Promise<void> => {
    for (const ofShop of shops) {
      for (const receipt of ofShop) await readReceipt(receipt, services);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return receipts.length;
}

/** WhatsApp names its number in the body only: its receipts are a lane of their own. */
function byShop(receipts: readonly Receipt[]): ReadonlyMap<string | null, readonly Receipt[]> {
  const shops = new Map<string | null, Receipt[]>();
  for (const receipt of receipts) {
    const ofShop = shops.get(receipt.shopId);
    if (ofShop) ofShop.push(receipt);
    else shops.set(receipt.shopId, [receipt]);
  }
  return shops;
}

/** Reads one; a failure is noted, and it is tried again after a pause. */
export async function readReceipt(receipt: Receipt, services: Reading): Promise<void> {
  const { clock, log, metrics } = services;
  const now = clock.now();
  try {
    const normalized = services.normalize(receipt);
    const outcome = await services.transact((stores) =>
      processReceipt(
        { receipt, normalized, align: clock.align, now, newId: services.newId },
        { ...stores, faults: services.faults },
      ),
    );
    metrics.receipt(receipt.source, normalized.kind === 'facts' ? outcome.kind : 'unreadable');
  } catch (error) {
    metrics.receipt(receipt.source, 'failed');
    log.error({ err: error, receipt: receipt.id, topic: receipt.topic }, 'a receipt was not read');
    const notBefore = new Date(now.getTime() + RETRY_MS * (receipt.attempts + 1));
    await services.stores.receipts.retry(receipt, reasonOf(error), notBefore);
  }
}

/** Without the words of the error: PostgreSQL quotes in them what somebody wrote. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  // The name that pg gives to what PostgreSQL refuses; the code is an SQLSTATE.
  if (error.name !== 'error') return error.name;
  return `the database refused it (${'code' in error ? String(error.code) : 'no code'})`;
}
