import http from 'node:http';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase } from '#adapters/postgres/client';
import type { Database } from '#adapters/postgres/client';
import { checkoutPayload, outside } from '../../support/outside';
import type { Outside } from '../../support/outside';
import { SECRETS } from '../../support/secrets';
import { eventually, startOperation } from './app-process';
import type { Operation } from './app-process';

let operation: Operation;
let database: Database;
let world: Outside;

beforeEach(async () => {
  operation = await startOperation();
  database = createDatabase(operation.databaseUrl, { max: 2 });
  world = outside(operation);
});
afterEach(async () => {
  await database.close();
  await operation.close();
});

interface HalfSent {
  readonly finish: () => void;
  /** The answer's, or what went wrong instead. */
  readonly status: Promise<number | string>;
}

/** A signed webhook of which only the first half has left. */
function beginWebhook(body: string): HalfSent {
  const signature = createHmac('sha256', SECRETS.SHOPIFY_API_SECRET).update(body);
  const request = http.request(`${operation.appUrl}/webhooks/shopify`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-shopify-topic': 'checkouts/create',
      'x-shopify-shop-domain': 'demo.myshopify.com',
      'x-shopify-webhook-id': 'half-sent',
      'x-shopify-hmac-sha256': signature.digest('base64'),
    },
  });
  const status = new Promise<number | string>((resolve) => {
    request.once('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('error', (error) => resolve(error.message));
  });
  const half = Math.floor(body.length / 2);
  request.write(body.slice(0, half));
  return { status, finish: () => void request.end(body.slice(half)) };
}

describe('a process that is told to stop', () => {
  test('finishes the message that is on its way, sends no other, and says goodbye, also when told twice', async () => {
    const at = await world.now();
    for (const [token, phone] of [
      ['tok-one', '+393471234567'],
      ['tok-two', '+393471234568'],
    ] as const) {
      await world.shopifyWebhook('checkouts/create', checkoutPayload({ token, phone, at }));
    }
    await world.faults('whatsapp', 'slow', 2);
    const advanced = world.advance(3 * 24 * 60).catch(() => 'cut off');
    const states = async () =>
      (
        await database.sql.query<{ state: string }>(
          `SELECT state FROM message WHERE direction = 'out' ORDER BY state`,
        )
      ).map(({ state }) => state);
    await eventually(states, (found) => found.includes('sending'));
    operation.app.signal('SIGTERM');
    operation.app.signal('SIGINT');
    expect(await operation.app.ended).toBe(0);
    await advanced;
    const left = await states();
    expect(left).not.toContain('sending');
    expect(left).not.toContain('unknown');
    const taken = (await world.messages()).filter(({ status }) => status === 200);
    expect(left.filter((state) => state !== 'queued')).toHaveLength(taken.length);
    expect(await database.sql.query('SELECT id FROM worker_heartbeat')).toEqual([]);
  }, 60_000);

  test('takes in the webhook that is being delivered, and no new connection', async () => {
    const body = JSON.stringify(
      checkoutPayload({ token: 'tok-half', phone: '+393471234567', at: new Date() }),
    );
    const webhook = beginWebhook(body);
    await new Promise((resolve) => setTimeout(resolve, 300));
    operation.app.signal('SIGTERM');
    // The worker's goodbye is the last thing before the process closes what it holds.
    const workers = () => database.sql.query('SELECT id FROM worker_heartbeat');
    await eventually(workers, (rows) => rows.length === 0);
    const door = fetch(`${operation.appUrl}/healthz`).then(
      () => 'open',
      () => 'closed',
    );
    expect(await door).toBe('closed');
    await new Promise((resolve) => setTimeout(resolve, 500));
    webhook.finish();
    expect(await webhook.status).toBe(200);
    expect(await operation.app.ended).toBe(0);
    const receipts = await database.sql.query<{ external_id: string }>(
      `SELECT external_id FROM receipt WHERE external_id LIKE '%half-sent'`,
    );
    expect(receipts).toHaveLength(1);
  }, 60_000);
});
