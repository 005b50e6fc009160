import { listen } from '../../../sandbox/http/listen';
import { openLedger } from './ledger-file';
import { createMetaStandIn } from './meta-standin';
import { createShopifyStandIn } from './shopify-standin';
import { createShoppers } from './shopper';
import { createWorld } from './world';
import type { Secrets } from './world';

/** What the conductor says to the world. */
export type Order =
  | { readonly kind: 'begin'; readonly at: number }
  /** Moves the world's clock, and answers when all that is due has been done and delivered. */
  | { readonly kind: 'advance'; readonly to: number }
  /** As many shoppers more, from now on. */
  | { readonly kind: 'encore'; readonly carts: number }
  | { readonly kind: 'close' };

export interface Progress {
  /** When the world's next event is due; null when the script is over. */
  readonly nextAt: number | null;
  readonly counts: { sent: number; failed: number; lost: number };
}

export interface WorldSettings {
  readonly seed: string;
  readonly carts: number;
  readonly webUrls: readonly string[];
  readonly secrets: Secrets;
  readonly folder: string;
  readonly shopifyPort: number;
  readonly metaPort: number;
}

async function main(settings: WorldSettings): Promise<void> {
  const ledger = openLedger(settings.folder);
  const world = createWorld({ ...settings, write: ledger.write });
  const shoppers = createShoppers(world);
  await listen('127.0.0.1', settings.shopifyPort, createShopifyStandIn(world));
  await listen('127.0.0.1', settings.metaPort, createMetaStandIn(world, shoppers));

  const advance = async (to: number): Promise<void> => {
    world.clock.moveTo(to);
    const until = world.clock.now();
    shoppers.begin(until);
    for (let next = world.agenda.take(until); next; next = world.agenda.take(until)) {
      next.event(next.at);
    }
    await world.postman.settled();
  };
  const progress = (): Progress => ({
    nextAt: earliest(world.agenda.nextAt(), shoppers.nextAt()),
    counts: world.postman.counts,
  });
  const obey = async (order: Order): Promise<void> => {
    if (order.kind === 'begin') {
      world.beginsAt = order.at;
      world.clock.moveTo(order.at);
    }
    if (order.kind === 'advance') await advance(order.to);
    if (order.kind === 'encore') shoppers.encore(order.carts);
    if (order.kind === 'close') await ledger.close();
    process.send?.(progress());
    if (order.kind === 'close') process.exit(0);
  };
  process.on('message', (order: Order) => void obey(order));
  process.on('disconnect', () => process.exit(1));
  process.send?.(progress());
}

const earliest = (left: number | null, right: number | null): number | null => {
  if (left === null || right === null) return left ?? right;
  return Math.min(left, right);
};

await main(JSON.parse(process.argv[2] ?? '{}') as WorldSettings);
