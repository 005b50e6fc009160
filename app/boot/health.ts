import type { Sql } from '#adapters/postgres/client';
import type { JobQueues } from '#adapters/queue/enqueue';

export interface Health {
  readonly database: Check;
  readonly migrations: Check;
  readonly queue: Check;
  readonly workers: Check;
}

/** "ok", or what is wrong in a few words without details of the installation. */
type Check = string;

/** Workers say that they live every few seconds; after this they count as gone. Real time. */
const SILENT_SECONDS = 60;

export async function readHealth(parts: {
  readonly sql: Sql;
  readonly queue: Pick<JobQueues, 'counts'>;
}): Promise<Health> {
  const [database, migrations, queue, workers] = await Promise.all([
    check('does not answer', () => parts.sql.query('SELECT 1')),
    check('are missing or unfinished', () => readMigrations(parts.sql)),
    check('does not answer', () => parts.queue.counts()),
    check('are silent', () => readWorkers(parts.sql)),
  ]);
  return { database, migrations, queue, workers };
}

async function check(complaint: string, work: () => Promise<unknown>): Promise<Check> {
  try {
    await work();
    return 'ok';
  } catch {
    return complaint;
  }
}

async function readMigrations(sql: Sql): Promise<void> {
  const rows = await sql.query<{ done: boolean }>(
    'SELECT finished_at IS NOT NULL AS done FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  if (rows.length === 0 || rows.some(({ done }) => !done)) throw new Error('unfinished');
}

async function readWorkers(sql: Sql): Promise<void> {
  const [row] = await sql.query<{ alive: boolean }>(
    `SELECT EXISTS (SELECT FROM worker_heartbeat
                    WHERE seen_at > now() - make_interval(secs => $1)) AS alive`,
    [SILENT_SECONDS],
  );
  if (!row?.alive) throw new Error('silent');
}
