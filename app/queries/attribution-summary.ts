import type { Sql } from '#adapters/postgres/client';
import type { Funnel } from '#core/funnels/index';
import type { ShopId } from '#core/kernel/ids';
import { nonSends } from './non-sends';
import { ALL_TIME } from './period';
import { recoveredRevenue } from './recovered-revenue';
import type { CurrencyRevenue } from './recovered-revenue';
import { recoveryFunnel } from './recovery-funnel';

interface CampaignSum {
  readonly name: string;
  readonly revenueMinor: number;
  readonly orders: number;
}

export interface AttributionSummary {
  readonly currency: string;
  readonly totalMinor: number;
  readonly campaigns: readonly CampaignSum[];
  readonly funnel: Funnel;
  readonly nonSends: Readonly<Record<string, number>>;
  /** Orders in other currencies than the shop's: a shop that changed its currency has some. */
  readonly otherCurrencies: readonly {
    readonly currency: string;
    readonly totalMinor: number;
    readonly campaigns: readonly CampaignSum[];
  }[];
}

/** All that Home shows, over all time, for machines. Minor units; net of reversals. */
export async function attributionSummary(
  shopId: ShopId,
  sql: Sql,
  currency: string,
): Promise<AttributionSummary> {
  const [revenue, funnel, reasons] = await Promise.all([
    recoveredRevenue(shopId, sql, { currency, period: ALL_TIME }),
    recoveryFunnel(shopId, sql, ALL_TIME),
    nonSends(shopId, sql, ALL_TIME),
  ]);
  const [own, ...others] = revenue.map(plain);
  return {
    currency,
    totalMinor: own?.totalMinor ?? 0,
    campaigns: own?.campaigns ?? [],
    funnel,
    nonSends: Object.fromEntries(reasons.map(({ reason, count }) => [reason, count])),
    otherCurrencies: others,
  };
}

const plain = ({ currency, totalMinor, campaigns }: CurrencyRevenue) => ({
  currency,
  totalMinor,
  campaigns: campaigns.map(({ name, revenueMinor, orders }) => ({ name, revenueMinor, orders })),
});
