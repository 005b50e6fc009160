import { chmodSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { guardFolder } from '../../../scripts/setup/guard.mjs';
import { deployMigrations } from '../../../scripts/setup/migrations.mjs';
import { startPostgres } from '../../../scripts/setup/postgres.mjs';

export interface ChaosDatabase {
  readonly url: string;
  pid(): number | null;
  /** Ends the server and starts it again where it was; "immediate" is a crash. */
  restart(how: 'fast' | 'immediate'): Promise<void>;
  /** A query of the conductor's own, tried until the server answers. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

const NAME = 'chaos';
const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;
/**
 * A commit is answered when it is with the operating system, which survives every crash of this
 * run; only a power cut would ask for the disk, and nobody pulls the plug here.
 */
const SETTINGS = { synchronous_commit: 'on', fsync: 'off', full_page_writes: 'off' } as const;

/** A migrated database of the product on a server of its own. */
export async function openDatabase(folder: string): Promise<ChaosDatabase> {
  chmodSync(folder, 0o711);
  const options = {
    dataDir: path.join(folder, 'postgres'),
    logFile: path.join(folder, 'postgres.log'),
    password: 'chaos',
    settings: SETTINGS,
    durable: false,
  };
  let server = await startPostgres(options);
  const { port } = server;
  guardFolder(path.dirname(server.place));
  const url = server.url(NAME);
  await once(server.url('postgres'), `CREATE DATABASE ${NAME}`);
  await deployMigrations(url);
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  return {
    url,
    pid: () => server.child.pid ?? null,
    restart: async (how) => {
      const gone = new Promise((resolve) => server.child.once('exit', resolve));
      server.child.kill(SIGNALS[how]);
      await gone;
      server = await startPostgres({ ...options, port });
    },
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await untilAnswered(() => pool.query<Row>(text, [...values]))).rows,
    stop: async () => {
      await pool.end();
      await server.stop();
    },
  };
}

const TRIES = 100;
const PAUSE_MS = 100;

async function untilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await ask();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

async function once(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
