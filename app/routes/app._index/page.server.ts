import type { LoaderFunctionArgs } from '@remix-run/node';
import type { useLoaderData } from '@remix-run/react';
import { HOLDOUT_EXPERIMENT, lift } from '#core/experiments/index';
import { NON_SEND_REASONS } from '#core/recovery/index';
import { failureCodes, nonSends } from '#queries/non-sends';
import { PERIODS, lastDays, periodOf } from '#queries/period';
import { readiness } from '#queries/readiness';
import { recoveredRevenue, revenueByDay } from '#queries/recovered-revenue';
import { recoveryFunnel } from '#queries/recovery-funnel';
import { sendingState } from '#queries/sending-state';
import { stalledWork } from '#queries/stalled-work';
import { signedIn } from '../app/signed-in.server';
import type { SignedIn } from '../app/signed-in.server';
import { adviceFor } from './advice';

/** Everything that Home shows of the period in the address. */
export async function loadHome({ request }: LoaderFunctionArgs) {
  const signed = await signedIn(request);
  const { shop, services, now } = signed;
  const { sql } = services.database;
  const days = periodOf(new URL(request.url).searchParams.get('days'));
  const period = lastDays(days, now, shop.timeZone);
  const { currency, timeZone } = shop;
  const [revenue, byDay, funnel, arms, ready, stalled, sending, reasons] = await Promise.all([
    recoveredRevenue(shop.id, sql, { currency, period }),
    revenueByDay(shop.id, sql, { currency, period, timeZone }),
    recoveryFunnel(shop.id, sql, period),
    services.stores.experiments.totals(shop.id, HOLDOUT_EXPERIMENT),
    readiness(shop.id, sql),
    stalledWork(shop.id, sql, now),
    sendingState(shop.id, sql, now),
    reasonsOf(signed, period),
  ]);
  return {
    days,
    periods: PERIODS,
    revenue,
    byDay,
    funnel,
    ready,
    stalled,
    sending,
    lift: lift(arms),
    holdoutPercent: shop.settings.holdoutPercent,
    windowDays: shop.settings.attributionWindowDays,
    ...reasons,
  };
}

async function reasonsOf({ shop, services }: SignedIn, period: ReturnType<typeof lastDays>) {
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
      advice: adviceFor(reason),
    })),
    failures: codes.map(({ code, count }) => ({ code, count, ...services.faults.explain(code) })),
  };
}

/** As it arrives in the browser. */
export type HomeData = ReturnType<typeof useLoaderData<typeof loadHome>>;
