import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '#adapters/postgres/client';
import { operationStore } from '#adapters/postgres/operation-store';
import type { FailedJob } from '#adapters/queue/bull-classes';
import { JOBS, type JobPayload } from '#adapters/queue/catalog';
import type { JobRun, JobWorker } from '#adapters/queue/worker';
import { VendorFault } from '#core/kernel/vendor-fault';
import { openQueueRig, until, type QueueRig } from './queue-rig';

const backends = ['postgres', 'redis'] as const;

describe.each(backends)('the queue on %s', (backend) => {
  let rig: QueueRig;
  let end: QueueRig['end'] = () => Promise.resolve();
  let worker: JobWorker | undefined;
  beforeAll(async () => {
    rig = await openQueueRig(backend);
    end = rig.end;
  });
  afterAll(() => end());
  afterEach(async () => {
    await worker?.close();
    worker = undefined;
    await rig.queue.clear();
  });

  const templates = (channelId: string) => ({ shopId: 's', channelId });
  const ask = (channelId: string, delayMs?: number) =>
    rig.queue.enqueue('sync-templates', templates(channelId), {
      dedupeKey: channelId,
      ...(delayMs === undefined ? {} : { delayMs }),
    });

  test('delivers a job’s payload to the handler of its name, once', async () => {
    const seen: unknown[] = [];
    await ask('a');
    await rig.queue.enqueue('reconcile-shop', { shopId: 's' }, { dedupeKey: 's' });
    worker = await rig.work({
      'sync-templates': note(seen),
      'reconcile-shop': note(seen),
    });
    await until('two jobs', () => seen.length === 2);
    await until('idle', () => rig.queue.idle());
    expect(seen).toEqual(expect.arrayContaining([templates('a'), { shopId: 's' }]));
    expect((await rig.queue.counts())['sync-templates'].failed).toBe(0);
  });

  test('refuses a payload that the catalogue does not know', async () => {
    const wrong = { shopId: 's' } as unknown as JobPayload<'sync-templates'>;
    const work = rig.queue.enqueue('sync-templates', wrong, { dedupeKey: 'x' });
    await expect(work).rejects.toThrow(/channelId/);
    expect(await rig.queue.idle()).toBe(true);
  });

  test('keeps one job a key while it waits or runs, and takes the key again afterwards', async () => {
    await Promise.all([ask('a'), ask('a'), ask('a'), ask('b')]);
    expect((await rig.queue.counts())['sync-templates'].waiting).toBe(2);
    let release: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (release = resolve));
    const seen: string[] = [];
    worker = await rig.work({
      'sync-templates': async ({ channelId }) => {
        seen.push(channelId);
        await running;
      },
    });
    await until('both run', () => seen.length === 2);
    expect(await rig.queue.idle()).toBe(false);
    await ask('a');
    expect((await rig.queue.counts())['sync-templates']).toMatchObject({ waiting: 0, active: 2 });
    release();
    await until('idle', () => rig.queue.idle());
    await ask('a');
    await until('a third', () => seen.length === 3);
    expect([...seen].sort()).toEqual(['a', 'a', 'b']);
  });

  test('tries a failed job again after a pause that grows, then gives it up and frees its key', async () => {
    const runs: JobRun[] = [];
    const failures: boolean[] = [];
    await ask('a');
    worker = await rig.work(
      {
        'sync-templates': (_payload, run) => {
          runs.push(run);
          return Promise.reject(new Error('vendor exploded'));
        },
      },
      { onFailed: (_name, failure) => failures.push(failure.final) },
    );
    await until('second try', () => runs.length === 2);
    expect(runs).toEqual([
      { attempt: 1, last: false },
      { attempt: 2, last: false },
    ]);
    await until('given up', () => failures.length === 4);
    expect(failures).toEqual([false, false, false, true]);
    expect(runs.at(-1)).toEqual({ attempt: 4, last: true });
    expect((await rig.queue.counts())['sync-templates'].failed).toBe(1);
    await ask('a');
    await until('a new job', () => runs.length > 4);
  });

  test('ends a job at once whose vendor says never, and hands on the reason', async () => {
    const details = { vendor: 'shopify', code: 'ACCESS_DENIED', retry: 'never' } as const;
    const refused = new VendorFault('Shopify refused the request.', details);
    let runs = 0;
    const failures: FailedJob[] = [];
    await ask('a');
    worker = await rig.work(
      {
        'sync-templates': () => {
          runs += 1;
          return Promise.reject(refused);
        },
      },
      { onFailed: (_name, failure) => failures.push(failure) },
    );
    await until('given up', () => failures.length === 1);
    expect(failures).toEqual([
      { jobId: expect.any(String) as string, attempt: 1, final: true, error: refused },
    ]);
    await until('idle', () => rig.queue.idle());
    expect((await rig.queue.counts())['sync-templates']).toMatchObject({ delayed: 0, failed: 1 });
    expect(runs).toBe(1);
  });

  test('starts a delayed job when its time comes, and others meanwhile', async () => {
    const seen: string[] = [];
    await ask('much later', 3_600_000);
    await ask('soon', 300);
    worker = await rig.work({
      'sync-templates': note(seen, ({ channelId }) => channelId),
    });
    await ask('now');
    await until('both jobs', () => seen.length === 2);
    expect(seen.toSorted()).toEqual(['now', 'soon']);
    await until('idle', () => rig.queue.idle());
    expect((await rig.queue.counts())['sync-templates']).toMatchObject({ waiting: 0, delayed: 1 });
  });

  test('gives the job of a killed worker to another one', async () => {
    const leaseMs = 1_000;
    const script = fileURLToPath(new URL('queue-doomed-worker.ts', import.meta.url));
    const parameters = [rig.database.url, rig.namespace, rig.redisUrl ?? '', String(leaseMs)];
    const doomed = spawn(process.execPath, ['--import', 'tsx', script, ...parameters], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said: string[] = [];
    doomed.stdout.on('data', (text: Buffer) => said.push(text.toString()));
    await ask('orphan');
    await until('the job is taken', () => said.join('').includes('taken'));
    doomed.kill('SIGKILL');
    await once(doomed, 'exit');
    const seen: string[] = [];
    worker = await rig.work(
      { 'sync-templates': note(seen, ({ channelId }) => channelId) },
      { leaseMs },
    );
    await until('the job is taken over', () => seen.length === 1);
    expect(seen).toEqual(['orphan']);
    await until('idle', () => rig.queue.idle());
  });

  test('loses nothing when all jobs are lost: the rows are enqueued again', async () => {
    const database = createDatabase(rig.database.url, { max: 2 });
    await database.sql.query(
      `INSERT INTO shop (id, platform, domain, name, currency, time_zone, country_code, locale,
         state, settings)
       SELECT 'p' || n, 'shopify', 'p' || n, 'P', 'EUR', 'Europe/Rome', 'IT', 'it', 'installed', '{}'
       FROM generate_series(1, 5) n`,
    );
    const sweep = async (): Promise<number> => {
      const shops = await operationStore(database.sql).behind('sweep', new Date(), 10);
      for (const shopId of shops) {
        await rig.queue.enqueue('reconcile-shop', { shopId }, { dedupeKey: shopId });
      }
      return shops.length;
    };
    expect(await sweep()).toBe(5);
    await rig.queue.clear();
    expect(await rig.queue.idle()).toBe(true);
    expect(await sweep()).toBe(5);
    const seen: string[] = [];
    worker = await rig.work({ 'reconcile-shop': note(seen, ({ shopId }) => shopId) });
    await until('five shops', () => seen.length === 5);
    expect([...seen].sort()).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
    await database.sql.query('DELETE FROM shop');
    await database.close();
  });

  test('closes after the running jobs are done and starts no other', async () => {
    const finished: string[] = [];
    let started = 0;
    let release: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (release = resolve));
    worker = await rig.work({
      'reconcile-shop': async ({ shopId }) => {
        started += 1;
        await running;
        finished.push(shopId);
      },
    });
    for (const shopId of ['first', 'second', 'third', 'fourth']) {
      await rig.queue.enqueue('reconcile-shop', { shopId }, { dedupeKey: shopId });
    }
    await until('as many as may run at once', () => started === JOBS['reconcile-shop'].concurrency);
    const closed = worker.close();
    release();
    await closed;
    expect([...finished].sort()).toEqual(['first', 'second']);
    expect((await rig.queue.counts())['reconcile-shop']).toMatchObject({ waiting: 2, active: 0 });
  });
});

/** A handler that does nothing but write down what it was given. */
const note =
  <Payload>(seen: unknown[], pick: (payload: Payload) => unknown = (payload) => payload) =>
  (payload: Payload): Promise<void> => {
    seen.push(pick(payload));
    return Promise.resolve();
  };
