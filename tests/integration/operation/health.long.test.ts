import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readHealth } from '../../../app/boot/health';
import { createDatabase } from '#adapters/postgres/client';
import { operationStore } from '#adapters/postgres/operation-store';
import { createEmptyDatabase, createTestDatabase } from '../../support/database';
import { checkoutPayload, outside } from '../../support/outside';
import { eventually, startOperation } from './app-process';
import type { Operation } from './app-process';

const queue = { counts: () => Promise.resolve({} as never) };

describe('health names what is wrong', () => {
  test('a database without our tables has no migrations and no workers', async () => {
    const empty = await createEmptyDatabase();
    const database = createDatabase(empty.url, { max: 2 });
    try {
      expect(await readHealth({ sql: database.sql, queue })).toEqual({
        database: 'ok',
        migrations: 'are missing or unfinished',
        queue: 'ok',
        workers: 'are silent',
      });
    } finally {
      await database.close();
      await empty.drop();
    }
  });

  test('a migration that stopped half-way is told, and so is a worker that went silent', async () => {
    const fresh = await createTestDatabase();
    const database = createDatabase(fresh.url, { max: 2 });
    const read = () => readHealth({ sql: database.sql, queue });
    try {
      await operationStore(database.sql).heartbeat('worker-1');
      expect(await read()).toMatchObject({ migrations: 'ok', workers: 'ok' });
      await database.sql.query(
        `UPDATE worker_heartbeat SET seen_at = now() - interval '61 seconds'`,
      );
      await database.sql.query(
        `UPDATE _prisma_migrations SET finished_at = NULL
         WHERE id = (SELECT id FROM _prisma_migrations LIMIT 1)`,
      );
      expect(await read()).toMatchObject({
        migrations: 'are missing or unfinished',
        workers: 'are silent',
      });
    } finally {
      await database.close();
      await fresh.drop();
    }
  });

  test('a queue that does not answer is told without its address', async () => {
    const fresh = await createTestDatabase();
    const database = createDatabase(fresh.url, { max: 2 });
    const broken = { counts: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7')) };
    try {
      const health = await readHealth({ sql: database.sql, queue: broken });
      expect(health.queue).toBe('does not answer');
      expect(JSON.stringify(health)).not.toContain('10.0.0.7');
    } finally {
      await database.close();
      await fresh.drop();
    }
  });
});

/** A cable between the app and PostgreSQL that can be pulled. */
function createCable() {
  const open = new Set<net.Socket>();
  let target = { host: '', port: 0 };
  let pulled = false;
  const server = net.createServer((near) => {
    if (pulled) return void near.destroy();
    const far = net.connect(target);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  return {
    through: async (url: string): Promise<string> => {
      const real = new URL(url);
      target = { host: real.hostname, port: Number(real.port) };
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      real.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      return real.href;
    },
    pull: () => {
      pulled = true;
      for (const socket of open) socket.destroy();
    },
    plugIn: () => {
      pulled = false;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

describe('a database that goes away', () => {
  const cable = createCable();
  let operation: Operation;
  const health = async () => {
    const answer = await fetch(`${operation.appUrl}/healthz`);
    return { status: answer.status, body: (await answer.json()) as { checks: object } };
  };
  const tell = async (token: string) => {
    const world = outside({ url: operation.appUrl });
    const checkout = checkoutPayload({ token, phone: '+393471234567', at: new Date() });
    return world.shopifyWebhook('checkouts/create', checkout);
  };

  beforeAll(async () => {
    operation = await startOperation({ databaseThrough: cable.through });
  });
  afterAll(async () => {
    await operation.close();
    await cable.close();
  });

  test('is told by health, and webhooks are refused in a way that is tried again', async () => {
    expect(await health()).toEqual({
      status: 200,
      body: {
        status: 'ok',
        checks: { database: 'ok', migrations: 'ok', queue: 'ok', workers: 'ok' },
      },
    });
    cable.pull();
    const sick = await health();
    expect(sick.status).toBe(503);
    expect(sick.body.checks).toMatchObject({ database: 'does not answer' });
    const refused = await tell('tok-away');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
  });

  test('needs no restart when it is back: the same process is well and takes webhooks', async () => {
    cable.plugIn();
    await eventually(health, ({ status }) => status === 200);
    expect((await tell('tok-back')).status).toBe(200);
    const database = createDatabase(operation.databaseUrl, { max: 1 });
    const carts = () => database.sql.query<{ external_id: string }>('SELECT external_id FROM cart');
    const found = await eventually(carts, (rows) => rows.length > 0);
    await database.close();
    expect(found).toEqual([{ external_id: 'tok-back' }]);
  });
});
