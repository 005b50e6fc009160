import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beginningOf } from './process-table.mjs';

const SETTLE_MS = 30;
const RETRY_MS = 500;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function ownerOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function isHeld(owner) {
  return owner !== null && owner.beginning !== null && beginningOf(owner.pid) === owner.beginning;
}

async function attempt(file, note) {
  const owner = ownerOf(file);
  if (isHeld(owner)) return { held: true, owner };
  rmSync(file, { force: true });
  const mine = { pid: process.pid, beginning: beginningOf(process.pid), id: randomUUID(), ...note };
  try {
    writeFileSync(file, JSON.stringify(mine), { flag: 'wx', mode: 0o644 });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return { held: true, owner: ownerOf(file) ?? {} };
  }
  // Two that cleared the same stale lock at once: the later file stays, and only its writer goes on.
  await pause(SETTLE_MS);
  const now = ownerOf(file);
  return now?.id === mine.id ? { held: false, mine } : { held: true, owner: now ?? {} };
}

/**
 * Takes a lock file, clearing one whose owner is gone.
 * @returns `{taken: true, release, note}` or `{taken: false, owner}`
 */
export async function takeLock(file, note = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const result = await attempt(file, note);
  if (result.held) return { taken: false, owner: result.owner };
  return {
    taken: true,
    release: () => {
      if (ownerOf(file)?.id === result.mine.id) rmSync(file, { force: true });
    },
  };
}

/** Waits for its turn, telling once that it waits. */
export async function waitForLock(file, onWait) {
  let told = false;
  for (;;) {
    const lock = await takeLock(file);
    if (lock.taken) return lock;
    if (!told) onWait(lock.owner);
    told = true;
    await pause(RETRY_MS);
  }
}
