import { describe, expect, it } from 'vitest';
import {
  countBodyParameters,
  fromComponents,
  toComponents,
} from '#adapters/messaging/whatsapp-cloud/template-components';
import { messagePayload } from '#adapters/messaging/whatsapp-cloud/template-payload';
import type { MessageId } from '#core/kernel/ids';
import { STANDARD_TEMPLATES } from '#core/messaging/standard-templates';
import type { Recipient, TemplateBody } from '#core/messaging/index';

const id = 'message-1' as MessageId;
const phone: Recipient = { kind: 'phone', phone: '+393471234567' };
const reminder: TemplateBody = {
  kind: 'template',
  name: 'cart_reminder',
  language: 'it',
  headerImageUrl: 'https://shop.example/media/a.jpg',
  bodyParameters: ['Maria', 'Lampada'],
  buttons: [
    { kind: 'url', suffix: 'token' },
    { kind: 'quick_reply', payload: 'question:1' },
  ],
  preview: 'Ciao Maria',
};

describe('a message as Meta wants it', () => {
  it('carries picture, values, the button’s suffix and the quick reply’s payload in order', () => {
    expect(messagePayload(phone, reminder, id)).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '+393471234567',
      type: 'template',
      template: {
        name: 'cart_reminder',
        language: { policy: 'deterministic', code: 'it' },
        components: [
          {
            type: 'header',
            parameters: [{ type: 'image', image: { link: 'https://shop.example/media/a.jpg' } }],
          },
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Maria' },
              { type: 'text', text: 'Lampada' },
            ],
          },
          {
            type: 'button',
            sub_type: 'url',
            index: '0',
            parameters: [{ type: 'text', text: 'token' }],
          },
          {
            type: 'button',
            sub_type: 'quick_reply',
            index: '1',
            parameters: [{ type: 'payload', payload: 'question:1' }],
          },
        ],
      },
      biz_opaque_callback_data: 'message-1',
    });
  });

  it('goes to a user id with `recipient`, never with `to`', () => {
    const to: Recipient = { kind: 'whatsapp_user', userId: 'IT.13491208655302741918' };
    const body = messagePayload(to, { kind: 'text', text: 'Ciao' }, id);
    expect(body).toMatchObject({ recipient: 'IT.13491208655302741918', type: 'text' });
    expect(body).not.toHaveProperty('to');
  });

  it('leaves out the parts that a message does not have', () => {
    const bare = { ...reminder, headerImageUrl: null, bodyParameters: [], buttons: [] };
    expect(messagePayload(phone, bare, id)).toMatchObject({ template: { components: [] } });
    const image = messagePayload(phone, { kind: 'image', mediaId: '1', caption: null }, id);
    expect(image).toMatchObject({ image: { id: '1' } });
  });
});

describe('a template as Meta reviews it', () => {
  const input = { linkBase: 'https://shop.example/r/', headerHandle: '4:handle' };

  it('has an example for every value, the picture and the link', () => {
    const [template] = STANDARD_TEMPLATES;
    const components = toComponents({ ...input, content: template?.content ?? never() });
    expect(components.map((part) => part.type)).toEqual(['HEADER', 'BODY', 'FOOTER', 'BUTTONS']);
    expect(components[0]).toMatchObject({ example: { header_handle: ['4:handle'] } });
    expect(components[1]).toMatchObject({ example: { body_text: [expect.any(Array)] } });
    expect(components[3]).toMatchObject({
      buttons: [
        {
          type: 'URL',
          url: 'https://shop.example/r/{{1}}',
          example: [expect.stringMatching(/^https:\/\/shop\.example\/r\/[\w-]{22}$/)],
        },
        { type: 'QUICK_REPLY' },
      ],
    });
  });

  it.each(STANDARD_TEMPLATES)('comes back as it went: $name in $language', ({ content }) => {
    const components = toComponents({ ...input, content });
    const { fields, ...rest } = content;
    expect(fromComponents(components)).toEqual(rest);
    expect(countBodyParameters(components)).toBe(fields.length);
  });

  it('is not read when it has a shape that we don’t author', () => {
    const body = { type: 'BODY', text: 'Hello there' };
    const url = { type: 'URL', text: 'Shop', url: 'https://shop.example' };
    expect(fromComponents([{ type: 'HEADER', format: 'VIDEO' }, body])).toBeNull();
    expect(fromComponents([body, { type: 'BUTTONS', buttons: [url] }])).toBeNull();
    expect(fromComponents([body, { type: 'CAROUSEL', cards: [] }])).toBeNull();
    expect(fromComponents('nonsense')).toBeNull();
    expect(
      countBodyParameters([{ type: 'BODY', text: 'Hi {{name}}, {{name}} and {{city}}.' }]),
    ).toBe(2);
  });
});

function never(): never {
  throw new Error('There are no standard templates.');
}
