import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './ports';

const ROOT = path.resolve(import.meta.dirname, '../..');
const READY = /^Ripresa is ready: (\S+)$/m;

export interface StartOptions {
  readonly port?: number;
  /** A folder to keep; without it a temporary one, removed by `stop`. */
  readonly folder?: string;
}

export interface RunningRipresa {
  /** Address that the start printed. */
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  readonly process: ChildProcess;
  /** Ends it as Ctrl-C would, and answers its exit code. */
  readonly stop: () => Promise<number | null>;
}

export interface EndedStart {
  readonly exitCode: number | null;
  readonly output: string;
}

function launch(port: number, folder: string): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts/start.mjs')], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: String(port),
      RIPRESA_DATA_DIR: folder,
      DATABASE_URL: '',
      npm_lifecycle_event: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (chunk: Buffer): void => {
    text += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return { child, output: () => text };
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('close', resolve));
}

/** Runs `npm start`'s script where it is expected to refuse, to its end. */
export async function startAndEnd({ port, folder }: Required<StartOptions>): Promise<EndedStart> {
  const { child, output } = launch(port, folder);
  const exitCode = await ended(child);
  return { exitCode, output: output() };
}

/**
 * Starts the whole product as `npm start` does (the build must be there: `npm run build`).
 * @throws Error with what it printed when it ends instead
 */
export async function startRipresa(options: StartOptions = {}): Promise<RunningRipresa> {
  const port = options.port ?? (await freePort());
  const folder = options.folder ?? mkdtempSync(path.join(os.tmpdir(), 'ripresa-run-'));
  const { child, output } = launch(port, folder);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = READY.exec(output())?.[1];
      if (found) resolve(found);
    });
    child.once('close', () => {
      reject(new Error(`Ripresa did not start:\n${output()}`));
    });
  });
  const stop = async (): Promise<number | null> => {
    child.kill('SIGINT');
    const exitCode = await ended(child);
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    return exitCode;
  };
  return { url, port, folder, process: child, stop };
}
