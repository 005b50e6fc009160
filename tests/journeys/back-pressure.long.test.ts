import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkoutPayload } from '../support/outside';
import { openStage } from './acts';
import type { Stage } from './acts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.rehearsal.close());

const LARGE = 1_000_000;
const SENDERS = 60;

/** Keeps every receipt from being written until it is called. */
async function holdReceipts(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: stage.rehearsal.services.env.DATABASE_URL });
  await client.connect();
  await client.query('BEGIN');
  await client.query('LOCK TABLE receipt IN ACCESS EXCLUSIVE MODE');
  return async () => {
    await client.query('COMMIT');
    await client.end();
  };
}

async function send(token: string, fill: number) {
  const payload = checkoutPayload({ token, phone: null, at: await stage.world.now() });
  const headers = {
    'x-shopify-event-id': `event-${token}`,
    'x-shopify-webhook-id': `delivery-${token}`,
  };
  const body = { ...payload, note: 'x'.repeat(fill) };
  return stage.world.shopifyWebhook('checkouts/create', body, headers);
}

test('a database that is behind keeps a bounded number of bytes waiting, and no promise is broken', async () => {
  const { services } = stage.rehearsal;
  const release = await holdReceipts();
  const large = Array.from({ length: SENDERS }, (_, n) => send(`large-${n}`, LARGE));
  const refused = await Promise.race(large);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('5');
  const small = send('small', 0);
  await expect.poll(() => services.doorRoom.held()).toBeGreaterThan(30 * LARGE);
  expect(services.doorRoom.held()).toBeLessThanOrEqual(64 * 1024 * 1024);
  await release();
  const statuses = (await Promise.all(large)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  expect((await small).status).toBe(200);
  expect(services.doorRoom.held()).toBe(0);
  const kept = await services.database.sql.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM receipt WHERE external_id ~ 'event-(large|small)'`,
  );
  expect(kept[0]?.n).toBe(statuses.filter((status) => status === 200).length + 1);
  const { text } = await services.metrics.render();
  expect(text).toMatch(/webhooks_total\{source="shopify",outcome="no_room"\} [1-9]/);
  expect((await send('large-0', LARGE)).status).toBe(200);
});
