import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { appFlags } from './app-flags.mjs';
import { guardChild } from './guard.mjs';
import { ROOT } from './places.mjs';
import { refusal } from './refusal.mjs';

const SHOWN_LINES = 12;
const POLL_MS = 40;
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;
const RESTARTS = 5;
const RESTART_WINDOW_MS = 60_000;
const RESTART_DELAY_MS = 500;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function lastLines(file) {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').slice(-SHOWN_LINES).join('\n');
  } catch {
    return '';
  }
}

function launch({ script, env, logFile }, flags) {
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, flags, 0o600);
  // Detached: Ctrl-C reaches every process of a terminal, and we stop ours in order.
  const child = spawn(process.execPath, [...appFlags(env.ROLE), path.join(ROOT, script)], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  child.on('error', () => {});
  closeSync(log);
  guardChild(child);
  return child;
}

const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

async function stopChild(child) {
  if (hasEnded(child)) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await gone;
  clearTimeout(timer);
}

/**
 * Starts one of our servers and keeps it running until it is stopped.
 * @param options - `name`, `script` (relative to the root), `env`, `logFile`, `onLaunched(pid)`, and
 *   `onGivenUp(why)` for when it fails again and again
 * @returns `ready(url)` waits for a good answer there; `stop()`
 */
export function startService(options) {
  rmSync(options.logFile, { force: true });
  const ends = [];
  let [stopping, answered] = [false, false];
  let child;
  const follow = (flags) => {
    child = launch(options, flags);
    options.onLaunched(child.pid);
    child.once('exit', (code, signal) => void onExit(code ?? signal));
  };
  const onExit = async (how) => {
    if (stopping || !answered) return;
    ends.push(Date.now());
    const recent = ends.filter((at) => at > Date.now() - RESTART_WINDOW_MS).length;
    if (recent > RESTARTS) {
      options.onGivenUp(`The ${options.name} stops again and again; see ${options.logFile}`);
      return;
    }
    console.error(`The ${options.name} stopped unexpectedly (${how}); starting it again.`);
    await pause(RESTART_DELAY_MS);
    if (!stopping) follow('a');
  };
  follow('w');
  return {
    ready: async (url) => {
      await waitForAnswer({ ...options, url, ended: () => hasEnded(child) });
      answered = true;
    },
    stop: () => {
      stopping = true;
      return stopChild(child);
    },
  };
}

async function isAnswering(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

async function waitForAnswer({ name, logFile, url, ended }) {
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await isAnswering(url))) {
    if (ended()) throw refusal(`The ${name} did not start:\n${lastLines(logFile)}`);
    if (Date.now() > deadline) {
      throw refusal(
        `The ${name} does not answer at ${url}; its last words:\n${lastLines(logFile)}`,
      );
    }
    await pause(POLL_MS);
  }
}

/** Runs one of our programs to its end. */
export async function runToEnd({ name, script, env, logFile }) {
  rmSync(logFile, { force: true });
  const child = launch({ script, env, logFile }, 'w');
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw refusal(`The ${name} failed:\n${lastLines(logFile)}`);
}
