import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { guardChild, guardFolder } from '../../../scripts/setup/guard.mjs';
import { freePort } from '../../../scripts/setup/ports.mjs';
import { CONTROL_TOKEN, ENCRYPTION_KEY, SECRETS } from '../../support/secrets';
import type { Order, Progress, WorldSettings } from '../world/world-process';
import { openDatabase } from './database';
import type { ChaosDatabase } from './database';
import { keepRunning } from './process';
import type { AppProcess, Role } from './process';
import { openQueue } from './queue';
import type { ChaosQueue } from './queue';

export interface WorldProcess {
  readonly pid: number | null;
  tell(order: Order): Promise<Progress>;
}

/** The app, its engines and the world around it, each in a process of its own. */
export interface Stage {
  readonly folder: string;
  readonly database: ChaosDatabase;
  readonly queue: ChaosQueue;
  readonly world: WorldProcess;
  readonly webs: readonly AppProcess[];
  readonly workers: readonly AppProcess[];
  /** How far the shared clock is ahead of the real one, and setting it. */
  readonly clock: { aheadMs: number };
  readonly points: { readonly hit: Map<string, number>; readonly unknown: Set<string> };
  close(): Promise<void>;
}

/** As a store of some size runs it: whatever one process does, another may be doing too. */
export const PROCESSES = { web: 2, worker: 4 } as const;
/** A crash is noticed this soon, so that a run of thousands of hours of its clock stays short. */
const JOB_LEASE_SECONDS = 3;

export async function openStage(seed: string, carts: number): Promise<Stage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ripresa-chaos-'));
  guardFolder(folder);
  const database = await openDatabase(folder);
  const queue = await openQueue(database);
  const [shopifyPort, metaPort] = await Promise.all([freePort(), freePort()]);
  const ports = { web: await freePorts(PROCESSES.web), worker: await freePorts(PROCESSES.worker) };
  const webUrls = ports.web.map((port) => `http://127.0.0.1:${port}`);
  const world = await startWorld({
    seed,
    carts,
    folder,
    shopifyPort,
    metaPort,
    webUrls,
    secrets: {
      shopifyKey: SECRETS.SHOPIFY_API_KEY,
      shopifySecret: SECRETS.SHOPIFY_API_SECRET,
      whatsappSecret: SECRETS.WHATSAPP_APP_SECRET,
    },
  });
  const clock = { aheadMs: 0 };
  const points = { hit: new Map<string, number>(), unknown: new Set<string>() };
  const env = appEnvironment({ database, queue, publicUrl: webUrls[0]!, shopifyPort, metaPort });
  const start = (role: Role, name: string, port: number): AppProcess =>
    keepRunning({
      ...{ role, name, port, env, folder },
      aheadMs: () => clock.aheadMs,
      onPoint: (point) => points.hit.set(point, (points.hit.get(point) ?? 0) + 1),
      onUnknownPoint: (point) => points.unknown.add(point),
    });
  const startAll = (role: Role): readonly AppProcess[] =>
    ports[role].map((port, place) => start(role, `${role}-${place + 1}`, port));
  const [webs, workers] = [startAll('web'), startAll('worker')];
  await Promise.all([...webs, ...workers].map((each) => each.up()));
  return {
    ...{ folder, database, queue, world, webs, workers, clock, points },
    close: async () => {
      await Promise.all([...webs, ...workers].map((each) => each.stop()));
      queue.stop();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One after the other, so that none is told twice. */
async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}

interface Ports {
  readonly database: ChaosDatabase;
  readonly queue: ChaosQueue;
  readonly publicUrl: string;
  readonly shopifyPort: number;
  readonly metaPort: number;
}

const appEnvironment = ({ database, queue, publicUrl, shopifyPort, metaPort }: Ports) => ({
  ...SECRETS,
  ...queue.env,
  DATABASE_URL: database.url,
  PUBLIC_URL: publicUrl,
  ENCRYPTION_KEYS: `chaos:${ENCRYPTION_KEY}`,
  CONTROL_TOKEN,
  REHEARSAL_FAULTS: 'true',
  JOB_LEASE_SECONDS: String(JOB_LEASE_SECONDS),
  SHOPIFY_API_BASE_URL: `http://127.0.0.1:${shopifyPort}`,
  WHATSAPP_API_BASE_URL: `http://127.0.0.1:${metaPort}`,
  WHATSAPP_META_APP_ID: '300000000000001',
  LOG_LEVEL: 'error',
});

async function startWorld(settings: WorldSettings): Promise<WorldProcess> {
  const program = path.resolve(import.meta.dirname, '../world/world-process.ts');
  const child = fork(program, [JSON.stringify(settings)], {
    execArgv: ['--import', 'tsx', '--max-old-space-size=8192'],
  });
  guardChild(child, 'SIGKILL');
  // One order at a time, and one answer to each.
  let pending: { resolve: (progress: Progress) => void; reject: (error: Error) => void } | null;
  const answer = (): Promise<Progress> =>
    new Promise((resolve, reject) => {
      pending = { resolve, reject };
    });
  child.on('message', (progress: Progress) => pending?.resolve(progress));
  child.on('exit', (code) =>
    pending?.reject(new Error(`the world ended with ${code ?? 'a signal'}`)),
  );
  await answer();
  return {
    pid: child.pid ?? null,
    tell: (order) => {
      const answered = answer();
      child.send(order);
      return answered;
    },
  };
}
