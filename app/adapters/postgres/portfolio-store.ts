import type { CustomerId } from '#core/kernel/ids';
import { LIMIT_WINDOW_MS } from '#core/messaging/index';
import type { PlaceAsked, PortfolioStore } from '#core/messaging/index';
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
  admit: (people, now) => admit(sql, people, now),
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
  readonly id: string;
  readonly daily_limit: number;
  readonly used: number;
  readonly place_at: Date | null;
  readonly place_customer: CustomerId | null;
}

/** What becomes of a portfolio and of those who ask for its places. */
interface Admission {
  readonly room: Room;
  readonly admitted: readonly PlaceAsked[];
  readonly waiting: readonly PlaceAsked[];
  /** How many more people it has reached than before. */
  readonly change: number;
}

/** In the order of their ids, so that two batches never wait for each other in a circle. */
const LOCK = `SELECT id, daily_limit, used, place_at, place_customer FROM portfolio
  WHERE id = ANY ($1::text[]) AND daily_limit IS NOT NULL ORDER BY id FOR UPDATE`;

async function admit(
  sql: Sql,
  people: readonly PlaceAsked[],
  now: Date,
): Promise<readonly (Date | null)[]> {
  const ids = [...new Set(people.map(({ portfolioId }) => portfolioId))];
  const rooms = await sql.query<Room>(LOCK, [ids]);
  const left = await removeOld(sql, rooms, now);
  const known = await renew(sql, people, now);
  const fresh = unique(people).filter((person) => !known.has(keyOf(person)));
  const admissions = rooms.map((room) =>
    decide(
      room,
      fresh.filter(({ portfolioId }) => portfolioId === room.id),
      left.get(room.id) ?? 0,
    ),
  );
  await insert(
    sql,
    admissions.flatMap(({ admitted }) => admitted),
    now,
  );
  const waits = new Map<string, Date>();
  const changes: Change[] = [];
  for (const { room, waiting, change } of admissions) {
    const places = await nextPlaces(sql, room, waiting.length);
    const last = places.at(-1);
    changes.push({ id: room.id, change, last });
    waiting.forEach((person, at) => waits.set(keyOf(person), freeAt(places[at] ?? last, now)));
  }
  await keep(sql, changes);
  return people.map((person) => waits.get(keyOf(person)) ?? null);
}

const keyOf = ({ portfolioId, customerId }: Omit<PlaceAsked, 'shopId'>): string =>
  `${portfolioId} ${customerId}`;

const unique = (people: readonly PlaceAsked[]): readonly PlaceAsked[] => [
  ...new Map(people.map((person) => [keyOf(person), person])).values(),
];

function decide(room: Room, fresh: readonly PlaceAsked[], left: number): Admission {
  const free = Math.max(0, room.daily_limit - (room.used - left));
  const admitted = fresh.slice(0, free);
  return { room, admitted, waiting: fresh.slice(free), change: admitted.length - left };
}

/** How many left each portfolio. */
async function removeOld(
  sql: Sql,
  rooms: readonly Room[],
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.query<{ portfolio_id: string; left: number }>(
    `WITH gone AS (DELETE FROM portfolio_recipient
       WHERE portfolio_id = ANY ($1::text[]) AND counted_at <= $2 RETURNING portfolio_id)
     SELECT portfolio_id, count(*) AS left FROM gone GROUP BY portfolio_id`,
    [rooms.map(({ id }) => id), windowStart(now)],
  );
  return new Map(rows.map((row) => [row.portfolio_id, row.left]));
}

/** Who has a place keeps it, for a day from now on. */
async function renew(
  sql: Sql,
  people: readonly PlaceAsked[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ portfolio_id: string; customer_id: CustomerId }>(
    `UPDATE portfolio_recipient r SET counted_at = greatest(r.counted_at, $4)
     FROM unnest($1::text[], $2::text[], $3::text[]) asked (portfolio_id, shop_id, customer_id)
     WHERE r.portfolio_id = asked.portfolio_id AND r.shop_id = asked.shop_id
       AND r.customer_id = asked.customer_id
     RETURNING r.portfolio_id, r.customer_id`,
    [...columnsOf(people), now],
  );
  return new Set(
    rows.map((row) => keyOf({ portfolioId: row.portfolio_id, customerId: row.customer_id })),
  );
}

const columnsOf = (people: readonly PlaceAsked[]): readonly (readonly string[])[] => [
  people.map(({ portfolioId }) => portfolioId),
  people.map(({ shopId }) => shopId),
  people.map(({ customerId }) => customerId),
];

async function insert(sql: Sql, people: readonly PlaceAsked[], now: Date): Promise<void> {
  if (people.length === 0) return;
  await sql.query(
    `INSERT INTO portfolio_recipient (portfolio_id, shop_id, customer_id, counted_at)
     SELECT asked.*, $4::timestamptz FROM unnest($1::text[], $2::text[], $3::text[]) asked`,
    [...columnsOf(people), now],
  );
}

interface Change {
  readonly id: string;
  readonly change: number;
  readonly last: Place | undefined;
}

async function keep(sql: Sql, changes: readonly Change[]): Promise<void> {
  await sql.query(
    `UPDATE portfolio p SET used = p.used + given.change,
       place_at = coalesce(given.place_at, p.place_at),
       place_customer = coalesce(given.place_customer, p.place_customer)
     FROM unnest($1::text[], $2::int[], $3::timestamptz[], $4::text[])
       AS given (id, change, place_at, place_customer)
     WHERE p.id = given.id`,
    [
      changes.map(({ id }) => id),
      changes.map(({ change }) => change),
      changes.map(({ last }) => last?.counted_at ?? null),
      changes.map(({ last }) => last?.customer_id ?? null),
    ],
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
  { id, place_at, place_customer }: Room,
  count: number,
): Promise<readonly Place[]> {
  if (count === 0) return [];
  const after = (at: Date, customer: string): Promise<readonly Place[]> =>
    sql.query<Place>(
      `SELECT counted_at, customer_id FROM portfolio_recipient
       WHERE portfolio_id = $1 AND (counted_at, customer_id) > ($2, $3)
       ORDER BY counted_at, customer_id LIMIT $4`,
      [id, at, customer, count],
    );
  const next = await after(place_at ?? new Date(0), place_customer ?? '');
  return next.length > 0 ? next : after(new Date(0), '');
}

/** Without a recipient to wait for (the limit is new, or was lowered), a quarter of the window. */
const freeAt = (place: Place | undefined, now: Date): Date =>
  new Date(place ? place.counted_at.getTime() + LIMIT_WINDOW_MS : now.getTime() + 6 * 3_600_000);
