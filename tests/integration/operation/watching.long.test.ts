import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkTokenOf } from '../../support/ledger';
import { LINE, checkoutPayload, orderPayload, outside } from '../../support/outside';
import type { Outside, RecordedRequest } from '../../support/outside';
import { CONTROL_TOKEN, ENCRYPTION_KEY, SECRETS } from '../../support/secrets';
import { startOperation } from './app-process';
import type { Operation } from './app-process';

const PHONE = '+393471234567';
const UNREACHABLE = '+393471234599';
const EMAIL = 'giulia.rossi@example.it';
const QUESTION = 'Avete questa camicia in verde smeraldo?';
const RECOVERY_KEY = 'recovery-key-5f1d';
const PRODUCT = 'Camicia Zaffiro';

let operation: Operation;
let world: Outside;
let linkToken = '';
let metrics = '';

const checkout = (token: string, at: Date, phone: string | null) =>
  checkoutPayload({
    token,
    phone,
    email: EMAIL,
    at,
    url: `https://demo.myshopify.com/70000/checkouts/ac/${token}/recover?key=${RECOVERY_KEY}`,
    items: [{ ...LINE, title: PRODUCT }],
  });

async function signed(body: string, headers: Record<string, string> = {}): Promise<number> {
  const signature = createHmac('sha256', SECRETS.SHOPIFY_API_SECRET).update(body);
  const answer = await fetch(`${operation.appUrl}/webhooks/shopify`, {
    method: 'POST',
    body,
    headers: {
      'x-shopify-topic': 'checkouts/update',
      'x-shopify-shop-domain': 'demo.myshopify.com',
      'x-shopify-hmac-sha256': signature.digest('base64'),
      ...headers,
    },
  });
  return answer.status;
}

/** All that a shopper can do, from the cart to the question, with an order and a refusal. */
async function live(): Promise<void> {
  const at = await world.now();
  await world.shopifyWebhook('checkouts/create', checkout('tok-1', at, PHONE));
  await world.shopifyWebhook('checkouts/create', {
    ...checkout('tok-3', at, null),
    email: null,
  });
  await world.faults('whatsapp', 'http-500');
  await world.advance(3 * 24 * 60);
  const sent = (await world.messages()).find(
    ({ body, status }) => status === 200 && String(body.to).endsWith(PHONE.slice(1)),
  );
  linkToken = linkTokenOf(sent);
  await fetch(`${operation.url}/r/${linkToken}`, { redirect: 'manual' });
  await world.reply(PHONE, { text: QUESTION });
  const order = orderPayload({ id: 77, token: 'tok-1', at: await world.now(), phone: PHONE });
  await world.shopifyWebhook('orders/paid', { ...order, email: EMAIL });
  const other = { ...checkout('tok-2', await world.now(), UNREACHABLE), email: null };
  await world.shopifyWebhook('checkouts/create', other);
  await world.faults('whatsapp', '131026');
  await world.advance(3 * 24 * 60);
}

/** All that can go wrong at the doors and behind them. */
async function stumble(): Promise<void> {
  const repeated = { 'x-shopify-event-id': 'told-twice' };
  const body = JSON.stringify(checkout('tok-4', await world.now(), PHONE));
  expect(await signed(body, repeated)).toBe(200);
  expect(await signed(body, repeated)).toBe(200);
  expect(await signed(body, { 'x-shopify-hmac-sha256': 'forged' })).toBe(401);
  expect(await signed(body, { 'x-shopify-shop-domain': 'nobody.myshopify.com' })).toBe(404);
  expect(await signed(`not json ${EMAIL} ${PHONE}`)).toBe(200);
  expect(await signed(JSON.stringify({ filler: 'x'.repeat(3 * 1024 * 1024) }))).toBe(413);
  // PostgreSQL refuses a text that is too long for its index.
  const token = `tok${PHONE}${randomBytes(9_000).toString('base64')}`;
  const endless = { ...checkout('tok-5', await world.now(), PHONE), token };
  expect(await signed(JSON.stringify(endless))).toBe(200);
  await fetch(`${operation.url}/r/${linkToken.slice(0, -1)}_`);
  await world.faults('shopify', 'http-500', 3);
  await world.advance(60);
}

beforeAll(async () => {
  operation = await startOperation();
  world = outside(operation);
  await live();
  await stumble();
  metrics = await (await fetch(`${operation.appUrl}/metrics`)).text();
}, 120_000);
afterAll(() => operation.close());

