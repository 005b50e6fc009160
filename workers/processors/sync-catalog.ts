import { hash } from '#boot/chance';
import { operationStore } from '#boot/operation';
import type { Services } from '#boot/services';
import { syncCatalog } from '#core/catalog/index';
import type { ProductSeen } from '#core/catalog/index';
import type { ShopId } from '#core/kernel/ids';

export const CATALOG = 'catalog';
/** The platform's list lags a little behind its webhooks. */
const OVERLAP_MS = 15 * 60_000;
/** A guard against a list that never ends: a million products of Shopify's. */
const MOST_PAGES = 40_000;

/** Reads a store's whole catalogue and writes what its webhooks did not tell. */
export async function syncShopCatalog(
  { shopId }: { shopId: string },
  { stores, clock, platformOf, database, log }: Services,
): Promise<void> {
  const shop = await stores.shops.byId(shopId as ShopId);
  if (shop?.state !== 'installed') return;
  const started = clock.now();
  const outcome = await syncCatalog(
    {
      shopId: shop.id,
      products: pagesOf((cursor) => platformOf(shop).products(shop.domain, cursor)),
      toldBefore: new Date(started.getTime() - OVERLAP_MS),
      hash,
    },
    stores,
  );
  log.info({ shopId: shop.id, ...outcome }, 'a catalogue was compared');
  await operationStore(database.sql).setMark(shop.id, CATALOG, started);
}

type ReadPage = (
  cursor: string | null,
) => Promise<{ products: readonly ProductSeen[]; cursor: string | null }>;

/** @throws Error for a list that does not end: a pass that saw a part must remove nothing. */
async function* pagesOf(read: ReadPage): AsyncIterable<readonly ProductSeen[]> {
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await read(cursor);
    yield answer.products;
    cursor = answer.cursor;
    if (cursor === null) return;
  }
  throw new Error('a catalogue does not end');
}
