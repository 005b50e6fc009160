import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { appFlags } from '../../../scripts/setup/app-flags.mjs';
import { guardChild } from '../../../scripts/setup/guard.mjs';
import { CONTROL_TOKEN } from '../../support/secrets';

export type Role = 'web' | 'worker';

export interface AppProcess {
  readonly role: Role;
  readonly url: string;
  pid(): number | null;
  /** Asks its control door; null when it does not answer, or not well. */
  control(path: string, body?: object): Promise<unknown>;
  /** Answers when it takes requests again, started anew where it had ended. */
  up(): Promise<void>;
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly role: Role;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly name: string;
  /** How far the rehearsal's clock is ahead at this moment. */
  readonly aheadMs: () => number;
  readonly onPoint: (point: string) => void;
  readonly onUnknownPoint: (point: string) => void;
}

const ROOT = path.resolve(import.meta.dirname, '../../..');
const START_LIMIT_MS = 300_000;
const POLL_MS = 60;

/** The product as it is built and run, started again whenever it dies. */
export function keepRunning(options: ProcessOptions): AppProcess {
  const log = createWriteStream(path.join(options.folder, `${options.name}.log`));
  const url = `http://127.0.0.1:${options.port}`;
  let stopping = false;
  let child = launch(options, log);
  const restartWhenGone = (): void => {
    child.once('exit', () => {
      if (stopping) return;
      child = launch(options, log);
      restartWhenGone();
    });
  };
  restartWhenGone();
  return {
    role: options.role,
    url,
    pid: () => child.pid ?? null,
    control: (route, body) => askControl(`${url}/control/${route}`, body),
    up: () => untilUp(url),
    stop: async () => {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function launch(options: ProcessOptions, log: NodeJS.WritableStream): ChildProcess {
  const { role, port, env } = options;
  const child = spawn(process.execPath, [...appFlags(role), 'build/app.js'], {
    cwd: ROOT,
    env: {
      NODE_ENV: 'production',
      PATH: process.env['PATH'] ?? '',
      ...env,
      ROLE: role,
      PORT: String(port),
      REHEARSAL_AHEAD_MS: String(Math.max(0, Math.round(options.aheadMs()))),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  guardChild(child, 'SIGKILL');
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) readLine(line, options);
    log.write(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => log.write(chunk));
  return child;
}

function readLine(line: string, { onPoint, onUnknownPoint }: ProcessOptions): void {
  const [, what, point] = /^fault point (hit|unknown): (.+)$/.exec(line) ?? [];
  if (what === undefined || point === undefined) return;
  (what === 'hit' ? onPoint : onUnknownPoint)(point);
}

async function askControl(url: string, body: object | undefined): Promise<unknown> {
  try {
    const answer = await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${CONTROL_TOKEN}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function untilUp(url: string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while ((await askControl(`${url}/control/clock`, undefined)) === null) {
    if (Date.now() > deadline) throw new Error(`the app did not start at ${url}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
