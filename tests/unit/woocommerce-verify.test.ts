import { createHmac } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import {
  coreWebhookSecret,
  isSignedByPlugin,
  senderOf,
  signatureOf,
  verifyCore,
  verifyEvent,
} from '#adapters/commerce/woocommerce/index';

import { example } from '../fixtures/woocommerce/protocol-example';

type Request = Parameters<typeof verifyEvent>[0];

interface SignedExample {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly timestamp: number;
  readonly body: string;
  readonly signature: string;
}

const SITE = '0d9c2e3a-5a57-4a63-9f0e-1d2c3b4a5f60';
const EVENT = '9b1f6c34-0d0c-4f42-8a2f-6f1f4f3f2a10';
const KEY = '00'.repeat(32);
const NOW = new Date('2026-11-24T09:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const BODY = Buffer.from('{"version":1,"note":"perché sì"}');
const site = { siteId: SITE, domain: 'shop.example', keys: [KEY] };

function request(changes: Partial<Request> = {}, { key = KEY, at = SECONDS } = {}): Request {
  const sent = { method: 'POST', path: '/webhooks/woocommerce', body: BODY, ...changes };
  return {
    ...sent,
    headers: {
      'x-ripresa-site': SITE,
      'x-ripresa-timestamp': String(at),
      'x-ripresa-signature': signatureOf(key, { ...sent, timestamp: at }),
      'x-ripresa-event': EVENT,
      'x-ripresa-topic': 'cart',
      ...changes.headers,
    },
  };
}

describe('the signature of the plugin', () => {
  it.each(['signature', 'signature-get'] as const)(
    'is the one of the worked example %s',
    (name) => {
      const { key, method, path, timestamp, body, signature } = example(
        name,
      ) as unknown as SignedExample;
      const sent = { method, path, timestamp, body: Buffer.from(body) };
      expect(signatureOf(key, sent)).toBe(signature);
    },
  );

  it('names the event and its store, whatever a delivery is called', () => {
    expect(verifyEvent(request(), site, NOW)).toMatchObject({
      kind: 'verified',
      externalId: `${SITE}/event/${EVENT}`,
      topic: 'cart',
      shopDomain: 'shop.example',
    });
  });

  it.each([
    ['another body', { body: Buffer.from('{}') }],
    ['another path', { path: '/webhooks/woocommerce?x=1' }],
    ['another method', { method: 'PUT' }],
  ])('does not pass for %s', (_, changed) => {
    const forged = { ...request(), ...changed };
    expect(verifyEvent(forged, site, NOW)).toEqual({ kind: 'refused', reason: 'signature' });
  });

  it('binds the time stamp, and refuses one that is more than five minutes away', () => {
    const moved = request({ headers: { 'x-ripresa-timestamp': String(SECONDS + 1) } });
    expect(isSignedByPlugin(moved, site, NOW)).toBe('signature');
    expect(isSignedByPlugin(request({}, { at: SECONDS - 300 }), site, NOW)).toBe('signed');
    expect(isSignedByPlugin(request({}, { at: SECONDS - 301 }), site, NOW)).toBe('clock');
    expect(isSignedByPlugin(request({}, { at: SECONDS + 301 }), site, NOW)).toBe('clock');
  });

  it('passes with the key before while keys change, and not after', () => {
    const old = request({}, { key: 'ab'.repeat(32) });
    const keys = [KEY, 'ab'.repeat(32)];
    expect(verifyEvent(old, { ...site, keys }, NOW).kind).toBe('verified');
    expect(verifyEvent(old, site, NOW)).toEqual({ kind: 'refused', reason: 'signature' });
  });

  it.each(['', 'v1=', 'v1=zz', `v2=${'0'.repeat(64)}`, 'é'.repeat(67)])(
    'is refused when it is no signature: "%s"',
    (written) => {
      const odd = request({ headers: { 'x-ripresa-signature': written } });
      expect(isSignedByPlugin(odd, site, NOW)).toBe('signature');
    },
  );

  it('is nothing without the UUID of the event', () => {
    const nameless = request({ headers: { 'x-ripresa-event': 'one' } });
    expect(verifyEvent(nameless, site, NOW)).toEqual({ kind: 'refused', reason: 'event' });
  });
});

describe('WooCommerce’s own webhooks', () => {
  const core = (body: object, delivery: string, key = KEY): Request => {
    const bytes = Buffer.from(JSON.stringify(body));
    const secret = coreWebhookSecret(key);
    return {
      method: 'POST',
      path: `/webhooks/woocommerce?site=${SITE}`,
      body: bytes,
      headers: {
        'x-wc-webhook-topic': 'order.updated',
        'x-wc-webhook-delivery-id': delivery,
        'x-wc-webhook-signature': createHmac('sha256', secret).update(bytes).digest('base64'),
      },
    };
  };
  const order = { id: 101, date_modified_gmt: '2026-11-24T09:05:04', status: 'pending' };

  it('are named by what they tell: one delivery id may stand for two, two for one', () => {
    const told = verifyCore(core(order, 'd1'), site);
    const again = verifyCore(core(order, 'd2'), site);
    const other = verifyCore(core({ ...order, status: 'processing' }, 'd1'), site);
    if (told.kind !== 'verified' || again.kind !== 'verified' || other.kind !== 'verified') {
      throw new Error('not verified');
    }
    expect(told.externalId).toBe(`${SITE}/order/101/2026-11-24T09:05:04/${told.bodyHash}`);
    expect(again.externalId).toBe(told.externalId);
    expect(other.externalId).not.toBe(told.externalId);
  });

  it('pass with the site’s own secret only', () => {
    const forged = core(order, 'd1', 'cd'.repeat(32));
    expect(verifyCore(forged, site)).toEqual({ kind: 'refused', reason: 'signature' });
  });

  it('say in their address which site they are of', () => {
    expect(senderOf(core(order, 'd1'))).toEqual({ kind: 'core', siteId: SITE });
  });
});

describe('who a request is from', () => {
  const bare = (body: string, headers = {}): Request => ({
    method: 'POST',
    path: '/webhooks/woocommerce',
    headers,
    body: Buffer.from(body),
  });

  it('is told by the site’s header', () => {
    expect(senderOf(request())).toEqual({ kind: 'plugin', siteId: SITE });
  });

  it('is nobody for an unsigned ping, which is known by its few bytes', () => {
    expect(senderOf(bare('webhook_id=5'))).toEqual({ kind: 'ping' });
    expect(senderOf(bare('webhook_id=5&order=1'))).toEqual({ kind: 'nobody' });
    expect(senderOf(bare('{"id":1}'))).toEqual({ kind: 'nobody' });
  });

  it('is nobody without a site that could be looked up', () => {
    expect(senderOf(bare('{}', { 'x-ripresa-site': "' OR 1=1" }))).toEqual({ kind: 'nobody' });
    expect(senderOf(bare('{}', { 'x-wc-webhook-topic': 'order.updated' }))).toEqual({
      kind: 'nobody',
    });
  });
});