const value = (series: string): number => {
  const line = metrics.split('\n').find((text) => text.startsWith(`${series} `));
  return Number(line?.slice(series.length) ?? Number.NaN);
};
const webhooks = (source: string, outcome: string) =>
  value(`ripresa_webhooks_total{source="${source}",outcome="${outcome}"}`);

describe('the metrics', () => {
  test('count every outcome at the doors', () => {
    expect(webhooks('shopify', 'recorded')).toBeGreaterThanOrEqual(4);
    expect(webhooks('shopify', 'repeated')).toBe(1);
    expect(webhooks('shopify', 'refused')).toBe(1);
    expect(webhooks('shopify', 'unknown_shop')).toBe(1);
    expect(webhooks('shopify', 'too_large')).toBe(1);
    expect(webhooks('whatsapp', 'recorded')).toBeGreaterThanOrEqual(1);
  });

  test('count receipts that can’t be read, messages by state and reasons of silence', () => {
    expect(value('ripresa_receipts_total{source="shopify",outcome="unreadable"}')).toBe(1);
    expect(value('ripresa_messages_total{state="sent"}')).toBeGreaterThanOrEqual(1);
    expect(value('ripresa_messages_total{state="failed"}')).toBeGreaterThanOrEqual(1);
    expect(value('ripresa_non_sends_total{reason="no_phone"}')).toBe(1);
  });

  test('tell how long jobs took and that nothing is left lying', () => {
    expect(
      value('ripresa_job_seconds_count{job="run-recovery-step",outcome="done"}'),
    ).toBeGreaterThanOrEqual(2);
    for (const what of ['events', 'queued_messages', 'unknown_messages']) {
      expect(value(`ripresa_waiting_rows{what="${what}"}`)).toBe(0);
    }
  });

  test('have labels from closed lists only: no person, no shop, no id', () => {
    const series = metrics.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(series.length).toBeGreaterThan(10);
    for (const line of series) {
      expect(line).toMatch(/^ripresa_[a-z_]+(\{[^}]*\})? [\d.e+-]+$/);
      for (const [, label] of line.matchAll(/="([^"]*)"/g)) {
        expect(label).toMatch(/^([a-z][a-z_-]*|[\d.]+|\+Inf)$/);
      }
    }
  });
});

/** Access tokens that the store platform handed out. */
async function shopifyTokens(): Promise<string[]> {
  const requests = await world.call<RecordedRequest[]>('GET', 'shopify/requests');
  const found = JSON.stringify(requests).match(
    /(shp(at|rt|ca)_[\w-]+)|(eyJ[\w-]+\.[\w-]+\.[\w-]+)/g,
  );
  return [...new Set(found ?? [])];
}

describe('the log', () => {
  test('is one JSON object a line, and tells what went wrong', () => {
    const lines = operation.app.written().trim().split('\n');
    const read = lines.map((line) => JSON.parse(line) as { level: number; msg: string });
    expect(read.every(({ level, msg }) => level > 0 && msg !== '')).toBe(true);
    expect(read.map(({ msg }) => msg)).toContain('listening');
    expect(read.map(({ msg }) => msg)).toContain('a receipt was not read');
    expect(read.filter(({ level }) => level >= 40).length).toBeGreaterThan(0);
  });

  test('names nobody: no phone in any spelling, no address, no name, no word of a message', () => {
    const text = operation.app.written();
    const digits = (phone: string) => phone.slice(3);
    for (const personal of [EMAIL, 'giulia', 'rossi', QUESTION, PRODUCT, 'smeraldo']) {
      expect(text.toLowerCase()).not.toContain(personal.toLowerCase());
    }
    for (const phone of [PHONE, UNREACHABLE]) expect(text).not.toContain(digits(phone));
  });

  test('holds no secret: no key, no token, no password, no link that opens something', async () => {
    const text = operation.app.written();
    const secrets = [
      ...Object.values(SECRETS).filter((secret) => secret !== SECRETS.SHOPIFY_API_KEY),
      ENCRYPTION_KEY,
      CONTROL_TOKEN,
      'demo-whatsapp-token',
      new URL(operation.databaseUrl).password,
      linkToken,
      RECOVERY_KEY,
      ...(await shopifyTokens()),
    ].filter((secret) => secret !== '');
    expect(secrets.length).toBeGreaterThanOrEqual(7);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});
