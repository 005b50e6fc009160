import { inBatches } from '#core/kernel/in-batches';
import type { SlotBook, SlotGrant, SlotRequest } from '#core/messaging/index';
import type { Sql } from './client';

/** Meta does not say how fast an answer of "too fast" passes: a quarter each ten quiet seconds. */
const RECOVERY_S = 10;
const RECOVERY_FACTOR = 1.25;
const SLOWEST = 1;

interface SlotRow {
  readonly at: number;
  readonly rate: number;
  readonly first_in: number;
}

/** Requests of one statement, and such statements at once. */
const TOGETHER = { most: 100, lanes: 2 };

/**
 * One row a number, for all processes: the next free slot, on the database's own wall clock, so
 * that machines whose clocks differ agree. A statement takes some slots and moves the row on (the
 * generic cell rate algorithm); it neither waits nor counts. What is asked for many numbers at once
 * is one statement.
 * @param now for tests; the database's clock when left out
 */
export function slotBook(sql: Sql, now: () => Date | null = () => null): SlotBook {
  return {
    take: inBatches(TOGETHER, (requests) => takeAll(sql, requests, now())),
    async slowDown(number, perSecond) {
      await sql.query(SLOW_DOWN, [number, perSecond, now()]);
    },
  };
}

const toGrant = (row: SlotRow): SlotGrant => ({
  atMs: row.at,
  firstInMs: Math.max(0, row.first_in),
  apartMs: 1_000 / row.rate,
});

async function takeAll(
  sql: Sql,
  requests: readonly SlotRequest[],
  now: Date | null,
): Promise<readonly (SlotGrant | null)[]> {
  const known = await takeKnown(sql, requests, now);
  const opened = await takeNew(
    sql,
    requests.filter((request) => !known.has(request)),
    now,
  );
  const all: (SlotGrant | null)[] = [];
  // Those whose slots are far away, and those that are asked for more than twice.
  for (const request of requests)
    all.push(known.get(request) ?? opened.get(request) ?? (await takeOne(sql, request, now)));
  return all;
}

/** Numbers that never sent before get their rows first, all in one statement. */
async function takeNew(
  sql: Sql,
  requests: readonly SlotRequest[],
  now: Date | null,
): Promise<ReadonlyMap<SlotRequest, SlotGrant>> {
  if (requests.length < 2) return new Map();
  await sql.query(OPEN, [requests.map(({ number }) => number), now]);
  return takeKnown(sql, requests, now);
}

/** For numbers that have a row already, each once. */
async function takeKnown(
  sql: Sql,
  requests: readonly SlotRequest[],
  now: Date | null,
): Promise<ReadonlyMap<SlotRequest, SlotGrant>> {
  // Of two requests for a number the first one goes first.
  const byNumber = new Map([...requests].reverse().map((request) => [request.number, request]));
  if (byNumber.size < 2) return new Map();
  const asked = [...byNumber.values()];
  const rows = await sql.query<SlotRow & { number: string }>(TAKE_MANY, [
    asked.map(({ number }) => number),
    asked.map(({ perSecond }) => perSecond),
    now,
    asked.map(({ count }) => count),
    asked.map(({ longestWaitMs }) => longestWaitMs),
    asked.map(leadOf),
  ]);
  return new Map(
    rows.flatMap((row) => {
      const request = byNumber.get(row.number);
      return request ? [[request, toGrant(row)] as const] : [];
    }),
  );
}

async function takeOne(
  sql: Sql,
  request: SlotRequest,
  now: Date | null,
): Promise<SlotGrant | null> {
  const { number, perSecond, count, longestWaitMs } = request;
  const [row] = await sql.query<SlotRow>(TAKE, [
    number,
    perSecond,
    now,
    count,
    longestWaitMs,
    leadOf(request),
  ]);
  return row ? toGrant(row) : null;
}

/** Whole milliseconds: PostgreSQL refuses to divide what is so small that nothing of it would be left. */
const leadOf = ({ leadMs = 0 }: SlotRequest): number => Math.round(leadMs);

const CLOCK = 'coalesce($3::timestamptz, clock_timestamp())';
/** @param perSecond SQL: what the number may send while the vendor does not slow it down */
const rateOf = (perSecond: string): string =>
  `least(${perSecond}, coalesce(p.slowed_to * power(${RECOVERY_FACTOR},
  least(100, floor(extract(epoch FROM ${CLOCK} - p.slowed_at)::float8 / ${RECOVERY_S}))),
  ${perSecond}))`;
const RATE = rateOf('$2::float8');
const RATE_ASKED = rateOf('per_second');

const AT = `extract(epoch FROM ${CLOCK})::float8 * 1000 AS at`;

const TAKE = `INSERT INTO number_pace AS p (phone_number_id, next_at)
  VALUES ($1, ${CLOCK} + make_interval(secs => $6::float8 / 1000 + $4::int / $2::float8))
  ON CONFLICT (phone_number_id) DO UPDATE
    SET next_at = greatest(p.next_at, ${CLOCK} + make_interval(secs => $6::float8 / 1000))
      + make_interval(secs => $4::int / ${RATE})
    WHERE p.next_at <= ${CLOCK} + make_interval(secs => $5::float8 / 1000)
  RETURNING ${RATE} AS rate, ${AT},
    (extract(epoch FROM p.next_at - ${CLOCK})::float8 - $4::int / ${RATE}) * 1000 AS first_in`;

const OPEN = `INSERT INTO number_pace (phone_number_id, next_at)
  SELECT DISTINCT number, coalesce($2::timestamptz, clock_timestamp())
  FROM unnest($1::text[]) AS given (number) ORDER BY number
  ON CONFLICT (phone_number_id) DO NOTHING`;

/** Numbers are locked in the order of their ids, so that two processes never wait in a circle. */
const TAKE_MANY = `WITH asked AS MATERIALIZED (
    SELECT number, per_second, count, longest, lead
    FROM unnest($1::text[], $2::float8[], $4::int[], $5::float8[], $6::float8[])
      AS given (number, per_second, count, longest, lead)
    JOIN number_pace ON phone_number_id = number ORDER BY number FOR UPDATE OF number_pace)
  UPDATE number_pace p
  SET next_at = greatest(p.next_at, ${CLOCK} + make_interval(secs => lead / 1000))
    + make_interval(secs => count / ${RATE_ASKED})
  FROM asked WHERE p.phone_number_id = number
    AND p.next_at <= ${CLOCK} + make_interval(secs => longest / 1000)
  RETURNING number, ${RATE_ASKED} AS rate, ${AT},
    (extract(epoch FROM p.next_at - ${CLOCK})::float8 - count / ${RATE_ASKED}) * 1000 AS first_in`;

/** Refusals of one burst, which all come within a second, halve the rate once. */
const SLOW_DOWN = `UPDATE number_pace AS p
  SET slowed_to = greatest(${SLOWEST}, ${RATE} / 2), slowed_at = ${CLOCK}
  WHERE phone_number_id = $1
    AND (slowed_at IS NULL OR slowed_at <= ${CLOCK} - interval '1 second')`;
