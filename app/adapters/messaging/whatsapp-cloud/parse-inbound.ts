import type { Fact } from '#core/intake/index';
import type { InboundBody } from '#core/messaging/index';
import { instantOf, listOf, numberOf, recordOf, textOf, type JsonRecord } from './json-reading';
import { ignored, phoneNumberIdOf, senderOf } from './parse-context';
import { parseSystem } from './parse-identity';

/** Messages that shoppers wrote to the number. */
export function parseInbound(value: JsonRecord, receivedAt: Date): readonly Fact[] {
  const messages = listOf(value.messages).map(recordOf);
  const phoneNumberId = phoneNumberIdOf(value);
  if (phoneNumberId === null) {
    return messages.map(() => ignored('A message without the number that it was sent to.'));
  }
  return messages.map((message) => readMessage({ value, message, phoneNumberId, receivedAt }));
}

interface Reading {
  readonly value: JsonRecord;
  readonly message: JsonRecord;
  readonly phoneNumberId: string;
  readonly receivedAt: Date;
}

function readMessage({ value, message, phoneNumberId, receivedAt }: Reading): Fact {
  const at = instantOf(message.timestamp, receivedAt);
  if (textOf(message.type) === 'system') return parseSystem(message, phoneNumberId, at);
  const vendorId = textOf(message.id);
  const from = senderOf(value, message);
  if (vendorId === null) return ignored('A message without an id.');
  if (from.waId === null && from.userId === null) return ignored('A message without a sender.');
  if (textOf(message.group_id) !== null) return ignored('A message in a group.');
  return {
    kind: 'inbound_message',
    phoneNumberId,
    message: {
      vendorId,
      from,
      body: readBody(message),
      inReplyTo: textOf(recordOf(message.context).id),
      at,
    },
  };
}

type BodyReader = (content: JsonRecord) => InboundBody | null;

const BODIES: Readonly<Record<string, BodyReader>> = {
  text: (content) => {
    const text = textOf(content.body);
    return text === null ? null : { kind: 'text', text };
  },
  button: (content) => {
    const text = textOf(content.text);
    return text === null ? null : { kind: 'button', text, payload: textOf(content.payload) };
  },
  interactive: readInteractive,
  image: (content) => {
    const mediaId = textOf(content.id);
    return mediaId === null ? null : { kind: 'image', mediaId, caption: textOf(content.caption) };
  },
  order: readOrder,
  reaction: (content) => {
    const toVendorId = textOf(content.message_id);
    // A reaction that was taken back comes with an empty emoji.
    return toVendorId === null
      ? null
      : { kind: 'reaction', emoji: textOf(content.emoji), toVendorId };
  },
};

/** What we don't read is still a message: the merchant sees that something came, and what it was. */
function readBody(message: JsonRecord): InboundBody {
  const type = textOf(message.type) ?? 'unknown';
  const reader = Object.hasOwn(BODIES, type) ? BODIES[type] : undefined;
  return reader?.(recordOf(message[type])) ?? { kind: 'unsupported', what: whatOf(type, message) };
}

function whatOf(type: string, message: JsonRecord): string {
  if (type === 'audio' && recordOf(message.audio).voice === true) return 'voice message';
  return type.replace(/[^a-z0-9_ ]/gi, '').slice(0, 40) || 'unknown';
}

function readInteractive(content: JsonRecord): InboundBody | null {
  const kind = textOf(content.type);
  if (kind !== 'button_reply' && kind !== 'list_reply') return null;
  const reply = recordOf(content[kind]);
  const title = textOf(reply.title);
  return title === null ? null : { kind: 'interactive', id: textOf(reply.id) ?? '', title };
}

/** A basket from the chat. An item that can't be read is left out; the rest is kept. */
function readOrder(content: JsonRecord): InboundBody | null {
  const items = listOf(content.product_items).flatMap((item) => readItem(recordOf(item)));
  if (items.length === 0) return null;
  return {
    kind: 'order',
    catalogId: textOf(content.catalog_id) ?? '',
    text: textOf(content.text),
    items,
  };
}

type OrderItem = Extract<InboundBody, { kind: 'order' }>['items'][number];

function readItem(item: JsonRecord): readonly OrderItem[] {
  const retailerId = textOf(item.product_retailer_id);
  const quantity = numberOf(item.quantity);
  const price = numberOf(item.item_price);
  const currency = textOf(item.currency);
  if (retailerId === null || price === null || currency === null) return [];
  return [{ retailerId, quantity: quantity ?? 1, price, currency }];
}
