import type { Sql } from '#adapters/postgres/client';
import type { ShopId } from '#core/kernel/ids';
import { figureSums } from './figures';
import type { FigureSum } from './figures';
import { ALL_TIME } from './period';

/** What a sequence has done so far. */
export interface SequenceResult {
  readonly sequenceId: string;
  readonly messagesSent: number;
  /** Net, per currency, minor units; currencies without any are left out. */
  readonly revenue: readonly { readonly currency: string; readonly minor: number }[];
}

/** Sent messages and recovered revenue of each sequence, over all time. */
export async function sequenceResults(
  shopId: ShopId,
  sql: Sql,
): Promise<ReadonlyMap<string, SequenceResult>> {
  const kinds = ['sent', 'revenue'] as const;
  const sums = await figureSums(shopId, sql, { kinds, since: ALL_TIME.since });
  const ids = [...new Set(sums.map(({ label }) => label))];
  return new Map(ids.map((id) => [id, resultOf(id, sums)]));
}

function resultOf(sequenceId: string, sums: readonly FigureSum[]): SequenceResult {
  const own = sums.filter(({ label }) => label === sequenceId);
  const revenue = own
    .filter(({ kind }) => kind === 'revenue')
    .map(({ currency, minor }) => ({ currency, minor }))
    .toSorted((left, right) => right.minor - left.minor);
  return {
    sequenceId,
    messagesSent: own.find(({ kind }) => kind === 'sent')?.count ?? 0,
    revenue,
  };
}

/** Archived sequences; the store leaves them out of `ofShop`. */
export const archivedSequences = (
  shopId: ShopId,
  sql: Sql,
): Promise<readonly { readonly id: string; readonly name: string }[]> =>
  sql.query<{ id: string; name: string }>(
    `SELECT id, name FROM sequence WHERE shop_id = $1 AND state = 'archived' ORDER BY name, id`,
    [shopId],
  );
