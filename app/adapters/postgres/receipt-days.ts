import type { Sql } from './client';

const DAY_MS = 24 * 60 * 60_000;
/** Days that are made ahead, so that a worker may be down for a while. */
const AHEAD = 3;
/**
 * Making or dropping a day locks the whole table for a moment. It gives up long before the database
 * looks for deadlocks, so that it is never a webhook that has to give way; the next sweep tries again.
 */
const PATIENCE_MS = 300;

/** UTC, as in the names and bounds of the tables. */
const isoDay = (at: Date): string => at.toISOString().slice(0, 10);
const tableOf = (day: string): string => `receipt_${day.replaceAll('-', '')}`;

/**
 * Makes the tables of today and of the next days. A day that has rows among the rest already keeps
 * them there and gets no table of its own.
 */
export async function makeDays(sql: Sql, now: Date): Promise<void> {
  for (let ahead = 0; ahead <= AHEAD; ahead += 1) {
    const start = new Date(now.getTime() + ahead * DAY_MS);
    const [day, next] = [isoDay(start), isoDay(new Date(start.getTime() + DAY_MS))];
    await changeTables(
      sql,
      `IF to_regclass('${tableOf(day)}') IS NULL THEN
         CREATE TABLE ${tableOf(day)} (LIKE receipt INCLUDING ALL);
         ALTER TABLE receipt ATTACH PARTITION ${tableOf(day)}
           FOR VALUES FROM ('${day}T00:00:00Z') TO ('${next}T00:00:00Z');
       END IF;`,
    );
  }
}

/**
 * Drops the days that ended before, with every receipt in them that was closed then; answers how
 * many. A day with a receipt that was closed later, or that still waits, stays as it is; what could
 * not be read goes to the rest, for a person to look at.
 */
export async function dropDays(sql: Sql, before: Date): Promise<number> {
  const old = (await daysOf(sql)).filter((day) => `${day}T24` <= before.toISOString());
  for (const day of old) await dropDay(sql, tableOf(day), before);
  await sql.query(
    `DELETE FROM receipt_rest WHERE state IN ('processed', 'ignored') AND closed_at < $1`,
    [before],
  );
  await sql.query('DELETE FROM receipt_key WHERE received_on < $1::date', [isoDay(before)]);
  const left = new Set(await daysOf(sql));
  return old.filter((day) => !left.has(day)).length;
}

async function daysOf(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.query<{ day: string }>(
    `SELECT to_char(to_date(right(inhrelid::regclass::text, 8), 'YYYYMMDD'), 'YYYY-MM-DD') AS day
     FROM pg_inherits
     WHERE inhparent = 'receipt'::regclass AND inhrelid::regclass::text ~ '^receipt_\\d{8}$'
     ORDER BY day`,
  );
  return rows.map(({ day }) => day);
}

const dropDay = (sql: Sql, table: string, before: Date): Promise<void> =>
  changeTables(
    sql,
    `IF NOT EXISTS (SELECT FROM ${table}
                    WHERE state = 'received' OR closed_at >= '${before.toISOString()}') THEN
       ALTER TABLE receipt DETACH PARTITION ${table};
       INSERT INTO receipt SELECT * FROM ${table} WHERE state IN ('unreadable', 'failed');
       DROP TABLE ${table};
     END IF;`,
  );

/** One process at a time; what can't have its locks, or fails the bounds, changes nothing. */
async function changeTables(sql: Sql, statements: string): Promise<void> {
  await sql.query(
    `DO $$ BEGIN
       PERFORM pg_advisory_xact_lock(hashtextextended('receipt days', 0));
       PERFORM set_config('lock_timeout', '${PATIENCE_MS}ms', true);
       ${statements}
     EXCEPTION WHEN lock_not_available OR check_violation THEN
       NULL;
     END $$`,
  );
}
