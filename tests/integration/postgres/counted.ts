import type { Database, Sql } from '#adapters/postgres/client';
import { gatheredSql } from '#adapters/postgres/gathered-sql';

/** Asks at once, gathered; answers the rows and how many statements reached the database. */
export async function counted<Rows>(
  database: Database,
  ask: (together: Sql) => readonly Promise<Rows>[],
): Promise<{ rows: Rows[]; statements: number }> {
  const texts: string[] = [];
  const rows = await database.transaction((sql) => {
    const counting: Sql = {
      query: (text, values) => {
        texts.push(text);
        return sql.query(text, values);
      },
    };
    return Promise.all(ask(gatheredSql(counting)));
  });
  const isOwn = (text: string): boolean => !/^(PREPARE|DEALLOCATE)|pg_prepared/.test(text);
  return { rows, statements: texts.filter(isOwn).length };
}
