import { hash } from '../../../app/boot/chance';
import { createDatabase } from '../../../app/adapters/postgres/client';
import { productStore } from '../../../app/adapters/postgres/product-store';
import { contentOf, syncCatalog } from '../../../app/core/catalog/index';
import type { ShopId } from '../../../app/core/kernel/ids';
import type { Run } from '../harness/rounds';
import { answering, sayReady } from './answering';
import { catalogOf, SHOP } from './catalog-products';

const { sql } = createDatabase(process.env['DATABASE_URL'] ?? '', {
  max: 2,
  statementTimeoutMs: 600_000,
});
const products = productStore(sql);
const shopId = SHOP as ShopId;

/** One piece of work, as a run of one item. */
async function timed(work: () => Promise<unknown>): Promise<Run> {
  const before = process.cpuUsage();
  const started = performance.now();
  await work();
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return {
    items: 1,
    seconds: ms / 1_000,
    cpuSeconds: (user + system) / 1_000_000,
    latencies: [ms],
  };
}

const pass = (count: number): Promise<unknown> =>
  syncCatalog({ shopId, products: catalogOf(count), toldBefore: new Date(), hash }, { products });

async function hashAll(count: number): Promise<void> {
  for await (const page of catalogOf(count)) for (const product of page) hash(contentOf(product));
}

/** The ordinary way: each product of the pass is upserted, changed or not. */
async function upsertEach(count: number): Promise<void> {
  for await (const page of catalogOf(count)) {
    for (const product of page) await products.upsertNewest(shopId, product);
  }
}

const empty = async (): Promise<void> => {
  await sql.query('TRUNCATE product');
};

type Order = { readonly count: number };
answering<Order>('first', ({ count }) => empty().then(() => timed(() => pass(count))));
answering<Order>('pass', ({ count }) => timed(() => pass(count)));
answering<Order>('hash', ({ count }) => timed(() => hashAll(count)));
answering<Order>('each', ({ count }) => timed(() => upsertEach(count)));
sayReady(true);
