import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalize } from '#adapters/messaging/whatsapp-cloud/parse-webhook';
import { messagePayload } from '#adapters/messaging/whatsapp-cloud/template-payload';
import { toComponents } from '#adapters/messaging/whatsapp-cloud/template-components';
import type { MessageId } from '#core/kernel/ids';
import {
  renderTemplate,
  STANDARD_TEMPLATES,
  type MessageBody,
  type Recipient,
} from '#core/messaging/index';
import {
  change,
  delivery,
  INBOUND,
  messages,
  RECEIVED_AT,
  status,
  statuses,
  system,
} from '../unit/whatsapp/deliveries';
import { withMetaSchemas } from '../support/meta-schemas';

const id = '0190aaaa-0000-7000-8000-000000000001' as MessageId;
const RECIPIENTS: readonly Recipient[] = [
  { kind: 'phone', phone: '+393471234567' },
  { kind: 'whatsapp_user', userId: 'IT.13491208655302741918' },
];
const BODIES: readonly MessageBody[] = [
  { kind: 'text', text: 'Sì, anche in blu.' },
  { kind: 'image', mediaId: '900', caption: 'Eccola' },
  { kind: 'image', mediaId: '900', caption: null },
  {
    kind: 'interactive',
    text: 'Vuoi parlare con una persona?',
    buttons: [{ id: 'human', title: 'Una persona' }],
  },
];

describe('what goes to Meta', () => {
  withMetaSchemas((schemas) => {
    const message = schemas.messaging('Message');

    it('is a valid message for every kind, to a phone and to a user id', () => {
      for (const to of RECIPIENTS) {
        for (const body of BODIES) expect(message(messagePayload(to, body, id))).toEqual([]);
      }
    });

    it.each(STANDARD_TEMPLATES)('is a valid message of $name in $language', (template) => {
      const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
      fc.assert(
        fc.property(text, text, text, fc.constantFrom(...RECIPIENTS), (name, item, shop, to) => {
          const rendered = renderTemplate({
            ...template,
            values: { first_name: name, first_item: item, shop_name: shop, cart_total: '10 €' },
            imageUrl: 'https://shop.example/media/a.jpg',
            linkToken: 'k3JvY2FsLXRva2VuLWV4YQ',
            replyPayload: 'question',
          });
          if (rendered.ok) expect(message(messagePayload(to, rendered.body, id))).toEqual([]);
        }),
        { numRuns: 20 },
      );
    });

    it.each(STANDARD_TEMPLATES)('is a valid submission of $name in $language', (template) => {
      const { name, language, category, content } = template;
      const components = toComponents({
        content,
        linkBase: 'https://shop.example/r/',
        headerHandle: '4:handle',
      });
      const body = { name, language, category, parameter_format: 'POSITIONAL', components };
      expect(schemas.body('message_templates_create')(body)).toEqual([]);
    });
  });
});

describe('what comes from Meta', () => {
  withMetaSchemas((schemas) => {
    const webhook = schemas.messaging('WebhookPayload');
    const factOf = (value: unknown) => {
      const body = Buffer.from(JSON.stringify(value));
      const normalized = normalize({ body, receivedAt: RECEIVED_AT });
      return normalized.kind === 'facts' ? normalized.facts[0]?.kind : normalized.reason;
    };

    it.each(Object.keys(INBOUND))('is understood when it is a valid message: %s', (kind) => {
      const value = delivery(messages(INBOUND[kind]));
      expect(webhook(value)).toEqual([]);
      expect(factOf(value)).toBe('inbound_message');
    });

    it.each(['sent', 'delivered', 'read', 'played', 'failed'])(
      'is understood when it is a valid status: %s',
      (state) => {
        const value = delivery(statuses(status(state, { errors: [{ code: 131026 }] })));
        expect(webhook(value)).toEqual([]);
        expect(factOf(value)).toBe('message_status');
      },
    );

    it('is understood when it is a valid notice of a new number', () => {
      const notice = { body: 'changed', wa_id: '393479999999', type: 'user_changed_number' };
      const value = delivery(system({ system: notice }));
      expect(webhook(value)).toEqual([]);
      expect(factOf(value)).toBe('identity_changed');
    });

    it('is understood when it is a valid template event', () => {
      const value = delivery(
        change('message_template_status_update', {
          event: 'PAUSED',
          message_template_id: 594425479261596,
          message_template_name: 'cart_reminder',
          message_template_language: 'it',
          reason: null,
        }),
      );
      expect(webhook(value)).toEqual([]);
      expect(factOf(value)).toBe('template_status');
    });
  });
});
