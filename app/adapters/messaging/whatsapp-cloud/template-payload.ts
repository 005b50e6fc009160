import type { MessageId } from '#core/kernel/ids';
import type { MessageBody, Recipient, TemplateBody } from '#core/messaging/index';

export type GraphBody = Readonly<Record<string, unknown>>;

/**
 * The body of `POST /{phone}/messages`. The phone keeps its "+": Meta puts the business's own
 * country code before a number without one. A user id goes into `recipient` instead of `to`.
 */
export function messagePayload(to: Recipient, body: MessageBody, callbackId: MessageId): GraphBody {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...(to.kind === 'phone' ? { to: to.phone } : { recipient: to.userId }),
    ...contentOf(body),
    biz_opaque_callback_data: callbackId,
  };
}

/** Marks a shopper's message as read (two blue ticks on the shopper's phone). */
export const readReceiptPayload = (vendorMessageId: string): GraphBody => ({
  messaging_product: 'whatsapp',
  status: 'read',
  message_id: vendorMessageId,
});

function contentOf(body: MessageBody): GraphBody {
  switch (body.kind) {
    case 'template':
      return { type: 'template', template: templateObject(body) };
    case 'text':
      return { type: 'text', text: { body: body.text, preview_url: false } };
    case 'image':
      return {
        type: 'image',
        image: { id: body.mediaId, ...(body.caption === null ? {} : { caption: body.caption }) },
      };
    case 'interactive':
      return { type: 'interactive', interactive: interactiveObject(body) };
  }
}

function templateObject(body: TemplateBody): GraphBody {
  return {
    name: body.name,
    language: { policy: 'deterministic', code: body.language },
    components: [...headerOf(body), ...bodyOf(body), ...buttonsOf(body)],
  };
}

const headerOf = (body: TemplateBody): readonly GraphBody[] =>
  body.headerImageUrl === null
    ? []
    : [
        {
          type: 'header',
          parameters: [{ type: 'image', image: { link: body.headerImageUrl } }],
        },
      ];

const bodyOf = (body: TemplateBody): readonly GraphBody[] =>
  body.bodyParameters.length === 0
    ? []
    : [{ type: 'body', parameters: body.bodyParameters.map((text) => ({ type: 'text', text })) }];

const buttonsOf = (body: TemplateBody): readonly GraphBody[] =>
  body.buttons.map((button, index) => ({
    type: 'button',
    sub_type: button.kind,
    index: String(index),
    parameters: [
      button.kind === 'url'
        ? { type: 'text', text: button.suffix }
        : { type: 'payload', payload: button.payload },
    ],
  }));

function interactiveObject(body: Extract<MessageBody, { kind: 'interactive' }>): GraphBody {
  return {
    type: 'button',
    body: { text: body.text },
    action: {
      buttons: body.buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } })),
    },
  };
}
