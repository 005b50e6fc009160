import { isRecord, json, jsonBody, textField, type Exchange, type Reply } from '../http/exchange';
import { countryData } from './countries';
import { makeCoupon } from './coupon-desk';
import { changeOrder, makeOrder, makeRefund } from './order-desk';
import type { Item, SiteState } from './state';

const MOST_A_PAGE = 100;

const notFound = (code: string): Reply =>
  json(404, { code, message: 'No route or resource was found.', data: { status: 404 } });

/** WooCommerce's own routes, below `wc/v3/`. */
export function storeRoute(state: SiteState, route: string, exchange: Exchange, at: Date): Reply {
  return exchange.method === 'POST'
    ? writeRoute(state, route, jsonBody(exchange), at)
    : readRoute(state, route, exchange.url.searchParams);
}

function writeRoute(state: SiteState, route: string, given: unknown, at: Date): Reply {
  if (route === 'coupons') return makeCoupon(state, given);
  if (route === 'orders') return makeOrder(state, given, at);
  const [, id, below = ''] = /^orders\/(\d+)(?:\/(\w+))?$/.exec(route) ?? [];
  if (id === undefined) return notFound('rest_no_route');
  const order = state.orders.find((one) => one.id === Number(id));
  if (!order) return notFound('woocommerce_rest_shop_order_invalid_id');
  const write = ORDER_ROUTES[below];
  return write ? write(state, order, given, at) : notFound('rest_no_route');
}

type WriteOrder = (state: SiteState, order: Item, given: unknown, at: Date) => Reply;

const ORDER_ROUTES: Readonly<Record<string, WriteOrder>> = {
  '': changeOrder,
  refunds: makeRefund,
  notes: (state, { id }, given) => makeNote(state, Number(id), given),
};

function makeNote(state: SiteState, id: number, given: unknown): Reply {
  const note = isRecord(given) ? textField(given, 'note') : '';
  if (note === '') return notFound('woocommerce_rest_missing_callback_param');
  const known = state.notes.get(id) ?? [];
  state.notes.set(id, [...known, note]);
  return json(201, { id: known.length + 1, note });
}

function readRoute(state: SiteState, route: string, query: URLSearchParams): Reply {
  const [kind = '', id = '', below = ''] = route.split('/');
  const all = listOf(state, kind);
  if (!all) return id === 'countries' ? country(below) : notFound('rest_no_route');
  if (id === '') return page(chosen(all, query), query);
  if (below !== '') return belowRoute(state, kind, Number(id), below, query);
  return one([...all, ...[...state.variations.values()].flat()], kind, Number(id));
}

function country(code: string): Reply {
  const found = countryData(code);
  return found ? json(200, found) : notFound('woocommerce_rest_data_invalid_location');
}

function one(all: readonly Item[], kind: string, id: number): Reply {
  const found = all.find((item) => item.id === id);
  return found ? json(200, found) : notFound(`woocommerce_rest_${kind.slice(0, -1)}_invalid_id`);
}

function listOf(state: SiteState, kind: string): Item[] | null {
  const lists: Record<string, Item[]> = {
    orders: state.orders,
    products: state.products,
    coupons: state.coupons,
  };
  return lists[kind] ?? null;
}

const BELOW: Readonly<Record<string, (state: SiteState, id: number) => readonly Item[]>> = {
  'orders/refunds': (state, id) => state.refunds.get(id) ?? [],
  'orders/notes': (state, id) =>
    (state.notes.get(id) ?? []).map((note, index) => ({ id: index + 1, note })),
  'products/variations': (state, id) => state.variations.get(id) ?? [],
};

function belowRoute(
  state: SiteState,
  kind: string,
  id: number,
  below: string,
  query: URLSearchParams,
): Reply {
  const all = BELOW[`${kind}/${below}`]?.(state, id);
  if (all) return page(all, query);
  return notFound('rest_no_route');
}

function chosen(all: readonly Item[], query: URLSearchParams): Item[] {
  const include = query.get('include')?.split(',').map(Number);
  const after = query.get('modified_after');
  const placedAfter = query.get('after');
  const changed = (item: Item): string => String(item.date_modified_gmt);
  const found = all
    .filter((item) => include?.includes(Number(item.id)) ?? true)
    .filter((item) => after === null || changed(item) > after)
    .filter((item) => placedAfter === null || String(item.date_created_gmt) > placedAfter);
  return query.get('orderby') === 'modified'
    ? found.sort((left, right) => changed(left).localeCompare(changed(right)))
    : found;
}

/** WordPress refuses a page that is larger than it may be. */
function page(all: readonly Item[], query: URLSearchParams): Reply {
  const size = Number(query.get('per_page') ?? '10');
  const number = Number(query.get('page') ?? '1');
  if (!(size >= 1 && size <= MOST_A_PAGE) || !(number >= 1)) {
    return json(400, {
      code: 'rest_invalid_param',
      message: 'Invalid parameter(s): per_page',
      data: { status: 400 },
    });
  }
  return json(200, all.slice((number - 1) * size, number * size), {
    'x-wp-total': String(all.length),
    'x-wp-totalpages': String(Math.ceil(all.length / size)),
  });
}
