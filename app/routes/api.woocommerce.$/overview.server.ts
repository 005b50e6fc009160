import { decimalText } from '#core/kernel/money';
import { PERIODS, periodOf } from '#queries/period';
import { homeFigures } from '../app._index/home-figures.server';
import type { SiteQuestion } from './signed-site.server';

type Figures = Awaited<ReturnType<typeof homeFigures>>;

/** Home's figures with amounts as decimal text, as everywhere in the protocol. */
export async function overview(question: SiteQuestion) {
  const { shop, query } = question;
  const days = periodOf(query.get('days'));
  const figures = await homeFigures(question, days);
  const { nonSends, failures, funnel, holdoutPercent, windowDays } = figures;
  return {
    days,
    periods: PERIODS,
    currency: shop.currency,
    timeZone: shop.timeZone,
    windowDays,
    holdoutPercent,
    revenue: figures.revenue.map(({ currency, totalMinor, orders, campaigns }) => ({
      currency,
      total: decimalText({ minor: totalMinor, currency }),
      orders,
      campaigns: campaigns.map(({ sequenceId, name, revenueMinor, orders: sold }) => ({
        ...{ id: sequenceId, name, orders: sold },
        revenue: decimalText({ minor: revenueMinor, currency }),
      })),
    })),
    byDay: figures.byDay.map(({ day, revenueMinor }) => ({
      day,
      revenue: decimalText({ minor: revenueMinor, currency: shop.currency }),
    })),
    funnel,
    lift: liftInWords(figures.lift),
    nonSends,
    failures,
  };
}

function liftInWords(lift: Figures['lift']) {
  if (lift.kind !== 'measured') return lift;
  return {
    ...lift,
    revenue: lift.revenue.map(({ currency, ...bounds }) => {
      const text = (minor: number): string => decimalText({ minor: Math.round(minor), currency });
      return {
        currency,
        value: text(bounds.value),
        low: text(bounds.low),
        high: text(bounds.high),
      };
    }),
  };
}
