import type { Sql } from '#adapters/postgres/client';
import type { ShopId } from '#core/kernel/ids';
import type { NonSendReason } from '#core/recovery/index';
import { figureSums } from './figures';
import type { FigureSum } from './figures';
import type { Period } from './period';

export interface NonSend {
  readonly reason: NonSendReason;
  readonly count: number;
}

/** Failures that the vendor reported, by its own code. */
export interface FailureCode {
  readonly code: string;
  readonly count: number;
}

/**
 * Why messages were not sent. Counted are: recoveries that were declined; steps that were skipped;
 * steps that the holdout group would have got; recoveries that ended with steps still open, once
 * each; carts that came under a running recovery; and messages that failed.
 * @returns the most frequent first
 */
export async function nonSends(
  shopId: ShopId,
  sql: Sql,
  period: Period,
): Promise<readonly NonSend[]> {
  const counts = await countsOf('not_sent', shopId, sql, period);
  return counts.map(({ label, count }) => ({ reason: label as NonSendReason, count }));
}

/** The vendor's codes behind `send_failed`. */
export async function failureCodes(
  shopId: ShopId,
  sql: Sql,
  period: Period,
): Promise<readonly FailureCode[]> {
  const counts = await countsOf('failure', shopId, sql, period);
  return counts.map(({ label, count }) => ({ code: label, count }));
}

/** The most frequent first. */
async function countsOf(
  kind: 'not_sent' | 'failure',
  shopId: ShopId,
  sql: Sql,
  { since }: Period,
): Promise<readonly FigureSum[]> {
  const sums = await figureSums(shopId, sql, { kinds: [kind], since });
  return sums
    .filter(({ count }) => count > 0)
    .toSorted((left, right) => right.count - left.count || (left.label < right.label ? -1 : 1));
}
