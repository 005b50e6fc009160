import type { Services } from '#boot/services';
import { operationStore } from '#boot/operation';
import { newId } from '#boot/chance';
import type { Shop } from '#core/commerce/index';
import { applyFacts } from '#core/intake/index';
import type { Fact } from '#core/intake/index';
import type { ShopId } from '#core/kernel/ids';

export const RECONCILE = 'reconcile';
/** The platform's lists lag a little behind its webhooks; each sweep looks back over the last. */
const OVERLAP_MS = 15 * 60_000;
/** A store that is new to us: what its webhooks could have told if they had been on. */
const FIRST_LOOK_MS = 24 * 60 * 60_000;
/** Facts of one transaction: enough that its purchases end together, few enough to hold few locks. */
const AT_ONCE = 50;
/** A worker that died holds its store's messages back no longer than this. */
const HELD_FOR_MS = 30_000;
const RENEWED_MS = HELD_FOR_MS / 3;
/** A guard against a list that never ends. */
const MOST_PAGES = 400;

/** Asks the store platform for checkouts and orders that its webhooks may have lost. */
export async function reconcileShop(
  { shopId }: { shopId: string },
  services: Services,
): Promise<void> {
  const { stores, clock, platformOf, database } = services;
  const shop = await stores.shops.byId(shopId as ShopId);
  if (shop?.state !== 'installed') return;
  const marks = operationStore(database.sql);
  const started = clock.now();
  const mark = await marks.mark(shop.id, RECONCILE);
  const since = new Date((mark?.getTime() ?? started.getTime() - FIRST_LOOK_MS) - OVERLAP_MS);
  const platform = platformOf(shop);
  // Orders first: a checkout that was bought must not look abandoned for a moment.
  await eachPage(async (cursor) => {
    const page = await platform.ordersSince(shop.domain, since, cursor);
    const facts = page.orders.map((order): Fact => ({ kind: 'order', order }));
    await apply(facts, shop, services);
    return page.cursor;
  });
  await eachPage(async (cursor) => {
    const page = await platform.checkoutsSince(shop.domain, since, cursor);
    const facts = page.checkouts.map((checkout): Fact => ({ kind: 'checkout', checkout }));
    await apply(facts, shop, services);
    return page.cursor;
  });
  await marks.setMark(shop.id, RECONCILE, started);
  services.wake();
}

async function eachPage(read: (cursor: string | null) => Promise<string | null>): Promise<void> {
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    cursor = await read(cursor);
    if (cursor === null) return;
  }
}

/** Nobody is written to between the moment at which we know of a purchase and that at which it shows. */
async function apply(facts: readonly Fact[], shop: Shop, services: Services): Promise<void> {
  if (facts.length === 0) return;
  await holding(shop, services, async () => {
    for (let at = 0; at < facts.length; at += AT_ONCE) {
      await applyPart(facts.slice(at, at + AT_ONCE), shop, services);
    }
  });
}

async function holding(
  { id }: Shop,
  { stores: { receipts }, log }: Services,
  work: () => Promise<void>,
): Promise<void> {
  const list = newId();
  const hold = (): Promise<void> => receipts.holdForList(id, list, HELD_FOR_MS);
  let held = hold();
  await held;
  const renewing = setInterval(() => {
    held = hold().catch((error: unknown) =>
      log.warn({ err: error, shopId: id }, 'a list is not held'),
    );
  }, RENEWED_MS);
  try {
    await work();
  } finally {
    clearInterval(renewing);
    // One that is under way would take the hold anew.
    await held;
    await receipts.letGoOfList(id, list);
  }
}

async function applyPart(facts: readonly Fact[], shop: Shop, services: Services): Promise<void> {
  try {
    await applyTogether(facts, shop, services);
  } catch (error) {
    services.log.warn({ err: error, shopId: shop.id }, 'a part of a list is applied one by one');
    for (const fact of facts) await applyTogether([fact], shop, services);
  }
}

async function applyTogether(
  facts: readonly Fact[],
  shop: Shop,
  { clock, transact, faults }: Services,
): Promise<void> {
  const now = clock.now();
  const receipt = {
    source: 'reconciliation' as const,
    externalId: `reconciliation:${now.toISOString()}`,
    shopId: shop.id,
    receivedAt: now,
    triggeredAt: now,
  };
  await transact(async (stores) => {
    await stores.events.takeTurn(shop.id);
    await applyFacts(facts, { receipt, align: clock.align, now, newId }, { ...stores, faults });
  });
}
