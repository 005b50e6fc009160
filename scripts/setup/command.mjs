import { spawn } from 'node:child_process';
import { guardChild } from './guard.mjs';
import { ROOT } from './places.mjs';

const KEPT_OUTPUT = 64_000;
const running = new Set();

/**
 * Runs a program quietly and answers its standard output.
 * @throws Error with `output` (of both streams) and `exitCode` when it does not end with 0
 */
export function run(program, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...options,
    });
    guardChild(child);
    running.add(child);
    let answer = '';
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(-KEPT_OUTPUT));
    child.stdout?.on('data', (chunk) => (answer += chunk)).on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0) return resolve(answer);
      const words = [program, ...parameters].join(' ');
      const error = new Error(`${words} ended with ${code ?? signal}\n${output}`);
      reject(Object.assign(error, { output, exitCode: code ?? 1 }));
    });
  });
}

/** Runs one of the packages' own programs with this very Node. */
export function runNode(script, parameters, options) {
  return run(process.execPath, [script, ...parameters], options);
}

/** Ends what is still running, for a set-up that is interrupted. */
export function stopCommands() {
  for (const child of running) child.kill('SIGTERM');
}
