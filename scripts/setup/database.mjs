import { existsSync } from 'node:fs';
import path from 'node:path';
import { deployMigrations, deployOnce } from './migrations.mjs';
import { startPostgres } from './postgres.mjs';
import { step } from './progress.mjs';
import { query } from './scratch-postgres.mjs';

const NAME = 'ripresa';
const RESTARTS = 5;

/** The app's role owns its database and nothing else. Repeatable: a set-up may have been killed. */
async function ensureDatabase(server, password) {
  await query(server.url('postgres'), [
    `DO $$ BEGIN CREATE ROLE ${NAME} LOGIN PASSWORD '${password}';
     EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
    `SELECT 1 FROM pg_database WHERE datname = '${NAME}'`,
  ]).then(([, found]) => {
    if (found.rowCount > 0) return undefined;
    return query(server.url('postgres'), [`CREATE DATABASE ${NAME} OWNER ${NAME}`]);
  });
}

/** Starts the server again, at the same address, when somebody else ended it. */
function keepRunning(server, options, onGivenUp) {
  let current = server;
  let [stopping, restarts] = [false, 0];
  const follow = () => current.child.once('exit', (code, signal) => void onExit(signal ?? code));
  const onExit = async (how) => {
    if (stopping) return;
    restarts += 1;
    if (restarts > RESTARTS) return onGivenUp(`PostgreSQL ends again and again (${how}).`);
    console.error(`PostgreSQL stopped unexpectedly (${how}); starting it again.`);
    try {
      current = await startPostgres({ ...options, port: server.port });
      follow();
    } catch (error) {
      onGivenUp(error.message);
    }
  };
  follow();
  return () => {
    stopping = true;
    return current.stop();
  };
}

async function openEmbedded({ dataDir, secrets, onGivenUp }) {
  const password = secrets.databasePassword;
  const options = {
    dataDir: path.join(dataDir, 'postgres'),
    logFile: path.join(dataDir, 'logs/postgres.log'),
    password,
  };
  const server = await startPostgres(options);
  try {
    const url = server.url(NAME, NAME);
    const record = path.join(dataDir, 'migrated');
    const isNew = server.fresh || !existsSync(record);
    if (isNew) await ensureDatabase(server, password);
    const changed = await deployOnce({ databaseUrl: url, record, fresh: isNew });
    return { url, isNew: changed, stop: keepRunning(server, options, onGivenUp) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function openOutside(url) {
  await step('Bringing the database up to date', () => deployMigrations(url));
  return { url, isNew: true, stop: () => {} };
}

/**
 * The database of DATABASE_URL, or the embedded one, with every migration applied.
 * @returns `url` for the app's role, `isNew` (created or changed now), `stop()`
 */
export function openDatabase({ environment, dataDir, secrets, onGivenUp }) {
  if (environment.DATABASE_URL) return openOutside(environment.DATABASE_URL);
  return openEmbedded({ dataDir, secrets, onGivenUp });
}
