import { createHmac, randomUUID } from 'node:crypto';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEnv } from '../../app/boot/env';
import { startServices } from '../../app/boot/services';
import { doorFor, passThrough } from '../../app/doors/router';
import { checkoutPayload } from '../support/outside';
import { freePort } from '../support/ports';
import { SECRETS } from '../support/secrets';
import { DEMO, openStage } from './acts';
import type { Stage } from './acts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.rehearsal.close());

const base64 = (body: string, secret: string) =>
  createHmac('sha256', secret).update(body).digest('base64');

interface Delivery {
  readonly topic?: string;
  readonly secret?: string;
  readonly headers?: Record<string, string>;
  readonly url?: string;
}

/** Posts bytes exactly as they are. */
const shopify = (body: string, delivery: Delivery = {}): Promise<Response> =>
  fetch(`${delivery.url ?? stage.rehearsal.url}/webhooks/shopify`, {
    method: 'POST',
    body,
    headers: {
      'x-shopify-topic': delivery.topic ?? 'checkouts/create',
      'x-shopify-shop-domain': DEMO,
      'x-shopify-event-id': randomUUID(),
      'x-shopify-webhook-id': randomUUID(),
      'x-shopify-hmac-sha256': base64(body, delivery.secret ?? SECRETS.SHOPIFY_API_SECRET),
      ...delivery.headers,
    },
  });

const whatsapp = (
  body: string,
  secret: string = SECRETS.WHATSAPP_APP_SECRET,
): Promise<Response> => {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return fetch(`${stage.rehearsal.url}/webhooks/whatsapp`, {
    method: 'POST',
    body,
    headers: { 'x-hub-signature-256': `sha256=${signature}` },
  });
};

const receipts = () =>
  stage.book.rows<{ topic: string; state: string; reason: string | null }>(
    'SELECT topic, state, reason FROM receipt ORDER BY id',
  );

const metric = async (line: string): Promise<number> => {
  const text = await (await fetch(`${stage.appUrl}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((one) => one.startsWith(line))
      ?.split(' ')
      .at(-1) ?? 0,
  );
};

const checkout = async (token: string): Promise<string> =>
  JSON.stringify(checkoutPayload({ token, phone: '+393481000001', at: await stage.world.now() }));

describe('a signature', () => {
  test('that is wrong, missing, or of another body is refused, and nothing is written', async () => {
    const before = (await receipts()).length;
    const body = await checkout('forged');
    const unsigned = { 'x-shopify-hmac-sha256': '' };
    const answers = [
      await shopify(body, { secret: 'somebody-else' }),
      await shopify(body, { headers: unsigned }),
      await shopify(`${body} `, {
        headers: { 'x-shopify-hmac-sha256': base64(body, SECRETS.SHOPIFY_API_SECRET) },
      }),
      await shopify(body.replace('98.00', '97.00'), {
        headers: { 'x-shopify-hmac-sha256': base64(body, SECRETS.SHOPIFY_API_SECRET) },
      }),
      await whatsapp('{"object":"whatsapp_business_account","entry":[]}', 'somebody-else'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(Array(5).fill(''));
    expect(await receipts()).toHaveLength(before);
    expect(await stage.book.cart('forged')).toBeUndefined();
    expect(
      await metric('ripresa_webhooks_total{source="shopify",outcome="refused"}'),
    ).toBeGreaterThanOrEqual(4);
  });

  test('is of the bytes as they came, with odd spacing, escapes and every script', async () => {
    const at = (await stage.world.now()).toISOString();
    const body = `{ "token":\t"odd" ,\r\n "phone" : "\\u002b39 348 100 0002","currency":"EUR",
      "created_at":"${at}", "updated_at":"${at}",  "total_price":"10.00", "extra": 1e2,
      "line_items":[{"title":"Caffè ☕ 日本語 \\u00e9 שלום \\ud83d\\ude00","quantity":1,"price":"10.00",
        "variant_id":45100000000001,"product_id":1}] }`;
    expect((await shopify(body)).status).toBe(200);
    await stage.world.advance(0);
    expect(await stage.book.cart('odd')).toMatchObject({ state: 'open', phone: '+393481000002' });
    const [cart] = await stage.book.rows<{ title: string }>(
      `SELECT line_items->0->>'title' AS title FROM cart WHERE external_id = 'odd'`,
    );
    expect(cart?.title).toBe('Caffè ☕ 日本語 é שלום 😀');
  });

  test('of the secret before is good while the secret is being changed', async () => {
    const port = await freePort();
    const { env } = stage.rehearsal.services;
    const { CONTROL_TOKEN: _token, ...kept } = env;
    const url = `http://127.0.0.1:${port}`;
    const services = await startServices(
      readEnv({
        ...Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, String(value)])),
        ROLE: 'web',
        PORT: String(port),
        SHOPIFY_API_SECRET: 'the-new-secret',
        SHOPIFY_API_SECRET_PREVIOUS: env.SHOPIFY_API_SECRET,
      }),
    );
    const server = http.createServer((request, response) => {
      const door = doorFor(request);
      if (door) void passThrough(door, request, response, services);
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const body = await checkout('rotated');
    const statuses = [
      (await shopify(body, { url, secret: env.SHOPIFY_API_SECRET })).status,
      (await shopify(body, { url, secret: 'the-new-secret' })).status,
      (await shopify(body, { url, secret: 'the-one-before-that' })).status,
    ];
    server.close();
    server.closeAllConnections();
    await services.close();
    expect(statuses).toEqual([200, 200, 401]);
  });
});

