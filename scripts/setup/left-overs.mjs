import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beginningOf } from './process-table.mjs';

const GRACE_MS = 3000;
const POLL_MS = 50;

const recordOf = (dataDir) => path.join(dataDir, 'servers.json');

function read(file) {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  } catch {
    return [];
  }
}

/** Notes a server, so that the next start can stop it should we and our guard both be killed. */
export function noteServer(dataDir, pid) {
  const file = recordOf(dataDir);
  const known = read(file).filter((entry) => beginningOf(entry.pid) === entry.beginning);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify([...known, { pid, beginning: beginningOf(pid) }]));
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // Gone in the meantime.
  }
}

/** Stops servers that outlived their start. Call it only while holding the data folder's lock. */
export async function stopLeftOverServers(dataDir) {
  const isAlive = ({ pid, beginning }) => beginning !== null && beginningOf(pid) === beginning;
  const alive = read(recordOf(dataDir)).filter(isAlive);
  for (const { pid } of alive) signal(pid, 'SIGTERM');
  const deadline = Date.now() + GRACE_MS;
  while (alive.some(isAlive) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  for (const { pid } of alive.filter(isAlive)) signal(pid, 'SIGKILL');
  rmSync(recordOf(dataDir), { force: true });
}
