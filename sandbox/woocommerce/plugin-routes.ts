import { createHmac } from 'node:crypto';
import { isRecord, json, type Exchange, type Reply } from '../http/exchange';
import type { Item, SiteState } from './state';

const notFound = json(404, { code: 'rest_no_route', message: 'No route.', data: { status: 404 } });

/** Says that this site holds the exchange that is under way; not signed, there is no key yet. */
export function hello(state: SiteState, { url }: Exchange): Reply {
  const challenge = url.searchParams.get('challenge') ?? '';
  if (state.verifier === null) return notFound;
  const answer = createHmac('sha256', state.verifier).update(challenge).digest('hex');
  return json(200, { answer });
}

/** The plugin's own routes, below `ripresa/v1/`, for calls that are signed. */
export function pluginRoute(
  state: SiteState,
  about: Item,
  route: string,
  { method, url }: Exchange,
): Reply {
  if (method !== 'GET') return notFound;
  if (route === 'site') return json(200, about);
  return route === 'carts' ? carts(state, url.searchParams) : notFound;
}

function carts(state: SiteState, query: URLSearchParams): Reply {
  const limit = Number(query.get('limit') ?? '50');
  const first = Number(query.get('after') ?? '0');
  const since = query.get('modified_after') ?? '';
  const changed = state.carts
    .filter(isRecord)
    .filter(({ updatedAt }) => String(updatedAt) > since)
    .sort((left, right) => String(left.updatedAt).localeCompare(String(right.updatedAt)));
  const some = changed.slice(first, first + limit);
  const next = first + limit < changed.length ? String(first + limit) : null;
  return json(200, { carts: some, next });
}
