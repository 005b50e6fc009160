import type { CustomerId, ShopId } from '#core/kernel/ids';
import { LIMIT_WINDOW_MS } from '#core/messaging/index';
import type { PortfolioStore } from '#core/messaging/index';
import type { Sql } from './client';

/**
 * A person is one row for as long as the latest unasked message to them is less than a day old, and
 * the portfolio keeps their number: nothing is counted through for a send.
 */
export const portfolioStore = (sql: Sql): PortfolioStore => ({
  learn: (portfolio) => learn(sql, portfolio),
  async recount(id, fromLedgerAt) {
    if (fromLedgerAt) await fillFromLedger(sql, id, fromLedgerAt);
    await recount(sql, id);
  },
  admit: (portfolioId, people, now) => admit(sql, portfolioId, people, now),
});

const windowStart = (now: Date): Date => new Date(now.getTime() - LIMIT_WINDOW_MS);

async function learn(
  sql: Sql,
  { id, dailyLimit }: Parameters<PortfolioStore['learn']>[0],
): Promise<void> {
  await sql.query(
    `INSERT INTO portfolio (id, daily_limit) VALUES ($1, $2)
     ON CONFLICT (id) DO UPDATE SET daily_limit = excluded.daily_limit`,
    [id, dailyLimit],
  );
}

/** Whom templates went to before they were counted; a message lives for a day. */
async function fillFromLedger(sql: Sql, id: string, now: Date): Promise<void> {
  await sql.query(
    `INSERT INTO portfolio_recipient (portfolio_id, shop_id, customer_id, counted_at)
     SELECT $1, m.shop_id, m.customer_id, max(m.attempted_at)
     FROM channel c JOIN message m ON m.shop_id = c.shop_id AND m.channel_id = c.id
     WHERE c.portfolio_id = $1 AND m.direction = 'out' AND m.body ->> 'kind' = 'template'
       AND m.created_at > $2::timestamptz - interval '1 day' AND m.attempted_at > $2
     GROUP BY m.shop_id, m.customer_id ON CONFLICT DO NOTHING`,
    [id, windowStart(now)],
  );
}

/** So that no count stays wrong: erased shops take their rows along, for instance. */
async function recount(sql: Sql, id: string): Promise<void> {
  await sql.query('SELECT FROM portfolio WHERE id = $1 FOR UPDATE', [id]);
  await sql.query(
    `UPDATE portfolio SET used = (SELECT count(*) FROM portfolio_recipient WHERE portfolio_id = $1)
     WHERE id = $1`,
    [id],
  );
}

interface Room {
  readonly daily_limit: number | null;
  readonly used: number;
  readonly place_at: Date | null;
  readonly place_customer: string | null;
}

type Person = Parameters<PortfolioStore['admit']>[1][number];

async function admit(
  sql: Sql,
  portfolioId: string,
  people: readonly Person[],
  now: Date,
): ReturnType<PortfolioStore['admit']> {
  const [room] = await sql.query<Room>(
    `SELECT daily_limit, used, place_at, place_customer FROM portfolio WHERE id = $1 FOR UPDATE`,
    [portfolioId],
  );
  if (!room || room.daily_limit === null) return new Map();
  const left = await removeOld(sql, portfolioId, now);
  const known = await renew(sql, portfolioId, people, now);
  const fresh = unique(people).filter(({ customerId }) => !known.has(customerId));
  const free = Math.max(0, room.daily_limit - (room.used - left));
  const admitted = fresh.slice(0, free);
  await insert(sql, portfolioId, admitted, now);
  const waiting = fresh.slice(free);
  const places = await nextPlaces(sql, portfolioId, room, waiting.length);
  const last = places.at(-1);
  await sql.query(
    `UPDATE portfolio SET used = used + $2, place_at = coalesce($3, place_at),
       place_customer = coalesce($4, place_customer) WHERE id = $1`,
    [portfolioId, admitted.length - left, last?.counted_at ?? null, last?.customer_id ?? null],
  );
  return new Map(
    waiting.map(({ customerId }, index) => [customerId, freeAt(places[index] ?? last, now)]),
  );
}

const unique = (people: readonly Person[]): readonly Person[] => [
  ...new Map(people.map((person) => [person.customerId, person])).values(),
];

async function removeOld(sql: Sql, portfolioId: string, now: Date): Promise<number> {
  const [row] = await sql.query<{ left: number }>(
    `WITH gone AS (DELETE FROM portfolio_recipient
       WHERE portfolio_id = $1 AND counted_at <= $2 RETURNING 1)
     SELECT count(*) AS left FROM gone`,
    [portfolioId, windowStart(now)],
  );
  return row?.left ?? 0;
}

/** Who has a place keeps it, for a day from now on. */
async function renew(
  sql: Sql,
  portfolioId: string,
  people: readonly Person[],
  now: Date,
): Promise<ReadonlySet<CustomerId>> {
  const rows = await sql.query<{ customer_id: CustomerId }>(
    `UPDATE portfolio_recipient r SET counted_at = greatest(r.counted_at, $4)
     FROM unnest($2::text[], $3::text[]) asked(shop_id, customer_id)
     WHERE r.portfolio_id = $1 AND r.shop_id = asked.shop_id AND r.customer_id = asked.customer_id
     RETURNING r.customer_id`,
    [portfolioId, people.map((one) => one.shopId), people.map((one) => one.customerId), now],
  );
  return new Set(rows.map((row) => row.customer_id));
}

async function insert(
  sql: Sql,
  portfolioId: string,
  people: readonly { readonly shopId: ShopId; readonly customerId: CustomerId }[],
  now: Date,
): Promise<void> {
  if (people.length === 0) return;
  await sql.query(
    `INSERT INTO portfolio_recipient (portfolio_id, shop_id, customer_id, counted_at)
     SELECT $1, asked.*, $4::timestamptz FROM unnest($2::text[], $3::text[]) asked`,
    [portfolioId, people.map((one) => one.shopId), people.map((one) => one.customerId), now],
  );
}

interface Place {
  readonly counted_at: Date;
  readonly customer_id: string;
}

/**
 * Each waiting message is promised the leaving of another recipient, the oldest first, so that a
 * thousand of them don't all come back for the one place that is freed.
 */
async function nextPlaces(
  sql: Sql,
  portfolioId: string,
  { place_at, place_customer }: Room,
  count: number,
): Promise<readonly Place[]> {
  if (count === 0) return [];
  const after = (at: Date, customer: string): Promise<readonly Place[]> =>
    sql.query<Place>(
      `SELECT counted_at, customer_id FROM portfolio_recipient
       WHERE portfolio_id = $1 AND (counted_at, customer_id) > ($2, $3)
       ORDER BY counted_at, customer_id LIMIT $4`,
      [portfolioId, at, customer, count],
    );
  const next = await after(place_at ?? new Date(0), place_customer ?? '');
  return next.length > 0 ? next : after(new Date(0), '');
}

/** Without a recipient to wait for (the limit is new, or was lowered), a quarter of the window. */
const freeAt = (place: Place | undefined, now: Date): Date =>
  new Date(place ? place.counted_at.getTime() + LIMIT_WINDOW_MS : now.getTime() + 6 * 3_600_000);
