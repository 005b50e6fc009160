import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerChallenge, verifyWebhook } from '#adapters/messaging/whatsapp-cloud/verify.server';

const body = Buffer.from('{"object":"whatsapp_business_account","entry":[]}');
const sign = (bytes: Uint8Array, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;
const verify = (signature: string | undefined, secrets: readonly string[], bytes = body) =>
  verifyWebhook(bytes, { 'x-hub-signature-256': signature }, secrets);

describe('the signature of a WhatsApp webhook', () => {
  it('is accepted over the raw bytes, and the body’s hash becomes the event’s id', () => {
    expect(verify(sign(body, 'secret'), ['secret'])).toMatchObject({
      kind: 'verified',
      externalId: createHash('sha256').update(body).digest('hex'),
      shopDomain: null,
    });
  });

  it('is accepted from either secret while the secret is being changed', () => {
    expect(verify(sign(body, 'old'), ['new', 'old']).kind).toBe('verified');
    expect(verify(sign(body, 'new'), ['new', 'old']).kind).toBe('verified');
  });

  it('is refused when it is missing, cut, of another algorithm or doubled', () => {
    const good = sign(body, 'secret');
    for (const bad of [undefined, '', 'sha256=', good.slice(0, -1), good.replace('256', '1')]) {
      expect(verify(bad, ['secret'])).toEqual({ kind: 'refused', reason: 'missing_signature' });
    }
    const doubled = verifyWebhook(body, { 'x-hub-signature-256': [good, good] }, ['secret']);
    expect(doubled.kind).toBe('refused');
  });

  it('is refused when one byte of the body differs, or no secret is configured', () => {
    const changed = Buffer.from(body.toString('utf8').replace('[]', '[1]'));
    expect(verify(sign(body, 'secret'), ['secret'], changed).kind).toBe('refused');
    expect(verify(sign(body, ''), ['']).kind).toBe('refused');
    expect(verify(sign(body, 'secret'), []).kind).toBe('refused');
  });

  it('never throws, whatever the header holds', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(verify(header, ['secret']).kind).toBe('refused');
      }),
    );
  });
});

describe('the check of a webhook address', () => {
  const ask = (query: Record<string, string>) =>
    answerChallenge(new URLSearchParams(query), 'word');
  const good = {
    'hub.mode': 'subscribe',
    'hub.verify_token': 'word',
    'hub.challenge': '1158201444',
  };

  it('gives the challenge back as it came', () => {
    expect(ask(good)).toEqual({ kind: 'accepted', challenge: '1158201444' });
  });

  it('is refused with another word, another mode or no challenge', () => {
    expect(ask({ ...good, 'hub.verify_token': 'other' }).kind).toBe('refused');
    expect(ask({ ...good, 'hub.mode': 'unsubscribe' }).kind).toBe('refused');
    expect(ask({ 'hub.mode': 'subscribe', 'hub.verify_token': 'word' }).kind).toBe('refused');
  });

  it('does not echo markup', () => {
    expect(ask({ ...good, 'hub.challenge': '<script>' }).kind).toBe('refused');
  });
});
