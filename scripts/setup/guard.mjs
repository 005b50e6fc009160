import { spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './places.mjs';

let guard;

function order(message) {
  guard ??= startGuard();
  guard.stdin.write(`${JSON.stringify(message)}\n`);
}

function startGuard() {
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts/setup/guard-process.mjs')], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  child.stdin.unref?.();
  return child;
}

/**
 * Promises that this child ends when we do, even when we are killed without a word.
 * @param child - a running child process
 * @param signal - what asks it to stop; SIGINT is PostgreSQL's fast shutdown
 */
export function guardChild(child, signal = 'SIGTERM') {
  if (child.pid === undefined) return;
  const { pid } = child;
  order({ watch: pid, signal });
  child.once('exit', () => order({ forget: pid }));
}

/** Promises that this folder is removed when we are gone. */
export function guardFolder(folder) {
  order({ remove: folder });
}
