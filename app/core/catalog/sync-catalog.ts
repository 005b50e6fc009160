import type { ShopId } from '../kernel/ids';
import { changedOf, contentOf } from './catalog-diff';
import type { HashedProduct } from './catalog-diff';
import type { ProductStore } from './ports';
import type { ProductSeen } from './product';

export interface SyncCatalogInput {
  readonly shopId: ShopId;
  /** The whole catalogue, in pieces of any size. */
  readonly products: AsyncIterable<readonly ProductSeen[]>;
  /** What webhooks told since stays, whether or not the pass saw it. */
  readonly toldBefore: Date;
  readonly hash: (text: string) => string;
}

export interface SyncCatalogPorts {
  readonly products: Pick<
    ProductStore,
    'hashesOf' | 'upsertMany' | 'count' | 'idsBefore' | 'deleteMany'
  >;
}

export interface SyncCatalogOutcome {
  readonly seen: number;
  readonly written: number;
  readonly removed: number;
}

/** Products that one statement compares or writes. */
const BATCH = 2_000;

/**
 * Brings what is kept of a store's products to what its platform says. Only what changed is written,
 * and only a pass that came to its end removes what it did not see; an empty one removes nothing, for
 * a store with no products has told us of each that went. Doing it twice changes nothing.
 */
export async function syncCatalog(
  input: SyncCatalogInput,
  ports: SyncCatalogPorts,
): Promise<SyncCatalogOutcome> {
  const seen = new Set<string>();
  let written = 0;
  for await (const batch of inBatches(input.products)) {
    for (const { externalId } of batch) seen.add(externalId);
    written += await writeChanged(batch, input, ports);
  }
  const removed = seen.size === 0 ? 0 : await removeUnseen(seen, input, ports);
  return { seen: seen.size, written, removed };
}

async function* inBatches(
  pages: AsyncIterable<readonly ProductSeen[]>,
): AsyncIterable<readonly ProductSeen[]> {
  let waiting: ProductSeen[] = [];
  for await (const page of pages) {
    waiting.push(...page);
    for (; waiting.length >= BATCH; waiting = waiting.slice(BATCH)) yield waiting.slice(0, BATCH);
  }
  if (waiting.length > 0) yield waiting;
}

async function writeChanged(
  batch: readonly ProductSeen[],
  { shopId, hash }: SyncCatalogInput,
  { products }: SyncCatalogPorts,
): Promise<number> {
  // A list that moves while it is read may show a product twice; the later one counts.
  const latest = [...new Map(batch.map((product) => [product.externalId, product])).values()];
  const hashed: readonly HashedProduct[] = latest.map((product) => ({
    product,
    hash: hash(contentOf(product)),
  }));
  const ids = latest.map(({ externalId }) => externalId);
  const changed = changedOf(hashed, await products.hashesOf(shopId, ids));
  if (changed.length > 0) await products.upsertMany(shopId, changed);
  return changed.length;
}

/** Everything seen is known by now, so that as many known as seen means that none is gone. */
async function removeUnseen(
  seen: ReadonlySet<string>,
  { shopId, toldBefore }: SyncCatalogInput,
  { products }: SyncCatalogPorts,
): Promise<number> {
  if ((await products.count(shopId)) === seen.size) return 0;
  let removed = 0;
  for (let after: string | undefined = ''; after !== undefined;) {
    const ids = await products.idsBefore(shopId, toldBefore, after, BATCH);
    const gone = ids.filter((id) => !seen.has(id));
    if (gone.length > 0) await products.deleteMany(shopId, gone);
    removed += gone.length;
    after = ids.length < BATCH ? undefined : ids.at(-1);
  }
  return removed;
}
