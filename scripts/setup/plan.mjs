import { accessSync, constants, existsSync, mkdirSync, statSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './places.mjs';
import { freePort, portProblem } from './ports.mjs';
import { refusal } from './refusal.mjs';

/** An empty cluster with its first write-ahead log takes some 60 MB. */
const ROOM_FOR_DATA_MB = 150;

function readPort(text) {
  const port = Number(text ?? 3000);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw refusal(`PORT must be a number from 0 to 65535, and it is "${text}".`);
}

const shownHost = (host) => (/^(127\.0\.0\.1|0\.0\.0\.0|::1?)$/.test(host) ? 'localhost' : host);

/** Where a client on this machine reaches a server that listens on `host`. */
export function reachableHost(host) {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** Where things run: PORT, HOST and RIPRESA_DATA_DIR, with what follows from them. */
export async function planPlaces(environment) {
  const host = environment.HOST ?? '127.0.0.1';
  const port = readPort(environment.PORT) || (await freePort());
  const dataDir = path.resolve(ROOT, environment.RIPRESA_DATA_DIR ?? '.data');
  const url = `http://${shownHost(host)}:${port}`;
  return { host, port, dataDir, url, publicUrl: environment.PUBLIC_URL ?? url };
}

export async function requireFreePort({ host, port }) {
  const problem = await portProblem(port, host);
  if (problem === null) return;
  const other = `choose another one, for example: PORT=${port === 65_535 ? 3001 : port + 1} npm start`;
  const sentences = {
    EADDRINUSE: `Port ${port} is already in use by another program. Stop that program, or ${other}`,
    EACCES: `This user may not listen on port ${port}; ${other}`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Set HOST to one of its own, such as 127.0.0.1.`,
    ENOTFOUND: `The host name ${host} is unknown. Set HOST to an address of this machine.`,
  };
  throw refusal(sentences[problem] ?? `${host}:${port} cannot be listened on (${problem}).`);
}

/** Step by step: Node's own recursive mkdir never returns where folders cannot be made (/proc). */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  // Searchable, because the database of a root user belongs to another user.
  mkdirSync(folder, { mode: 0o711 });
}

/** Makes the data folder and checks that it can be used. */
export function requireDataFolder(dataDir) {
  try {
    makeFolder(dataDir);
    if (!statSync(dataDir).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error.code === 'ENOSPC') throw error;
    const why = {
      ENOENT: 'cannot be created',
      ENOTDIR: 'is not a folder',
      EROFS: 'is on a read-only disk',
    };
    throw refusal(
      `${dataDir} ${why[error.code] ?? 'cannot be written by this user'}. Choose another place with RIPRESA_DATA_DIR.`,
    );
  }
  const { bavail, bsize } = statfsSync(dataDir);
  const free = Math.floor((bavail * bsize) / 1_048_576);
  if (free >= ROOM_FOR_DATA_MB) return;
  throw refusal(
    `The disk is nearly full: Ripresa needs ${ROOM_FOR_DATA_MB} MB in ${dataDir}, and ${free} MB are free.`,
  );
}
