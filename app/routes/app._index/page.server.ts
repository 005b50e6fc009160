import type { LoaderFunctionArgs } from '@remix-run/node';
import type { useLoaderData } from '@remix-run/react';
import { PERIODS, periodOf } from '#queries/period';
import { readiness } from '#queries/readiness';
import { sendingState } from '#queries/sending-state';
import { stalledWork } from '#queries/stalled-work';
import { signedIn } from '../app/signed-in.server';
import { adviceFor } from './advice';
import { homeFigures } from './home-figures.server';

/** Everything that Home shows of the period in the address. */
export async function loadHome({ request }: LoaderFunctionArgs) {
  const signed = await signedIn(request);
  const { shop, services, now } = signed;
  const { sql } = services.database;
  const days = periodOf(new URL(request.url).searchParams.get('days'));
  const [figures, ready, stalled, sending] = await Promise.all([
    homeFigures(signed, days),
    readiness(shop.id, sql),
    stalledWork(shop.id, sql, now),
    sendingState(shop.id, sql, now),
  ]);
  return {
    ...figures,
    days,
    periods: PERIODS,
    ready,
    stalled,
    sending,
    nonSends: figures.nonSends.map((entry) => ({
      ...entry,
      advice: adviceFor(entry.reason, shop.platform),
    })),
  };
}

/** As it arrives in the browser. */
export type HomeData = ReturnType<typeof useLoaderData<typeof loadHome>>;
