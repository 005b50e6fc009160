import type { Sql } from './client';

/** Empties every table of ours and keeps the record of migrations. For rehearsals only. */
export async function emptyDatabase(sql: Sql): Promise<void> {
  const tables = await sql.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename NOT IN ('_prisma_migrations', 'worker_heartbeat')`,
  );
  if (tables.length === 0) return;
  await sql.query(`TRUNCATE ${tables.map(({ name }) => name).join(', ')} RESTART IDENTITY CASCADE`);
}
