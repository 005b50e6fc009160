import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalize } from '#adapters/messaging/whatsapp-cloud/parse-webhook';
import type { Fact } from '#core/intake/index';
import {
  change,
  delivery,
  INBOUND,
  messages,
  metadata,
  RECEIVED_AT,
  status,
  statuses,
} from './deliveries';

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const read = (value: unknown) => normalize({ body: bytes(value), receivedAt: RECEIVED_AT });
const factsOf = (...changes: readonly unknown[]): readonly Fact[] => {
  const normalized = read(delivery(...changes));
  return normalized.kind === 'facts' ? normalized.facts : [];
};
const bodyOf = (kind: string): unknown => {
  const [fact] = factsOf(messages(INBOUND[kind]));
  return fact?.kind === 'inbound_message' ? fact.message.body : fact;
};

describe('a status of one of our messages', () => {
  it('comes with our own id, its state, its time and who received it', () => {
    const seen = status('delivered', { recipient_user_id: 'IT.1349120' });
    expect(factsOf(statuses(seen))).toEqual([
      {
        kind: 'message_status',
        phoneNumberId: '100000000000001',
        status: {
          vendorId: 'wamid.OUT1',
          callbackId: '0190aaaa-0000-7000-8000-000000000001',
          state: 'delivered',
          code: null,
          at: expect.any(Date) as Date,
          waId: '393471234567',
          userId: 'IT.1349120',
        },
      },
    ]);
  });

  it('carries the error’s code when it failed, and one of ours when Meta names none', () => {
    const failed = status('failed', { errors: [{ code: 131026, title: 'Undeliverable' }] });
    const bare = status('failed', { errors: undefined });
    expect(
      factsOf(statuses(failed, bare)).map((fact) =>
        fact.kind === 'message_status' ? fact.status.code : fact,
      ),
    ).toEqual(['131026', '131000']);
  });

  it('counts a heard voice message as read, and leaves out what it does not know', () => {
    const [played, strange] = factsOf(statuses(status('played'), status('constructor')));
    expect(played).toMatchObject({ status: { state: 'read' } });
    expect(strange).toMatchObject({ kind: 'ignored' });
  });

  it('does not mistake another program’s callback data for our message id', () => {
    const [fact] = factsOf(statuses(status('sent', { biz_opaque_callback_data: '{"a": 1}' })));
    expect(fact).toMatchObject({ status: { callbackId: null } });
  });
});

