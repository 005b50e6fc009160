import type { Services } from '#boot/services';
import type { Shop } from '#core/commerce/index';
import { HOLDOUT_EXPERIMENT, lift } from '#core/experiments/index';
import { NON_SEND_REASONS } from '#core/recovery/index';
import { failureCodes, nonSends } from '#queries/non-sends';
import { lastDays } from '#queries/period';
import type { PeriodDays } from '#queries/period';
import { recoveredRevenue, revenueByDay } from '#queries/recovered-revenue';
import { recoveryFunnel } from '#queries/recovery-funnel';

/** Whose figures, and when "today" is. */
export interface Asked {
  readonly shop: Shop;
  readonly services: Services;
  readonly now: Date;
}

/**
 * What a store earned and what held messages back, in its currency and its days: the same figures
 * wherever a merchant reads them. Amounts are minor units.
 */
export async function homeFigures(asked: Asked, days: PeriodDays) {
  const { shop, services, now } = asked;
  const { sql } = services.database;
  const { currency, timeZone } = shop;
  const period = lastDays(days, now, timeZone);
  const [revenue, byDay, funnel, arms, reasons] = await Promise.all([
    recoveredRevenue(shop.id, sql, { currency, period }),
    revenueByDay(shop.id, sql, { currency, period, timeZone }),
    recoveryFunnel(shop.id, sql, period),
    services.stores.experiments.totals(shop.id, HOLDOUT_EXPERIMENT),
    reasonsOf(asked, period),
  ]);
  return {
    revenue,
    byDay,
    funnel,
    lift: lift(arms),
    holdoutPercent: shop.settings.holdoutPercent,
    windowDays: shop.settings.attributionWindowDays,
    ...reasons,
  };
}

async function reasonsOf({ shop, services }: Asked, period: ReturnType<typeof lastDays>) {
  const { sql } = services.database;
  const [reasons, codes] = await Promise.all([
    nonSends(shop.id, sql, period),
    failureCodes(shop.id, sql, period),
  ]);
  return {
    nonSends: reasons.map(({ reason, count }) => ({
      reason,
      count,
      sentence: NON_SEND_REASONS[reason],
    })),
    failures: codes.map(({ code, count }) => ({ code, count, ...services.faults.explain(code) })),
  };
}
