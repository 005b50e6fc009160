import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, startStage, type Received, type Stage } from './sandbox-fixture';
import { withMetaSchemas } from '../support/meta-schemas';

const SHOPIFY = fileURLToPath(
  new URL('../../../shared/specs/shopify/rest-webhook-bodies_2026-07.schema.json', import.meta.url),
);
const SHOPPER = '+39 347 123 4567';
let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
  await stage.control('POST', 'reset');
  await shop();
  await chat();
});
afterAll(() => stage.close());

/** A cart that is left, bought, refunded and cancelled. */
async function shop(): Promise<void> {
  const base = `${stage.gateway}/sandbox/store`;
  const json = { 'content-type': 'application/json' };
  const link = await fetch(`${base}/cart/45100000000001:2,45100000000002:1`, {
    redirect: 'manual',
  });
  const checkout = `${stage.gateway}${link.headers.get('location') ?? ''}`;
  const contact = {
    phone: SHOPPER,
    email: 'giulia@example.com',
    firstName: 'Giulia',
    city: 'Roma',
  };
  for (const body of [contact, { ...contact, whatsapp: 'yes' }]) {
    await fetch(`${checkout}/contact`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(body),
    });
  }
  await fetch(`${checkout}/pay`, {
    method: 'POST',
    redirect: 'manual',
    headers: json,
    body: JSON.stringify({ ...contact, whatsapp: 'yes', payment: 'card' }),
  });
  await stage.control('POST', 'shopify/refund', { amount: '5.00' });
  await stage.control('POST', 'shopify/cancel');
}

/** Everything a shopper can do on the phone, and the statuses of one answer. */
async function chat(): Promise<void> {
  const items = [{ id: 'BD-001', quantity: 1, price: 34.9, currency: 'EUR' }];
  await stage.control('POST', 'whatsapp/reply', { from: SHOPPER, text: 'Hi' });
  await stage.graph('POST', '100000000000001/messages', {
    messaging_product: 'whatsapp',
    to: SHOPPER,
    type: 'interactive',
    biz_opaque_callback_data: 'send-1',
    interactive: {
      type: 'button',
      body: { text: 'How can we help?' },
      action: { buttons: [{ type: 'reply', reply: { id: 'q', title: 'A question' } }] },
    },
  });
  await stage.running.sandbox.schedule.flush();
  const acts: Record<string, unknown>[] = [
    { button: 'A question' },
    { image: { caption: 'This one' } },
    { order: { items } },
    { reaction: '👍' },
    { unsupported: true },
    { preference: 'stop' },
    { text: 'Without a number', hideNumber: true },
  ];
  for (const act of acts) await stage.control('POST', 'whatsapp/reply', { from: SHOPPER, ...act });
  await stage.graph('POST', '200000000000001/message_templates', {
    name: 'plain',
    language: 'en',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Your order is on its way.' }],
  });
  await stage.running.sandbox.schedule.flush();
}

function received(path: string): Received[] {
  return stage.app.webhooks.filter((webhook) => webhook.path === path);
}

describe('WhatsApp webhooks', () => {
  it('cover every kind of message and status', () => {
    const kinds = received('/webhooks/whatsapp').map(({ body }) => {
      const change = at(body, 'entry', 0, 'changes', 0);
      return (
        at(change, 'value', 'messages', 0, 'type') ??
        at(change, 'value', 'statuses', 0, 'status') ??
        at(change, 'field')
      );
    });
    const message = ['text', 'interactive', 'image', 'order', 'reaction', 'unsupported'];
    const others = ['user_preferences', 'message_template_status_update'];
    expect(kinds).toEqual(
      expect.arrayContaining([...message, 'sent', 'delivered', 'read', ...others]),
    );
  });

  withMetaSchemas((schemas) => {
    it('have the bodies that Meta’s schema describes', () => {
      const validate = schemas.messaging('WebhookPayload');
      const objections = received('/webhooks/whatsapp').map(({ body }) => validate(body));
      expect(objections.flat()).toEqual([]);
    });
  });
});

describe('Shopify webhooks', () => {
  const kinds: Record<string, string> = {
    'checkouts/create': 'abandoned_checkout',
    'checkouts/update': 'abandoned_checkout',
    'orders/create': 'order',
    'orders/paid': 'order',
    'orders/updated': 'order',
    'orders/cancelled': 'order',
    'refunds/create': 'refund',
    'customers/update': 'customer',
  };

  it('cover every topic that the shop announces', () => {
    const topics = received('/webhooks/shopify').map(({ headers }) => headers['x-shopify-topic']);
    expect(topics).toEqual(
      expect.arrayContaining([
        ...Object.keys(kinds),
        'customers_whats_app_marketing_consent/update',
      ]),
    );
  });

  it('have the fields that Shopify’s description lists', () => {
    if (!existsSync(SHOPIFY)) {
      process.stdout.write(`Shopify’s schemas are not at ${SHOPIFY}: bodies were not checked.\n`);
      expect(process.env['CI']).not.toBe('true');
      return;
    }
    const schemas = JSON.parse(readFileSync(SHOPIFY, 'utf8')) as Record<string, object>;
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    const objections = received('/webhooks/shopify').flatMap(({ headers, body }) => {
      const topic = headers['x-shopify-topic'] ?? '';
      const schema = schemas[kinds[topic] ?? ''];
      if (schema === undefined) return [];
      const validate = ajv.compile(schema);
      validate(body);
      const listed = Object.keys((schema as { properties: object }).properties);
      const missing = topic.startsWith('customers')
        ? []
        : listed.filter((field) => !(field in body) && field !== 'metafield');
      return [...(validate.errors ?? []).map((one) => `${topic} ${one.instancePath}`), ...missing];
    });
    expect(objections).toEqual([]);
  });
});
