import type { Sql } from '#adapters/postgres/client';
import { countStages } from '#core/funnels/index';
import type { Funnel } from '#core/funnels/index';
import type { ShopId } from '#core/kernel/ids';
import { figureSums } from './figures';
import type { Period } from './period';

/**
 * The way from abandoned carts to paid orders in the period. Carts are counted as carts, by the
 * start of their recovery, or their own abandonment where there is none yet; every later stage counts
 * the recoveries that could send, each once, and several carts of one person share a recovery. A
 * stage is proven by what was reported, never by the message's last state alone: a message that
 * failed on a second device was delivered all the same.
 */
export async function recoveryFunnel(shopId: ShopId, sql: Sql, period: Period): Promise<Funnel> {
  const kinds = ['cart', 'stage'] as const;
  const sums = await figureSums(shopId, sql, { kinds, since: period.since });
  const stages = sums.filter(({ kind }) => kind === 'stage');
  const carts = sums.find(({ kind }) => kind === 'cart')?.count ?? 0;
  const eligible = stages.reduce((sum, { count }) => sum + count, 0);
  const furthest = Object.fromEntries(stages.map(({ label, count }) => [label, count]));
  return countStages({ ...furthest, carts: Math.max(0, carts - eligible) });
}
