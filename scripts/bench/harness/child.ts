import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { appFlags } from '../../setup/app-flags.mjs';

export interface Usage {
  /** User and system time since the process began. */
  readonly cpuSeconds: number;
  /** The most that it has ever held. */
  readonly peakRssMb: number;
}

export interface Child {
  /** What the process said when it was ready. */
  readonly ready: unknown;
  ask<Answer>(question: object): Promise<Answer>;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

export const ROOT = path.resolve(import.meta.dirname, '../../..');
const REPORTER = path.join(ROOT, 'scripts/bench/processes/report-usage.mjs');

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Answers when the process can be used; without it the process says so itself. */
  readonly waitUntilReady?: () => Promise<void>;
}

/**
 * Starts one contestant in a process of its own, so that its CPU and memory are its own. It ends
 * with this process.
 * @param file below the project's folder
 */
export async function startChild(file: string, options: ChildOptions = {}): Promise<Child> {
  const child = fork(path.join(ROOT, file), {
    cwd: ROOT,
    // All have the product's flags for their role; in what is built, a loader of sources would count as its memory.
    execArgv: [
      ...appFlags(options.env?.['ROLE']),
      ...(file.endsWith('.ts') ? ['--import', 'tsx'] : []),
      ...['--import', REPORTER],
    ],
    env: { ...process.env, NODE_ENV: 'production', ...options.env },
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const pending = new Map<number, (answer: Answered) => void>();
  const ready = firstWord(child, file);
  child.on('message', (message: Answered) => pending.get(message.number)?.(message));
  child.on('exit', () => pending.forEach((settle) => settle({ number: 0, error: 'it ended' })));
  let asked = 0;
  const ask = async <Answer>(question: object): Promise<Answer> => {
    asked += 1;
    const number = asked;
    const answered = new Promise<Answered>((resolve) => pending.set(number, resolve));
    child.send({ ...question, number });
    const { error, answer } = await answered;
    pending.delete(number);
    if (error !== undefined) throw new Error(`${file}: ${error}`);
    return answer as Answer;
  };
  if (options.waitUntilReady) await options.waitUntilReady();
  const said = options.waitUntilReady ? null : await ready;
  return { ready: said, ask, usage: () => ask({ kind: 'usage' }), stop: () => stop(child) };
}

interface Answered {
  readonly number: number;
  readonly error?: string;
  readonly answer?: unknown;
}

function firstWord(child: ChildProcess, file: string): Promise<unknown> {
  const word = new Promise((resolve, reject) => {
    child.on('message', (message: { ready?: unknown }) => {
      if ('ready' in message) resolve(message.ready);
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code ?? 'a signal'}`)));
  });
  // Whoever waits in another way need not listen.
  word.catch(() => undefined);
  return word;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
