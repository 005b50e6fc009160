import type { Sql } from '#adapters/postgres/client';
import type { ShopId } from '#core/kernel/ids';
import { isInstant, walkFrom } from './page';
import type { PagePlace } from './page';

/** A shopper's place in the list; `at` is null for those who did nothing yet, who come last. */
export interface Placed {
  readonly id: string;
  readonly at: Date | null;
}

const NEVER = 'never';

export const shopperMark = ({ id, at }: Placed): readonly string[] => [
  at?.toISOString() ?? NEVER,
  id,
];

export const isShopperMark = (values: readonly string[]): boolean =>
  values.length === 2 && (values[0] === NEVER || isInstant(values[0]));

/** The mark as parameters: nobody's "never" is earlier than every instant. */
const valuesOf = (place: PagePlace): readonly string[] =>
  place ? [place.mark[0] === NEVER ? '-infinity' : (place.mark[0] ?? ''), place.mark[1] ?? ''] : [];

/** What shoppers leave traces in, by the column that says when. */
const TRACES = { cart: 'last_activity_at', message: 'created_at', orders: 'placed_at' } as const;

/** The newest trace of a person ($1 is the shop); null without one. */
const lastSeen = (id: string): string =>
  `greatest(${Object.entries(TRACES)
    .map(
      ([table, column]) =>
        `(SELECT max(${column}) FROM ${table} x WHERE x.shop_id = $1 AND x.customer_id = ${id})`,
    )
    .join(', ')})`;

interface Chunk {
  /** Dates inside JSON are texts. */
  readonly found: readonly { readonly id: string; readonly at: string }[];
  /** Whether traces lie beyond the chunk. */
  readonly open: boolean;
}

const NOTHING: Chunk = { found: [], open: false };

const FIRST_CHUNK = 300;
const CHUNK_GROWTH = 4;

/**
 * The shoppers next to a place, those seen last first. Nobody's last trace is stored: the newest
 * traces of each kind are read along their indexes, and of their people those are kept who left no
 * later one. A chunk of traces suffices for a page unless few people left very many; then it grows.
 */
export async function latestShoppers(
  shopId: ShopId,
  sql: Sql,
  place: PagePlace,
  limit: number,
): Promise<readonly Placed[]> {
  const kinds = [seenShoppers, quietShoppers];
  const found: Placed[] = [];
  for (const read of place?.way === 'before' ? kinds.toReversed() : kinds) {
    if (found.length < limit) found.push(...(await read(shopId, sql, place, limit - found.length)));
  }
  return found;
}

const isQuiet = (place: PagePlace): boolean => place?.mark[0] === NEVER;

async function seenShoppers(
  shopId: ShopId,
  sql: Sql,
  place: PagePlace,
  limit: number,
): Promise<readonly Placed[]> {
  // After one who did nothing nobody comes who did something.
  if (isQuiet(place) && place?.way === 'after') return [];
  for (let chunk = FIRST_CHUNK; ; chunk *= CHUNK_GROWTH) {
    const [{ found, open } = NOTHING] = await sql.query<Chunk>(seenQuery(place, chunk, limit), [
      shopId,
      ...valuesOf(place),
    ]);
    if (found.length >= limit || !open) {
      return found.map(({ id, at }) => ({ id, at: new Date(at) }));
    }
  }
}

/**
 * What lies beyond the first end of a full chunk is not told yet: another chunk may know better.
 * People are put in order before they are looked at, so that a full page ends the looking.
 */
