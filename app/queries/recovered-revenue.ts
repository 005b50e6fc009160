import type { Sql } from '#adapters/postgres/client';
import type { ShopId } from '#core/kernel/ids';
import { localTime, startOfLocalDay } from '#core/kernel/time-window';
import { DAY_OF_SINCE } from './figures';
import type { Period } from './period';

/** What one campaign earned in one currency. */
export interface CampaignRevenue {
  readonly sequenceId: string;
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Net of refunds, cancellations and edits, minor units. */
  readonly revenueMinor: number;
  /** Orders that are still worth something. */
  readonly orders: number;
}

export interface CurrencyRevenue {
  readonly currency: string;
  readonly totalMinor: number;
  readonly orders: number;
  readonly campaigns: readonly CampaignRevenue[];
}

export interface DayRevenue {
  /** Day of the store's calendar, YYYY-MM-DD. */
  readonly day: string;
  readonly revenueMinor: number;
}

/**
 * Recovered revenue by currency and campaign: the ledger's entries of the period. A currency's
 * total is the sum of its campaigns, to the minor unit, for every entry hangs on a campaign.
 * @returns the shop's currency first (also when nothing was earned), then the others by name
 */
export async function recoveredRevenue(
  shopId: ShopId,
  sql: Sql,
  input: { readonly currency: string; readonly period: Period },
): Promise<readonly CurrencyRevenue[]> {
  const rows = await sql.query<CampaignRevenue>(
    `SELECT f.label AS "sequenceId", coalesce(s.name, 'Removed sequence') AS name,
            f.currency, sum(f.amount_minor)::bigint AS "revenueMinor",
            sum(f.count)::bigint AS orders
     FROM figures($1) f LEFT JOIN sequence s ON s.shop_id = $1 AND s.id = f.label
     WHERE f.kind = 'revenue' AND f.day >= ${DAY_OF_SINCE}
     GROUP BY f.label, s.name, f.currency
     ORDER BY f.currency <> $3, f.currency, sum(f.amount_minor) DESC, name, f.label`,
    [shopId, input.period.since, input.currency],
  );
  const currencies = [...new Set([input.currency, ...rows.map(({ currency }) => currency)])];
  return currencies.map((currency) => sumUp(currency, rows));
}

function sumUp(currency: string, rows: readonly CampaignRevenue[]): CurrencyRevenue {
  const campaigns = rows.filter((row) => row.currency === currency);
  return {
    currency,
    totalMinor: campaigns.reduce((sum, row) => sum + row.revenueMinor, 0),
    orders: campaigns.reduce((sum, row) => sum + row.orders, 0),
    campaigns,
  };
}

/**
 * Recovered revenue of each day of the period in one currency, days without any included; its sum
 * is the currency's total of the period.
 */
export async function revenueByDay(
  shopId: ShopId,
  sql: Sql,
  input: {
    readonly currency: string;
    readonly period: Period;
    /** IANA zone of the store. */
    readonly timeZone: string;
  },
): Promise<readonly DayRevenue[]> {
  const { currency, period, timeZone } = input;
  const rows = await sql.query<DayRevenue>(
    `SELECT to_char(day, 'YYYY-MM-DD') AS day, sum(amount_minor)::bigint AS "revenueMinor"
     FROM figures($1) WHERE kind = 'revenue' AND day >= ${DAY_OF_SINCE} AND currency = $3
     GROUP BY 1 ORDER BY 1`,
    [shopId, period.since, currency],
  );
  const known = new Map(rows.map((row) => [row.day, row.revenueMinor]));
  const days = Array.from({ length: period.days }, (_, index) =>
    dayName(startOfLocalDay(period.since, index, timeZone), timeZone),
  );
  // A clock that runs ahead may date an entry after the last day: it stays in the sum.
  const all = [...new Set([...days, ...known.keys()])].sort();
  return all.map((day) => ({ day, revenueMinor: known.get(day) ?? 0 }));
}

function dayName(instant: Date, timeZone: string): string {
  const { year, month, day } = localTime(instant, timeZone);
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
}
