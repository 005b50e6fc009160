import type { SlotBook } from '#core/messaging/index';
import type { Sql } from './client';

/** Meta does not say how fast an answer of "too fast" passes: a quarter each ten quiet seconds. */
const RECOVERY_S = 10;
const RECOVERY_FACTOR = 1.25;
const SLOWEST = 1;

interface SlotRow {
  readonly rate: number;
  readonly first_in: number;
}

/**
 * One row a number, for all processes: the next free slot, on the database's own wall clock, so
 * that machines whose clocks differ agree. A statement takes some slots and moves the row on (the
 * generic cell rate algorithm); it neither waits nor counts.
 * @param now for tests; the database's clock when left out
 */
export function slotBook(sql: Sql, now: () => Date | null = () => null): SlotBook {
  return {
    async take({ number, perSecond, count, longestWaitMs }) {
      const [row] = await sql.query<SlotRow>(TAKE, [
        number,
        perSecond,
        now(),
        count,
        longestWaitMs,
      ]);
      return row ? { firstInMs: Math.max(0, row.first_in), apartMs: 1_000 / row.rate } : null;
    },
    async slowDown(number, perSecond) {
      await sql.query(SLOW_DOWN, [number, perSecond, now()]);
    },
  };
}

const CLOCK = 'coalesce($3::timestamptz, clock_timestamp())';
const RATE = `least($2::float8, coalesce(p.slowed_to * power(${RECOVERY_FACTOR},
  least(100, floor(extract(epoch FROM ${CLOCK} - p.slowed_at)::float8 / ${RECOVERY_S}))),
  $2::float8))`;

const TAKE = `INSERT INTO number_pace AS p (phone_number_id, next_at)
  VALUES ($1, ${CLOCK} + make_interval(secs => $4::int / $2::float8))
  ON CONFLICT (phone_number_id) DO UPDATE
    SET next_at = greatest(p.next_at, ${CLOCK}) + make_interval(secs => $4::int / ${RATE})
    WHERE p.next_at <= ${CLOCK} + make_interval(secs => $5::float8 / 1000)
  RETURNING ${RATE} AS rate,
    (extract(epoch FROM p.next_at - ${CLOCK})::float8 - $4::int / ${RATE}) * 1000 AS first_in`;

/** Refusals of one burst, which all come within a second, halve the rate once. */
const SLOW_DOWN = `UPDATE number_pace AS p
  SET slowed_to = greatest(${SLOWEST}, ${RATE} / 2), slowed_at = ${CLOCK}
  WHERE phone_number_id = $1
    AND (slowed_at IS NULL OR slowed_at <= ${CLOCK} - interval '1 second')`;
