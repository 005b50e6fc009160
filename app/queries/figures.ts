import type { ShopId } from '#core/kernel/ids';
import type { Sql } from '#adapters/postgres/client';

export type FigureKind =
  'revenue' | 'sent' | 'cart' | 'stage' | 'not_sent' | 'failure' | 'people' | 'buyers' | 'spent';

/** A sum over days; `label` is a sequence, a stage, a reason or a code, by the kind. */
export interface FigureSum {
  readonly kind: FigureKind;
  readonly label: string;
  /** ISO 4217; "" for what is no money. */
  readonly currency: string;
  readonly count: number;
  readonly minor: number;
}

/** The day of a store's calendar on which an instant ($2) falls; $1 is the shop. */
export const DAY_OF_SINCE = `($2::timestamptz AT TIME ZONE (
  SELECT time_zone FROM shop WHERE id = $1))::date`;

/** A shop's figures of some kinds since the beginning of a day, summed over the days. */
export const figureSums = (
  shopId: ShopId,
  sql: Sql,
  { kinds, since }: { readonly kinds: readonly FigureKind[]; readonly since: Date },
): Promise<FigureSum[]> =>
  sql.query<FigureSum>(
    `SELECT kind, label, currency, sum(count)::bigint AS count, sum(amount_minor)::bigint AS minor
     FROM figures($1) WHERE kind = ANY ($3) AND day >= ${DAY_OF_SINCE}
     GROUP BY kind, label, currency ORDER BY kind, label, currency`,
    [shopId, since, kinds],
  );