function seenQuery(place: PagePlace, chunk: number, limit: number): string {
  const { direction } = walkFrom(place, 'DESC', [], []);
  const [nearest, end, sign] = direction === 'DESC' ? ['max', 'min', '>'] : ['min', 'max', '<'];
  const chunks = Object.entries(TRACES).map(([table, column]) => {
    const columns = [`t.${column}`, 't.customer_id'];
    const { where } = walkFrom(place, 'DESC', columns, ['$2::timestamptz', '$3']);
    return `(SELECT '${table}' AS kind, t.customer_id AS id, t.${column} AS at FROM ${table} t
      WHERE t.shop_id = $1 AND t.customer_id IS NOT NULL AND ${where}
      ORDER BY t.${column} ${direction}, t.customer_id ${direction} LIMIT ${chunk})`;
  });
  return `WITH trace AS MATERIALIZED (${chunks.join(' UNION ALL ')}),
    horizon AS (SELECT ${nearest}(at) AS at FROM (
      SELECT ${end}(at) AS at FROM trace GROUP BY kind HAVING count(*) = ${chunk}) ends),
    person AS (SELECT id, max(at) AS at FROM trace GROUP BY id),
    near AS (SELECT p.id, p.at FROM person p, horizon h WHERE h.at IS NULL OR p.at ${sign} h.at
      ORDER BY p.at ${direction}, p.id ${direction} OFFSET 0),
    found AS (SELECT id, at FROM near WHERE at = ${lastSeen('near.id')}
      ORDER BY at ${direction}, id ${direction} LIMIT ${limit})
    SELECT coalesce((SELECT jsonb_agg(f ORDER BY f.at ${direction}, f.id ${direction})
        FROM found f), '[]') AS found,
      (SELECT at IS NOT NULL FROM horizon) AS open`;
}

/** People without any trace, by id. They come after all others, so this is seldom asked. */
async function quietShoppers(
  shopId: ShopId,
  sql: Sql,
  place: PagePlace,
  limit: number,
): Promise<readonly Placed[]> {
  // Before one who did something nobody comes who did nothing.
  if (place?.way === 'before' && !isQuiet(place)) return [];
  const inside = isQuiet(place) ? place : null;
  const { where, direction } = walkFrom(inside, 'DESC', ['c.id'], ['$2']);
  const rows = await sql.query<{ id: string }>(
    `SELECT c.id FROM customer c WHERE c.shop_id = $1 AND ${where}
       AND ${lastSeen('c.id')} IS NULL
     ORDER BY c.id ${direction} LIMIT ${limit}`,
    [shopId, ...(inside ? [inside.mark[1]] : [])],
  );
  return rows.map(({ id }) => ({ id, at: null }));
}

/** LIKE's own signs, taken literally. */
const literal = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/**
 * The shoppers next to a place whose name, e-mail or phone contains the text. Phones match by their
 * digits, however they are typed; a leading 00 is a plus, a leading 0 of a local number is left out.
 */
export async function shoppersNamed(
  shopId: ShopId,
  sql: Sql,
  text: string,
  place: PagePlace,
  limit: number,
): Promise<readonly Placed[]> {
  const words = text.toLowerCase();
  const digits = words.replace(/\D/g, '').replace(/^0+/, '');
  const asPhone = /^[+\d\s()./-]+$/.test(words) && digits.length >= 3 ? digits : null;
  const { where, direction } = walkFrom(place, 'DESC', ['d.at', 'd.id'], ['$4::timestamptz', '$5']);
  return sql.query<Placed>(
    `WITH found AS MATERIALIZED (
       SELECT id FROM customer
       WHERE shop_id = $1 AND lower(display_name) LIKE '%' || $2 || '%'
       UNION
       SELECT customer_id FROM customer_identity
       WHERE shop_id = $1 AND kind = 'email'
         AND value LIKE '%' || $2 || '%'
       UNION
       SELECT customer_id FROM customer_identity
       WHERE shop_id = $1 AND kind = 'phone'
         AND value LIKE '%' || $3 || '%'),
     dated AS (SELECT f.id, coalesce(${lastSeen('f.id')}, '-infinity') AS at FROM found f)
     SELECT d.id, CASE WHEN isfinite(d.at) THEN d.at END AS at FROM dated d WHERE ${where}
     ORDER BY d.at ${direction}, d.id ${direction} LIMIT ${limit}`,
    [shopId, literal(words), asPhone, ...valuesOf(place)],
  );
}
