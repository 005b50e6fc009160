import type { Services } from '#boot/services';
import { mayJoin, processReceipt, processTogether } from '#core/intake/index';
import type { Normalized, Receipt } from '#core/intake/index';

const BATCH = 100;
/** What reading receipts needs of a process. */
export type Reading = Pick<
  Services,
  | 'clock'
  | 'faults'
  | 'log'
  | 'metrics'
  | 'newId'
  | 'normalize'
  | 'stores'
  | 'together'
  | 'transact'
>;

export const LEASE_MS = 60_000;
const RETRY_MS = 5_000;

/** Parts of the shops that are read at the same time; their rows have nothing to do with each other. */
const LANES = 2;

/**
 * Reads what the doors kept, those of one shop in the order in which they came. What carts, orders,
 * people and products are told of is read many at a time, in one transaction; from the first receipt
 * of a shop that tells of something else, each of the shop's and all that it changes in one of its own.
 */
export async function readReceipts(services: Reading): Promise<number> {
  const now = services.clock.now();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const receipts = await services.stores.receipts.claim('others', now, leaseUntil, BATCH);
  const shops = byShop(receipts);
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    shops.filter((_, place) => place % LANES === lane),
  );
  await Promise.all(lanes.map((ofLane) => readShops(ofLane, services)));
  return receipts.length;
}

/** WhatsApp names its number in the body only: its receipts are a lane of their own. */
function byShop(receipts: readonly Receipt[]): readonly (readonly Receipt[])[] {
  const shops = new Map<string | null, Receipt[]>();
  for (const receipt of receipts) {
    const ofShop = shops.get(receipt.shopId);
    if (ofShop) ofShop.push(receipt);
    else shops.set(receipt.shopId, [receipt]);
  }
  return [...shops.values()];
}

async function readShops(shops: readonly (readonly Receipt[])[], services: Reading): Promise<void> {
  const read = shops.map((ofShop) => joiningOf(ofShop, services));
  await readTogether(read.flat(), services);
  for (const [place, ofShop] of shops.entries()) {
    for (const receipt of ofShop.slice(read[place]?.length)) await readReceipt(receipt, services);
  }
}

interface ReadReceipt {
  readonly receipt: Receipt;
  readonly normalized: Normalized;
}

/** The first receipts of a shop that can be read at once with those of others. */
function joiningOf(receipts: readonly Receipt[], services: Reading): readonly ReadReceipt[] {
  const joining: ReadReceipt[] = [];
  for (const receipt of receipts) {
    const normalized = tryNormalize(receipt, services);
    if (!normalized || !mayJoin(normalized)) break;
    joining.push({ receipt, normalized });
  }
  return joining;
}

/** What can't even be parsed takes the way on which a failure is noted. */
function tryNormalize(receipt: Receipt, services: Reading): Normalized | null {
  try {
    return services.normalize(receipt);
  } catch {
    return null;
  }
}

/** When one of them fails, each is read again on its own, so that it holds back no other. */
async function readTogether(read: readonly ReadReceipt[], services: Reading): Promise<void> {
  if (read.length === 0) return;
  const { clock, faults, newId } = services;
  const moment = { align: clock.align, now: clock.now(), newId };
  const inputs = read.map((one) => ({ ...one, ...moment }));
  try {
    const [outcomes = []] = await services.together([
      (stores) => processTogether(inputs, { ...stores, faults }),
    ]);
    read.forEach((one, place) => count(one, outcomes[place], services));
  } catch (error) {
    services.log.warn({ err: error, receipts: read.length }, 'receipts are read one by one');
    for (const { receipt } of read) await readReceipt(receipt, services);
  }
}

const count = (
  { receipt, normalized }: ReadReceipt,
  outcome: 'applied' | 'ignored' | undefined,
  { metrics }: Reading,
): void =>
  metrics.receipt(
    receipt.source,
    normalized.kind === 'facts' ? (outcome ?? 'applied') : 'unreadable',
  );

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
    count({ receipt, normalized }, outcome.kind, services);
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
