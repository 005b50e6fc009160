import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../setup/command.mjs';
import { guardChild, guardFolder } from '../setup/guard.mjs';
import { CACHE } from '../setup/places.mjs';
import { freePort } from '../setup/ports.mjs';
import { step } from '../setup/progress.mjs';

const OWN = path.join(CACHE, 'redis');
const START_LIMIT_MS = 10_000;
const POLL_MS = 20;

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((place) => existsSync(place));
}

/** apt with every file of its own below one folder, so that no root is needed and nothing changes. */
function apt(folder, parameters) {
  const state = path.join(folder, 'apt');
  for (const name of ['lists/partial', 'cache/archives/partial']) {
    mkdirSync(path.join(state, name), { recursive: true });
  }
  const options = [
    `Dir::State::lists=${state}/lists`,
    `Dir::Cache=${state}/cache`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
  ].flatMap((option) => ['-o', option]);
  return run('apt-get', [...options, '-qq', ...parameters], { cwd: folder });
}

/** The packages that an installation would fetch: lines of `'address' name_version_arch.deb …`. */
async function missingPackages(folder) {
  const plan = await apt(folder, [
    'install',
    '--print-uris',
    '--no-install-recommends',
    'redis-server',
  ]);
  return [...plan.matchAll(/ ([a-z0-9.+-]+)_\S+\.deb /g)].map(([, name]) => name);
}

async function fetchFromDebian() {
  rmSync(OWN, { recursive: true, force: true });
  mkdirSync(OWN, { recursive: true });
  await apt(OWN, ['update']);
  await apt(OWN, ['download', ...(await missingPackages(OWN))]);
  for (const file of readdirSync(OWN).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg-deb', ['-x', path.join(OWN, file), path.join(OWN, 'root')]);
    rmSync(path.join(OWN, file));
  }
  rmSync(path.join(OWN, 'apt'), { recursive: true, force: true });
}

function ownProgram() {
  const program = path.join(OWN, 'root/usr/bin/redis-check-rdb');
  const server = path.join(OWN, 'root/usr/bin/redis-server');
  return [server, program].find((place) => existsSync(place));
}

function libraries() {
  const base = path.join(OWN, 'root/usr/lib');
  const folders = existsSync(base) ? readdirSync(base).map((name) => path.join(base, name)) : [];
  return [base, ...folders, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
}

function lastLine(error) {
  return String(error.output ?? error.message)
    .trim()
    .split('\n')
    .at(-1);
}

const findKnown = () => onPath('redis-server') ?? onPath('valkey-server') ?? ownProgram();

/**
 * A Redis program: an installed one, or the one of Debian's package unpacked into the cache.
 * @returns `{program}` or `{missing: sentence}`
 */
export async function findRedis() {
  const known = findKnown();
  if (known) return { program: known };
  const remedy = 'Install redis-server to run the queue suite on Redis as well.';
  if (!onPath('apt-get') || !onPath('dpkg-deb')) {
    return { missing: `There is no redis-server on this machine. ${remedy}` };
  }
  try {
    await step('Fetching Redis from the system’s packages', fetchFromDebian);
  } catch (error) {
    return { missing: `redis-server could not be fetched (${lastLine(error)}). ${remedy}` };
  }
  const program = ownProgram();
  return program ? { program } : { missing: `The package held no redis-server. ${remedy}` };
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

/** Says a command and answers the whole of what comes back until `isEnough`. */
function ask(port, command, isEnough) {
  return new Promise((resolve, reject) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      said += chunk.toString();
      if (!isEnough(said)) return;
      socket.destroy();
      resolve(said);
    });
  });
}

/** All slots are this one server's: it refuses a command whose keys a cluster could not hold together. */
async function ownAllSlots(port, until) {
  await ask(port, 'CLUSTER ADDSLOTSRANGE 0 16383', (said) => said.endsWith('\r\n'));
  await until(async () => {
    const state = await ask(port, 'CLUSTER INFO', (said) => said.includes('cluster_size'));
    return state.includes('cluster_state:ok');
  });
}

/** Starts a Redis that keeps no data on the disk; as a cluster of one when asked. */
export async function startRedis(program, { isCluster = false } = {}) {
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'ripresa-redis-'));
  guardFolder(folder);
  const flags = [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
    ...['--save', '', '--appendonly', 'no', '--cluster-enabled', isCluster ? 'yes' : 'no'],
  ];
  const child = spawn(program, flags, {
    argv0: 'redis-server',
    cwd: '/',
    env: { ...process.env, LD_LIBRARY_PATH: libraries() },
    stdio: 'ignore',
  });
  child.on('error', () => {});
  guardChild(child);
  const deadline = Date.now() + START_LIMIT_MS;
  const until = async (isSo) => {
    while (!(await isSo())) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error('Redis did not start');
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  await until(() => answers(port));
  if (isCluster) await ownAllSlots(port, until);
  return { url: `redis://127.0.0.1:${port}`, pid: child.pid, stop: () => child.kill('SIGTERM') };
}