describe('a body', () => {
  test('that grows over 3 MB is refused while it is still arriving', async () => {
    const before = (await receipts()).length;
    const status = await new Promise<number>((resolve, reject) => {
      const request = http.request(
        `${stage.appUrl}/webhooks/shopify`,
        { method: 'POST', headers: { 'transfer-encoding': 'chunked' } },
        (response) => resolve(response.statusCode ?? 0),
      );
      request.on('error', reject);
      const megabyte = Buffer.alloc(1024 * 1024, 32);
      for (const _part of [1, 2, 3]) request.write(megabyte);
      request.write('one byte more is too many');
    });
    expect(status).toBe(413);
    const announced = await new Promise<number>((resolve, reject) => {
      const headers = { 'content-length': String(4 * 1024 * 1024) };
      const options = { method: 'POST', headers };
      const request = http.request(`${stage.appUrl}/webhooks/whatsapp`, options, (response) =>
        resolve(response.statusCode ?? 0),
      );
      request.on('error', reject);
      request.flushHeaders();
    });
    expect(announced).toBe(413);
    expect(await receipts()).toHaveLength(before);
    expect(await metric('ripresa_webhooks_total{source="shopify",outcome="too_large"}')).toBe(1);
  });

  test('of almost 3 MB is taken', async () => {
    const body = JSON.stringify({ token: 'long', note: 'ü'.repeat(1_500_000) });
    expect((await shopify(body)).status).toBe(200);
  });

  test('that is no JSON after a good signature is kept with its reason', async () => {
    expect((await shopify('<xml>no</xml>', { topic: 'orders/paid' })).status).toBe(200);
    expect((await shopify('[1, 2]', { topic: 'orders/paid' })).status).toBe(200);
    expect((await whatsapp('{"object":')).status).toBe(200);
    await stage.world.advance(0);
    const kept = (await receipts()).slice(-3);
    expect(kept.map(({ state }) => state)).toEqual(['unreadable', 'unreadable', 'unreadable']);
    for (const { reason } of kept) expect(reason).toMatch(/JSON/);
  });

  test('with topics and fields that nobody knows is kept, and the known part counts', async () => {
    expect((await shopify('{"id":1}', { topic: 'themes/publish' })).status).toBe(200);
    const body = { ...(JSON.parse(await checkout('fields')) as object), brand_new: { deep: [1] } };
    expect((await shopify(JSON.stringify(body))).status).toBe(200);
    const strange = { field: 'a_field_of_next_year', value: { anything: true } };
    const entry = [{ id: '200000000000001', changes: [strange] }];
    expect((await whatsapp(JSON.stringify({ object: 'x', entry }))).status).toBe(200);
    await stage.world.advance(0);
    const kept = (await receipts()).slice(-3);
    expect(kept.map(({ state }) => state)).toEqual(['ignored', 'processed', 'ignored']);
    expect(kept[0]?.reason).toContain('themes/publish');
    expect(await stage.book.cart('fields')).toMatchObject({ state: 'open' });
  });
});

describe('a delivery', () => {
  test('for a shop that is not ours is answered 404, counted, and not kept', async () => {
    const before = (await receipts()).length;
    const headers = { 'x-shopify-shop-domain': 'stranger.myshopify.com' };
    expect((await shopify('{}', { headers })).status).toBe(404);
    expect(await receipts()).toHaveLength(before);
    expect(await metric('ripresa_webhooks_total{source="shopify",outcome="unknown_shop"}')).toBe(1);
  });

  test('that comes again has no effect', async () => {
    const body = await checkout('again');
    const headers = { 'x-shopify-event-id': 'the-same' };
    expect((await shopify(body, { headers })).status).toBe(200);
    expect((await shopify(body, { headers })).status).toBe(200);
    const inbound = '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[]}]}';
    expect((await whatsapp(inbound)).status).toBe(200);
    expect((await whatsapp(inbound)).status).toBe(200);
    expect(await metric('ripresa_webhooks_total{source="shopify",outcome="repeated"}')).toBe(1);
    expect(await metric('ripresa_webhooks_total{source="whatsapp",outcome="repeated"}')).toBe(1);
  });

  test('in another way than POST is not taken', async () => {
    expect((await fetch(`${stage.rehearsal.url}/webhooks/shopify`)).status).toBe(405);
    expect((await fetch(`${stage.rehearsal.url}/webhooks/other`, { method: 'POST' })).status).toBe(
      405,
    );
  });
});
