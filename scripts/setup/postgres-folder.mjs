import { chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from './command.mjs';
import { isReachableByOthers, isRoot, serverUserFor } from './postgres-binaries.mjs';

const ROOT_ONLY_HOME = '/var/lib/ripresa';

function give(place, { uid, gid }) {
  if (isRoot) chownSync(place, uid, gid);
}

/** Messages must be in English: they are read below. */
export const SERVER_ENVIRONMENT = { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' };

/**
 * A folder that the server's user can enter. Below a folder that only root enters, the data live
 * in /var/lib/ripresa and a link stands in their place.
 */
function placeFor(dataDir, user) {
  mkdirSync(path.dirname(dataDir), { recursive: true });
  if (!isRoot || isReachableByOthers(path.dirname(dataDir))) return dataDir;
  mkdirSync(ROOT_ONLY_HOME, { recursive: true, mode: 0o755 });
  const home = mkdtempSync(path.join(ROOT_ONLY_HOME, 'data-'));
  give(home, user);
  const place = path.join(home, 'postgres');
  rmSync(dataDir, { force: true });
  symlinkSync(place, dataDir);
  return place;
}

async function initialise({ bin, place, user, password, durable }) {
  const fresh = `${place}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  give(fresh, user);
  const secret = mkdtempSync(path.join(os.tmpdir(), 'ripresa-'));
  const passwordFile = path.join(secret, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  give(secret, user);
  give(passwordFile, user);
  const flags = ['-U', 'postgres', '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C'];
  if (!durable) flags.push('--no-sync');
  try {
    const program = path.join(bin, 'initdb');
    await run(program, ['-D', fresh, ...flags, `--pwfile=${passwordFile}`], {
      ...user,
      env: SERVER_ENVIRONMENT,
      cwd: '/',
    });
    // Renamed at the end: a set-up that was killed half-way leaves nothing that looks complete.
    renameSync(fresh, place);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(secret, { recursive: true, force: true });
  }
}

/**
 * Creates the database cluster if there is none.
 * @returns `fresh`: whether it was created now
 */
export async function ensureCluster({ bin, dataDir, password, durable }) {
  if (existsSync(path.join(dataDir, 'PG_VERSION'))) return { fresh: false };
  if (existsSync(dataDir) && !lstatSync(dataDir).isSymbolicLink()) {
    rmSync(dataDir, { recursive: true });
  }
  const user = serverUserFor(dataDir);
  await initialise({ bin, place: placeFor(dataDir, user), user, password, durable });
  return { fresh: true };
}
