import type { Sql } from '#adapters/postgres/client';
import type { NonSendReason } from '#core/recovery/index';
import type { ShopId } from '#core/kernel/ids';

/** What one act of a random sequence works with; all but the clock are small numbers. */
export interface Draw {
  readonly shop: number;
  readonly one: number;
  readonly two: number;
  readonly at: Date;
}

export const SHOPS = ['left', 'right'] as const;
export const PEOPLE = 7;
export const CARTS = 12;
export const CODES = ['131026', 'outcome_unknown', '131049'] as const;
const REASONS = ['no_consent', 'quiet_hours', 'purchased'] as readonly string[];
export const CURRENCIES = ['EUR', 'USD'] as const;
export const STATES = ['active', 'held_out', 'declined'] as const;
export const STATUSES = ['sent', 'delivered', 'read', 'failed'] as const;

export const pick = <Item>(items: readonly Item[], number: number): Item =>
  items[number % items.length] as Item;
export const shopOf = ({ shop }: Draw) => pick(SHOPS, shop) as string as ShopId;
export const reason = (number: number) => pick(REASONS, number) as NonSendReason;
/** An id of whatever it is an id of. */
export const named = (kind: string, number: number): never => `${kind}${number}` as never;

/** One of a shop's rows by its id, which is an id of whatever it is an id of. */
export async function anyRow(
  table: string,
  draw: Draw,
  sql: Sql,
  where = 'true',
): Promise<{ readonly id: never } | null> {
  const rows = await sql.query<{ id: never }>(
    `SELECT id FROM ${table} WHERE shop_id = $1 AND ${where} ORDER BY id`,
    [shopOf(draw)],
  );
  return rows.length === 0 ? null : pick(rows, draw.one);
}
