import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { guardChild } from './guard.mjs';
import { preparePostgresBinaries, serverUserFor } from './postgres-binaries.mjs';
import { SERVER_ENVIRONMENT, ensureCluster } from './postgres-folder.mjs';
import { freePort } from './ports.mjs';
import { programOf } from './process-table.mjs';
import { refusal } from './refusal.mjs';

const POLL_MS = 20;
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;
const ATTEMPTS = 5;
const RETRY_MS = 500;
/** For databases that may be lost. */
const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
/** A postmaster that was killed leaves children behind for a moment; they hold the memory block. */
const TRANSIENT = /shared memory block|could not bind|Address already in use|lock file .* exists/;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const pidFile = (dataDir) => path.join(dataDir, 'postmaster.pid');

function readPidFile(dataDir) {
  try {
    return readFileSync(pidFile(dataDir), 'utf8').split('\n');
  } catch {
    return [];
  }
}

const isPostgres = (pid) => programOf(pid)?.startsWith('postgres') === true;

async function waitForEnd(pid, limitMs) {
  const deadline = Date.now() + limitMs;
  while (isPostgres(pid) && Date.now() < deadline) await pause(POLL_MS);
  return !isPostgres(pid);
}

/** A server that outlived its start (both it and the guard's owner were killed) is stopped. */
async function clearLeftOver(dataDir) {
  const pid = Number(readPidFile(dataDir)[0]);
  if (!pid) return;
  if (isPostgres(pid)) {
    process.kill(pid, 'SIGINT');
    if (!(await waitForEnd(pid, STOP_LIMIT_MS))) process.kill(pid, 'SIGQUIT');
    await waitForEnd(pid, STOP_LIMIT_MS);
  }
  rmSync(pidFile(dataDir), { force: true });
}

function lastComplaint(logFile) {
  const text = existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
  const lines = text.split('\n').filter((line) => /FATAL|PANIC|could not|No space/.test(line));
  return lines.slice(-3).join(' ').replace(/\s+/g, ' ');
}

async function waitUntilReady(child, dataDir) {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) return false;
    const lines = readPidFile(dataDir);
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
    await pause(POLL_MS);
  }
  child.kill('SIGQUIT');
  return false;
}

function launch({ bin, dataDir, logFile, settings, port }) {
  mkdirSync(path.dirname(logFile), { recursive: true });
  rmSync(logFile, { force: true });
  const log = openSync(logFile, 'w', 0o600);
  const options = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Detached: Ctrl-C reaches every process of a terminal, and the database must stop last.
  const child = spawn(path.join(bin, 'postgres'), ['-D', dataDir, '-p', String(port), ...flags], {
    ...serverUserFor(dataDir),
    env: SERVER_ENVIRONMENT,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  child.on('error', () => {});
  closeSync(log);
  guardChild(child, 'SIGINT');
  return child;
}

function stopper(child) {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  return async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_LIMIT_MS);
    await gone;
    clearTimeout(timer);
  };
}

/**
 * Starts a real PostgreSQL from the npm package on a free loopback port.
 * @param options - `dataDir`, `logFile`, `password` of role postgres, `durable` (false for tests:
 *   nothing is forced to the disk), `settings` (further server parameters), `port` (else a free one)
 * @returns `fresh` (created now), `place` (where the data really are), `port`, `url(database, user)`, `child`, `stop()`
 */
export async function startPostgres({ dataDir, logFile, password, ...options }) {
  const { durable = true, settings = {}, port } = options;
  const bin = preparePostgresBinaries();
  await clearLeftOver(dataDir);
  const { fresh } = await ensureCluster({ bin, dataDir, password, durable });
  const place = realpathSync(dataDir);
  const all = { max_connections: 200, ...(durable ? {} : FORGETFUL), ...settings };
  const server = await launchUntilReady({ bin, dataDir: place, logFile, settings: all, port });
  const url = (database, user = 'postgres') =>
    `postgresql://${user}:${password}@127.0.0.1:${server.port}/${database}`;
  return { fresh, url, place, ...server };
}

async function launchUntilReady({ port: wantedPort, ...options }) {
  const { dataDir, logFile } = options;
  for (let attempt = 1; ; attempt += 1) {
    const port = wantedPort ?? (await freePort());
    const child = launch({ ...options, port });
    const stop = stopper(child);
    if (await waitUntilReady(child, dataDir)) return { port, child, stop };
    const complaint = lastComplaint(logFile);
    if (attempt >= ATTEMPTS || !TRANSIENT.test(complaint)) {
      throw refusal(explain(complaint, logFile));
    }
    await pause(RETRY_MS);
  }
}

function explain(complaint, logFile) {
  if (/No space left/i.test(complaint)) return 'The disk is full. Free some space and try again.';
  return `PostgreSQL did not start: ${complaint || `see ${logFile}`}`;
}
