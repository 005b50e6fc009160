import { operationStore } from '#boot/operation';
import type { Services } from '#boot/services';

const LOOK_BACK_MS = 7 * 24 * 60 * 60_000;
const BATCH = 200;

/** Hands decisions of shoppers to the queue again that the store platform was never told. */
export async function tellConsents({ database, clock, queue }: Services): Promise<number> {
  const since = new Date(clock.now().getTime() - LOOK_BACK_MS);
  const untold = await operationStore(database.sql).untoldConsents(since, BATCH);
  for (const { shopId, customerId, state, at } of untold) {
    const payload = { shopId, customerId, state, at: at.toISOString() };
    await queue.enqueue('write-consent', payload, { dedupeKey: `${customerId}-${payload.at}` });
  }
  return untold.length;
}
