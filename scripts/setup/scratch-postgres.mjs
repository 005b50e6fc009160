import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { guardFolder } from './guard.mjs';
import { startPostgres } from './postgres.mjs';

/**
 * A PostgreSQL whose folder goes when it stops or when this process ends.
 * @param options - `durable`: commits are forced to the disk, as a measurement wants it; without it
 *   nothing is
 * @returns `url(database)` as a superuser, and `stop()`
 */
export async function startScratchPostgres({ durable = false } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ripresa-scratch-'));
  chmodSync(folder, 0o711);
  guardFolder(folder);
  const server = await startPostgres({
    dataDir: path.join(folder, 'postgres'),
    logFile: path.join(folder, 'postgres.log'),
    password: randomBytes(16).toString('hex'),
    durable,
  });
  const folders = [folder, path.dirname(server.place)];
  folders.forEach(guardFolder);
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      for (const each of folders) rmSync(each, { recursive: true, force: true });
    },
  };
}

/** Runs statements, one connection, one after the other, and answers their results. */
export async function query(url, statements) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const results = [];
    for (const statement of statements) results.push(await client.query(statement));
    return results;
  } finally {
    await client.end();
  }
}
