import { setImmediate as nextTurn } from 'node:timers/promises';
import { processStatuses, statusReceipt } from '#core/intake/index';
import type { Receipt, StatusReceipt } from '#core/intake/index';
import { LEASE_MS, readReceipt } from './read-receipts';
import type { Reading } from './read-receipts';

const MOST_RECEIPTS = 500;
/** Statuses of one transaction; more of them make it longer and no cheaper. */
const BATCH = 500;

/**
 * Reads what the doors kept about sent messages: statuses come in floods, and are applied some
 * hundreds in a transaction. While the database writes one batch the next one is parsed, but they
 * are written one after the other, in the order of their arrival. A batch that fails is done again
 * one receipt after the other, so that a bad one holds back no other.
 */
export async function readStatuses(services: Reading): Promise<number> {
  const now = services.clock.now();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const { receipts } = services.stores;
  const claimed = await receipts.claim('statuses', now, leaseUntil, MOST_RECEIPTS);
  let batch: StatusReceipt[] = [];
  let size = 0;
  let written: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const full = batch;
    batch = [];
    size = 0;
    await written;
    written = readBatch(full, services);
    // Looked at when the next one is ready; until then nobody else would hear of a failure.
    written.catch(() => undefined);
  };
  for (const receipt of claimed) {
    await nextTurn();
    const statuses = onlyStatuses(receipt, services);
    if (statuses) {
      batch.push(statuses);
      size += statuses.facts.length;
    } else {
      await written;
      await readReceipt(receipt, services);
    }
    if (size >= BATCH) await write();
  }
  await write();
  await written;
  return claimed.length;
}

/** What can't even be parsed takes the way on which a failure is noted. */
function onlyStatuses(receipt: Receipt, services: Reading): StatusReceipt | null {
  try {
    return statusReceipt(receipt, services.normalize(receipt));
  } catch {
    return null;
  }
}

async function readBatch(batch: readonly StatusReceipt[], services: Reading): Promise<void> {
  if (batch.length === 0) return;
  const { clock, faults, log, metrics, newId, transact } = services;
  try {
    const outcomes = await transact((stores) =>
      processStatuses(
        { batch, align: clock.align, now: clock.now(), newId },
        { ...stores, faults },
      ),
    );
    batch.forEach(({ receipt }, place) => {
      metrics.receipt(receipt.source, outcomes[place] ?? 'applied');
    });
  } catch (error) {
    log.warn({ err: error, receipts: batch.length }, 'a batch of statuses is read one by one');
    for (const { receipt } of batch) await readReceipt(receipt, services);
  }
}
