import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appFlags } from '../../../scripts/setup/app-flags.mjs';
import { startStandIns } from '../../support/stand-ins';

export interface AppProcess {
  readonly pid: number;
  /** Everything that it wrote so far, to both outputs. */
  readonly written: () => string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Ends it without mercy when it still runs. */
  readonly dispose: () => Promise<void>;
}

/** The app as it was built, in a process of its own, with nothing of this process's environment. */
export function launchApp(env: Readonly<Record<string, string>>): AppProcess {
  const child: ChildProcess = spawn(process.execPath, [...appFlags(env['ROLE']), 'build/app.js'], {
    cwd: process.cwd(),
    env: { NODE_ENV: 'test', PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return {
    pid: child.pid ?? 0,
    written: () => text,
    ended,
    signal: (name) => void child.kill(name),
    dispose: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Asks until the answer is the wanted one; fails with the last answer when it never is. */
export async function eventually<Answer>(
  ask: () => Promise<Answer>,
  wanted: (answer: Answer) => boolean,
): Promise<Answer> {
  let last: unknown = 'nothing was answered';
  for (let round = 0; round < 600; round += 1) {
    try {
      const answer = await ask();
      if (wanted(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it never came to be: ${JSON.stringify(last)}`);
}

export interface Operation {
  /** The gateway of the sandbox, which stands in for Shopify, WhatsApp and the browser's address. */
  readonly url: string;
  /** The app itself. */
  readonly appUrl: string;
  readonly databaseUrl: string;
  readonly app: AppProcess;
  readonly close: () => Promise<void>;
}

export interface OperationOptions {
  /** Put in front of the database, to be cut. */
  readonly databaseThrough?: (url: string) => Promise<string>;
  /** Instead of the sandbox's stand-in for WhatsApp. */
  readonly whatsappUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A worker process of the app with its doors, the stand-ins around it and the demo store in it. */
export async function startOperation(options: OperationOptions = {}): Promise<Operation> {
  const standIns = await startStandIns();
  const { url, appUrl, databaseUrl } = standIns;
  const { databaseThrough, whatsappUrl } = options;
  const app = launchApp({
    ...standIns.env,
    ROLE: 'worker',
    LOG_LEVEL: 'debug',
    ...(databaseThrough ? { DATABASE_URL: await databaseThrough(databaseUrl) } : {}),
    ...(whatsappUrl ? { WHATSAPP_API_BASE_URL: whatsappUrl } : {}),
    ...options.env,
  });
  const close = async (): Promise<void> => {
    await app.dispose();
    await standIns.close();
  };
  try {
    const health = () => fetch(`${appUrl}/healthz`);
    await Promise.race([
      eventually(health, ({ status }) => status === 200),
      app.ended.then((how) => {
        throw new Error(`the app ended (${how}):\n${app.written()}`);
      }),
    ]);
    const reset = await fetch(`${url}/sandbox/api/reset`, { method: 'POST' });
    if (!reset.ok) throw new Error(`no demo store: ${await reset.text()}\n${app.written()}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, appUrl, databaseUrl, app, close };
}
