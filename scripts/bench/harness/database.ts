import { deployMigrations } from '../../setup/migrations.mjs';
import { query, startScratchPostgres } from '../../setup/scratch-postgres.mjs';

export interface BenchDatabase {
  readonly url: string;
  /** "PostgreSQL 18.4" */
  readonly version: string;
  /** Runs statements one after the other. */
  run(...statements: readonly string[]): Promise<void>;
  /** Runs one statement and answers its rows. */
  ask<Row extends object>(statement: string): Promise<readonly Row[]>;
  stop(): Promise<void>;
}

/** The table that triggers keep of the pending steps, where these were written without triggers. */
export const FOLLOW_STEPS = `
  INSERT INTO pending_step (shop_id, id, recovery_id, step_index, retry_from, due_at)
  SELECT shop_id, id, recovery_id, step_index, retry_from, due_at FROM recovery_step
  WHERE state = 'pending' ORDER BY due_at`;

/** A migrated database of the product on a server of its own, whose commits reach the disk. */
export async function openDatabase(): Promise<BenchDatabase> {
  const server = await startScratchPostgres({ durable: true });
  await query(server.url('postgres'), ['CREATE DATABASE bench']);
  const url = server.url('bench');
  await deployMigrations(url);
  const [answer] = await query(url, ['SHOW server_version']);
  const [row] = (answer?.rows ?? []) as { server_version?: string }[];
  return {
    url,
    version: `PostgreSQL ${row?.server_version ?? ''}`.trim(),
    run: async (...statements) => {
      await query(url, statements);
    },
    ask: async <Row extends object>(statement: string) => {
      const [answered] = await query(url, [statement]);
      return (answered?.rows ?? []) as Row[];
    },
    stop: server.stop,
  };
}
