import { GraphQLError } from 'graphql';
import { matches, parseSearch, type Searchable } from './search';

export interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
  query?: string | null;
  sortKey?: string | null;
}

export interface Row<Node> {
  node: Node;
  id: number;
  search: Searchable;
}

/** One page of a connection, with Shopify's rules for first and last (at most 250). */
export function connection<Node>(rows: readonly Row<Node>[], page: PageArguments): unknown {
  const size = pageSize(page);
  const fitting = sorted(
    rows.filter((row) => matches(row.search, parseSearch(page.query))),
    page,
  );
  const start = position(fitting, page.after, 0, 1);
  const end = position(fitting, page.before, fitting.length, 0);
  const range = fitting.slice(start, end);
  const isForward = typeof page.first === 'number';
  const from = isForward ? start : Math.max(start, end - size);
  const shown = isForward ? range.slice(0, size) : range.slice(-size);
  return {
    edges: shown.map((row) => ({ cursor: cursorOf(row), node: row.node })),
    nodes: shown.map((row) => row.node),
    pageInfo: {
      hasNextPage: from + shown.length < fitting.length,
      hasPreviousPage: from > 0,
      startCursor: cursorOrNull(shown[0]),
      endCursor: cursorOrNull(shown.at(-1)),
    },
  };
}

function pageSize(page: PageArguments): number {
  const size = page.first ?? page.last ?? null;
  if (size === null) throw new GraphQLError('you must provide one of first or last');
  if (size < 1 || size > 250) throw new GraphQLError('first and last must be from 1 to 250');
  return size;
}

function cursorOrNull(row: { id: number } | undefined): string | null {
  return row === undefined ? null : cursorOf(row);
}

export function cursorOf(row: { id: number }): string {
  return Buffer.from(JSON.stringify({ last_id: row.id, last_value: String(row.id) })).toString(
    'base64',
  );
}

function position<Node>(
  rows: readonly Row<Node>[],
  cursor: string | null | undefined,
  otherwise: number,
  step: number,
): number {
  if (cursor === null || cursor === undefined) return otherwise;
  const index = rows.findIndex((row) => cursorOf(row) === cursor);
  if (index < 0) throw new GraphQLError('Invalid cursor for current pagination sort.');
  return index + step;
}

function sorted<Node>(rows: Row<Node>[], page: PageArguments): Row<Node>[] {
  const field = (page.sortKey ?? 'ID').toLowerCase();
  const key = (row: Row<Node>): number | string => {
    const value = row.search[field];
    if (value instanceof Date) return value.getTime();
    return typeof value === 'number' || typeof value === 'string' ? value : row.id;
  };
  const order = [...rows].sort((a, b) => compare(key(a), key(b)) || a.id - b.id);
  return page.reverse === true ? order.reverse() : order;
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b));
}
