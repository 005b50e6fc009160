import { createHmac } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { verifyWebhook } from '#adapters/commerce/shopify/index';

type WebhookHeaders = Parameters<typeof verifyWebhook>[1];

const SECRET = 'current-secret';
const BODY = Buffer.from('{"id":1,"name":"Zoë"}');
const sign = (body: Uint8Array, secret = SECRET) =>
  createHmac('sha256', secret).update(body).digest('base64');

const headers = (changes: WebhookHeaders = {}): WebhookHeaders => ({
  'x-shopify-hmac-sha256': sign(BODY),
  'x-shopify-topic': 'orders/create',
  'x-shopify-shop-domain': 'Demo.myshopify.com',
  'x-shopify-webhook-id': 'delivery-1',
  'x-shopify-event-id': 'event-1',
  'x-shopify-triggered-at': '2026-11-24T11:00:00.123456789Z',
  'x-shopify-api-version': '2026-07',
  ...changes,
});

const verified = (changes: WebhookHeaders = {}, body: Uint8Array = BODY) => {
  const outcome = verifyWebhook(body, headers(changes), [SECRET]);
  if (outcome.kind !== 'verified') throw new Error(outcome.reason);
  return outcome;
};

describe('the signature of a webhook', () => {
  it('is accepted over the raw bytes and yields what the headers say', () => {
    expect(verified()).toMatchObject({
      deliveryId: 'delivery-1',
      topic: 'orders/create',
      shopDomain: 'demo.myshopify.com',
      triggeredAt: new Date('2026-11-24T11:00:00.123Z'),
      apiVersion: '2026-07',
    });
  });

  it.each([
    ['with the new secret', 'new-secret'],
    ['with the old secret', 'old-secret'],
  ])('passes during a rotation %s', (_, secret) => {
    const outcome = verifyWebhook(BODY, headers({ 'x-shopify-hmac-sha256': sign(BODY, secret) }), [
      'new-secret',
      'old-secret',
    ]);
    expect(outcome.kind).toBe('verified');
  });

  it('fails after the rotation has ended', () => {
    const old = headers({ 'x-shopify-hmac-sha256': sign(BODY, 'old-secret') });
    expect(verifyWebhook(BODY, old, ['new-secret'])).toEqual({
      kind: 'refused',
      reason: 'bad_signature',
    });
  });

  it('fails for the same JSON with another byte', () => {
    const reformatted = Buffer.from('{"id":1, "name":"Zoë"}');
    expect(verifyWebhook(reformatted, headers(), [SECRET]).kind).toBe('refused');
  });

  it('holds for bytes that are no UTF-8 and no JSON', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x7b]);
    expect(verified({ 'x-shopify-hmac-sha256': sign(bytes) }, bytes).kind).toBe('verified');
  });

  it.each([
    ['is missing', undefined, 'missing_signature'],
    ['is empty', '', 'missing_signature'],
    ['is too short', 'AAAA', 'bad_signature'],
    ['is hexadecimal', createHmac('sha256', SECRET).update(BODY).digest('hex'), 'bad_signature'],
  ])('is refused when it %s', (_, value, reason) => {
    const outcome = verifyWebhook(BODY, headers({ 'x-shopify-hmac-sha256': value }), [SECRET]);
    expect(outcome).toEqual({ kind: 'refused', reason });
  });

  it('is never made with an empty secret', () => {
    const forged = headers({ 'x-shopify-hmac-sha256': sign(BODY, '') });
    expect(verifyWebhook(BODY, forged, [''])).toMatchObject({ reason: 'bad_signature' });
  });
});

describe('the headers of a webhook', () => {
  it.each([
    ['topic', { 'x-shopify-topic': undefined }, 'missing_topic'],
    ['shop', { 'x-shopify-shop-domain': undefined }, 'missing_shop'],
    ['shop on myshopify.com', { 'x-shopify-shop-domain': 'evil.example' }, 'missing_shop'],
  ])('are refused without a %s', (_, changes, reason) => {
    expect(verifyWebhook(BODY, headers(changes), [SECRET])).toEqual({ kind: 'refused', reason });
  });

  it('give one identity to two deliveries of an event', () => {
    const again = verified({ 'x-shopify-webhook-id': 'delivery-2' });
    expect(again.externalId).toBe(verified().externalId);
  });

  it('tell two topics of one event apart', () => {
    expect(verified({ 'x-shopify-topic': 'orders/paid' }).externalId).not.toBe(
      verified().externalId,
    );
  });

  it('fall back to the delivery and then to the body where ids are missing', () => {
    const none = { 'x-shopify-event-id': undefined, 'x-shopify-webhook-id': undefined };
    const other = Buffer.from('{"id":2}');
    const byDelivery = verified({ 'x-shopify-event-id': undefined });
    expect(byDelivery.externalId).toContain('delivery-1');
    expect(verified(none).externalId).toBe(verified(none).externalId);
    expect(verified(none).externalId).not.toBe(
      verified({ ...none, 'x-shopify-hmac-sha256': sign(other) }, other).externalId,
    );
  });

  it('may lack a time or carry nonsense in it', () => {
    expect(verified({ 'x-shopify-triggered-at': 'yesterday' }).triggeredAt).toBeNull();
    expect(verified({ 'x-shopify-triggered-at': undefined }).triggeredAt).toBeNull();
  });
});
