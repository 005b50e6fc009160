import { createDatabase } from '../../../app/adapters/postgres/client';
import { answering, sayReady } from './answering';
import { until } from './until';

const LANES = 2;
const database = createDatabase(process.env.DATABASE_URL ?? '', { max: LANES });

interface Question {
  readonly seconds: number;
  /** Each has the first person of a batch as $1 and the last one as $2. */
  readonly statements: readonly string[];
  readonly people: number;
  /** People of one transaction. */
  readonly batch: number;
}

/** Rows of people that are known beforehand, written in sets; an item is a person. */
answering<Question>('write', ({ seconds, statements, people, batch }) => {
  let next = 0;
  return until({ seconds, most: Infinity, lanes: LANES }, () => async () => {
    const first = next;
    const last = Math.min(first + batch, people) - 1;
    if (first > last) return null;
    next = last + 1;
    await database.transaction(async (sql) => {
      for (const statement of statements) await sql.query(statement, [first, last]);
    });
    return last - first + 1;
  });
});
sayReady(true);
