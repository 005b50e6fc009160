import { createHash, timingSafeEqual } from 'node:crypto';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { services } from '#boot/services';
import { attributionSummary } from '#queries/attribution-summary';

const notFound = (): Response => new Response('Not found.', { status: 404 });

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What Home shows of a store, over all time, as JSON. Only rehearsals have a control token. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const { env, stores, database } = services();
  const given = request.headers.get('authorization') ?? '';
  const wanted = env.CONTROL_TOKEN ? `Bearer ${env.CONTROL_TOKEN}` : null;
  if (wanted === null || !timingSafeEqual(digest(given), digest(wanted))) return notFound();
  const domain = new URL(request.url).searchParams.get('shop') ?? '';
  const shop = await stores.shops.byDomain(domain);
  if (!shop) return Response.json({ error: 'No such shop.' }, { status: 404 });
  return Response.json(await attributionSummary(shop.id, database.sql, shop.currency));
}