describe('a shopper’s message', () => {
  it('is read by its kind', () => {
    expect(bodyOf('text')).toEqual({ kind: 'text', text: 'C’è in blu?' });
    expect(bodyOf('button')).toEqual({
      kind: 'button',
      text: 'Ask a question',
      payload: 'question:1',
    });
    expect(bodyOf('button_reply')).toEqual({ kind: 'interactive', id: 'human', title: 'A person' });
    expect(bodyOf('list_reply')).toEqual({ kind: 'interactive', id: 'size-m', title: 'M' });
    expect(bodyOf('image')).toEqual({ kind: 'image', mediaId: '900', caption: 'Questa?' });
    expect(bodyOf('reaction')).toEqual({
      kind: 'reaction',
      emoji: '👍',
      toVendorId: 'wamid.OUT1',
    });
    expect(bodyOf('order')).toEqual({
      kind: 'order',
      catalogId: '77',
      text: 'Grazie',
      items: [{ retailerId: 'sku-1', quantity: 2, price: 19.9, currency: 'EUR' }],
    });
  });

  it.each([
    ['audio', 'voice message'],
    ['video', 'video'],
    ['sticker', 'sticker'],
    ['document', 'document'],
    ['location', 'location'],
    ['contacts', 'contacts'],
    ['unsupported', 'unsupported'],
  ])('of the kind %s is shown as what it was', (kind, what) => {
    expect(bodyOf(kind)).toEqual({ kind: 'unsupported', what });
  });

  it('names the sender, the message that it answers and its time', () => {
    const [fact] = factsOf(messages(INBOUND.button));
    expect(fact).toMatchObject({
      phoneNumberId: '100000000000001',
      message: {
        vendorId: 'wamid.IN1',
        from: { waId: '393471234567', userId: null, profileName: 'Maria Rossi' },
        inReplyTo: 'wamid.OUT1',
      },
    });
  });

  it('is kept when the sender has a user id and no phone', () => {
    const value = {
      messaging_product: 'whatsapp',
      metadata,
      contacts: [{ profile: { name: 'Maria' }, user_id: 'IT.1349120' }],
      messages: [{ ...INBOUND.text, from: undefined, from_user_id: 'IT.1349120' }],
    };
    expect(factsOf(change('messages', value))).toMatchObject([
      { message: { from: { waId: null, userId: 'IT.1349120', profileName: 'Maria' } } },
    ]);
  });

  it('keeps the basket when one of its items can’t be read', () => {
    const broken = { product_retailer_id: 'sku-2', quantity: 1 };
    const good = { product_retailer_id: 'sku-1', item_price: '5', currency: 'EUR' };
    const order = { catalog_id: '77', product_items: [broken, good] };
    expect(factsOf(messages({ ...INBOUND.order, order }))).toMatchObject([
      { message: { body: { items: [{ retailerId: 'sku-1', quantity: 1, price: 5 }] } } },
    ]);
  });
});

describe('a delivery as a whole', () => {
  it('may hold many entries and changes, and keeps their order', () => {
    const two = { ...(delivery(messages(INBOUND.text, INBOUND.image)) as { entry: unknown[] }) };
    two.entry = [...two.entry, ...(delivery(statuses(status('read'))) as typeof two).entry];
    const normalized = read(two);
    expect(normalized.kind === 'facts' && normalized.facts.map((fact) => fact.kind)).toEqual([
      'inbound_message',
      'inbound_message',
      'message_status',
    ]);
  });

  it('keeps what it knows beside what it doesn’t', () => {
    const facts = factsOf(
      change('brand_new_field', { secret: '+39 347 1234567' }),
      messages({ id: 'x' }, INBOUND.text),
    );
    expect(facts.map((fact) => fact.kind)).toEqual([
      'ignored',
      'inbound_message',
      'inbound_message',
    ]);
    expect(JSON.stringify(facts[0])).not.toContain('347');
  });

  it('is unreadable when it is not JSON, or no delivery', () => {
    const plain = normalize({ body: Buffer.from('hello'), receivedAt: RECEIVED_AT });
    expect(plain.kind).toBe('unreadable');
    expect(read([]).kind).toBe('unreadable');
    expect(read({ object: 'whatsapp_business_account' }).kind).toBe('unreadable');
    expect(read(delivery()).kind).toBe('facts');
  });

  it('never throws and always says something, whatever stands where', () => {
    const names = fc.constantFrom(
      'messages',
      'user_preferences',
      'user_id_update',
      'message_template_status_update',
      'template_category_update',
      'phone_number_quality_update',
      '__proto__',
      'constructor',
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.record({
        metadata: fc.oneof(fc.constant(metadata), fc.jsonValue()),
        messages: fc.oneof(
          fc.array(fc.jsonValue()),
          fc.constantFrom(...Object.values(INBOUND)).map((one) => [one]),
        ),
        statuses: fc.array(fc.oneof(fc.jsonValue(), fc.constant(status('read')))),
        contacts: fc.jsonValue(),
        user_preferences: fc.array(fc.jsonValue()),
        user_id_update: fc.jsonValue(),
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(names, value)), (list) => {
        const normalized = read(delivery(...list.map(([field, inner]) => change(field, inner))));
        expect(normalized.kind).toBe('facts');
        if (normalized.kind === 'facts') expect(normalized.facts.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
