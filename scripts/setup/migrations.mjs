import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runNode } from './command.mjs';
import { fingerprint } from './fingerprint.mjs';
import { ROOT } from './places.mjs';
import { refusal } from './refusal.mjs';

/** Runs the Prisma program offline against one database. */
export function prisma(parameters, databaseUrl) {
  return runNode(path.join(ROOT, 'node_modules/prisma/build/index.js'), parameters, {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      NO_COLOR: '1',
    },
  });
}

/** Applies every migration that the database has not seen. */
export async function deployMigrations(databaseUrl) {
  try {
    await prisma(['migrate', 'deploy'], databaseUrl);
  } catch (error) {
    const lines = (error.output ?? error.message).trim().split('\n').slice(-12).join('\n');
    throw refusal(`The database could not be brought up to date:\n${lines}`);
  }
}

/**
 * Applies migrations unless this data folder has seen exactly these: asking Prisma takes seconds.
 * @param record - file beside the database that holds the hash of what was applied
 * @param fresh - the database was created just now, so an old record is void
 */
export async function deployOnce({ databaseUrl, record, fresh }) {
  const hash = fingerprint(['prisma/migrations']);
  if (!fresh && existsSync(record) && readFileSync(record, 'utf8') === hash) return false;
  rmSync(record, { force: true });
  await deployMigrations(databaseUrl);
  writeFileSync(record, hash);
  return true;
}
