/** Rows on one page of a list. */
export const PAGE_SIZE = 50;

/** Where a page lies: next to a row, whose sort values the mark carries. Null: the first page. */
export type PagePlace = {
  readonly way: 'before' | 'after';
  /** The sort values of the row, the last one its id. */
  readonly mark: readonly string[];
} | null;

export interface ListPage<Row> {
  readonly rows: readonly Row[];
  /** Marks for the addresses of the neighbours; null without one, "" for the first page. */
  readonly previous: string | null;
  readonly next: string | null;
}

/** How many rows there are; `more`: at least that many, counting stopped there. */
export interface RowCount {
  readonly count: number;
  readonly more: boolean;
}

/** Counting stops here, so that a large store's list opens as fast as a small one's. */
export const COUNT_LIMIT = 10_000;

export const rowCount = (counted: number): RowCount => ({
  count: Math.min(counted, COUNT_LIMIT),
  more: counted > COUNT_LIMIT,
});

const LONGEST_MARK = 600;

export const markOf = (values: readonly string[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/**
 * Reads the page of an address (`?after=…` or `?before=…`).
 * @param isMark whether the values fit the list's order; an address that was cut off or made up
 * leads to the first page
 */
export function placeOf(
  query: URLSearchParams,
  isMark: (values: readonly string[]) => boolean,
): PagePlace {
  for (const way of ['after', 'before'] as const) {
    const values = readMark(query.get(way) ?? '');
    if (values && isMark(values)) return { way, mark: values };
  }
  return null;
}

function readMark(text: string): readonly string[] | null {
  if (text === '' || text.length > LONGEST_MARK) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return isTexts(values) ? values : null;
  } catch {
    return null;
  }
}

/** PostgreSQL takes no NUL in a text. */
const isTexts = (values: unknown): values is readonly string[] =>
  Array.isArray(values) &&
  values.every((value) => typeof value === 'string' && !value.includes('\0'));

/** ISO 8601 in UTC, as marks carry instants. */
export const isInstant = (text: string | undefined): boolean =>
  text !== undefined &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) &&
  !Number.isNaN(Date.parse(text));

/**
 * One page of a list that is ordered by its rows' own values (keyset paging): a page costs the same
 * wherever it lies, and rows that come in between shift nothing.
 * @param read answers up to `limit` rows from the place on, walking away from it
 */
export async function readPage<Row>(
  place: PagePlace,
  read: (place: PagePlace, limit: number) => Promise<readonly Row[]>,
  mark: (row: Row) => readonly string[],
  size = PAGE_SIZE,
): Promise<ListPage<Row>> {
  const found = await read(place, size + 1);
  const isMore = found.length > size;
  const isBack = place?.way === 'before';
  // Going back, a page that reaches the beginning is the first one, in full.
  if (isBack && !isMore) return readPage(null, read, mark, size);
  const shown = found.slice(0, size);
  const rows = isBack ? shown.toReversed() : shown;
  return {
    rows,
    previous: edgeMark(place !== null, rows.at(0), mark),
    next: edgeMark(isBack || isMore, rows.at(-1), mark),
  };
}

/** A page beside the count of the whole list. @param counting one row with `count` */
export async function withTotal<Row>(
  reading: Promise<ListPage<Row>>,
  counting: Promise<readonly { readonly count: number }[]>,
): Promise<ListPage<Row> & { readonly total: RowCount }> {
  const [page, [row]] = await Promise.all([reading, counting]);
  return { ...page, total: rowCount(row?.count ?? 0) };
}

/** The mark of a page's edge where another page is beyond; an empty page leads to the first one. */
function edgeMark<Row>(
  isBeyond: boolean,
  row: Row | undefined,
  mark: (row: Row) => readonly string[],
): string | null {
  if (!isBeyond) return null;
  return row === undefined ? '' : markOf(mark(row));
}

/** The parts of a query that walks from a place: its condition, its direction. */
export interface Walk {
  /** Row comparison with the mark's parameters, or TRUE on the first page. */
  readonly where: string;
  readonly direction: 'ASC' | 'DESC';
}

const TURNED = { ASC: 'DESC', DESC: 'ASC' } as const;

/**
 * Compares a list's columns with a place.
 * @param order in which the list shows its rows; all columns go the same way
 * @param columns SQL expressions, compared as a row
 * @param marks SQL of the mark's values, with their types ("$2::timestamptz")
 */
export function walkFrom(
  place: PagePlace,
  order: 'ASC' | 'DESC',
  columns: readonly string[],
  marks: readonly string[],
): Walk {
  if (!place) return { where: 'TRUE', direction: order };
  const direction = place.way === 'before' ? TURNED[order] : order;
  const sign = direction === 'ASC' ? '>' : '<';
  return { where: `(${columns.join(', ')}) ${sign} (${marks.join(', ')})`, direction };
}
