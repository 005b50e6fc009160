import { isRecord } from '../http/exchange';
import { isUserId } from './identity';
import type { ChatButton, ChatMessage, Phone } from './phones';
import { BUSINESS_DIGITS, inboundValue, preferenceValue, seconds, systemValue } from './webhooks';
import { announce, showsNumber, type MetaWorld } from './world';

/** What a shopper does on the phone: one of these at a time. */
export interface ShopperAct {
  from: string;
  text?: string;
  /** Visible text of a quick reply. */
  button?: string;
  /** Message whose button was tapped; the newest with that button when absent. */
  messageId?: string;
  image?: { caption?: string };
  order?: { items: { id: string; quantity: number; price: number; currency: string }[] };
  reaction?: string;
  unsupported?: boolean;
  /** WhatsApp's own menu: stop or resume marketing messages. */
  preference?: 'stop' | 'resume';
  changeUserId?: boolean;
  /** From now on the phone number is hidden behind a username. */
  hideNumber?: boolean;
}

export type ActOutcome =
  { ok: true; id: string } | { ok: false; status: 400 | 404 | 409; error: string };

type Content = { fields: Record<string, unknown>; body: string; image: string | null };
type Built = { ok: true; content: Content } | Extract<ActOutcome, { ok: false }>;

/** Delivers what the shopper did as Meta's webhook, signed. */
export async function actAsShopper(world: MetaWorld, act: ShopperAct): Promise<ActOutcome> {
  const phone = world.phones.of(act.from);
  if (phone === null) return refuse(404, `Nobody here has the id ${act.from}.`);
  if (act.hideNumber === true || isUserId(act.from)) world.hidden.add(phone.waId);
  if (act.preference !== undefined) return changePreference(world, phone, act.preference);
  if (act.changeUserId === true) return changeUserId(world, phone);
  const built = build(world, phone, act);
  if (!built.ok) return built;
  const at = await world.clock.now();
  const id = world.ids.wamid();
  phone.messages.push(shownOf(id, at, built.content));
  phone.lastInboundAt = at.toISOString();
  world.changed();
  const message = { id, timestamp: seconds(at), ...built.content.fields };
  await announce(world, 'messages', inboundValue(phone, message, showsNumber(world, phone)));
  return { ok: true, id };
}

function build(world: MetaWorld, phone: Phone, act: ShopperAct): Built {
  if (act.button !== undefined) return tapped(phone, act.button, act.messageId);
  if (act.image !== undefined) return ok(imageContent(world, act.image.caption));
  if (act.order !== undefined) return ok(orderContent(act.order.items));
  if (act.reaction !== undefined) return reacted(phone, act.reaction);
  if (act.unsupported === true) return ok(unsupportedContent());
  if (act.text === undefined || act.text.trim() === '') {
    return refuse(400, 'Say what the shopper does: text, button, image, order, reaction …');
  }
  return ok({
    fields: { type: 'text', text: { body: act.text } },
    body: act.text,
    image: null,
  });
}

function tapped(phone: Phone, label: string, messageId: string | undefined): Built {
  const offers = phone.messages.filter(
    (message) =>
      message.from === 'business' &&
      message.tick !== 'failed' &&
      (messageId === undefined || message.id === messageId),
  );
  for (const message of offers.reverse()) {
    const button = message.buttons.find((candidate) => candidate.text === label);
    if (button !== undefined) return tap(message, button);
  }
  return refuse(404, `No message to ${phone.number} has a button "${label}".`);
}

function tap(message: ChatMessage, button: ChatButton): Built {
  const context = { from: BUSINESS_DIGITS, id: message.id };
  if (button.kind === 'quick_reply') {
    const fields = {
      type: 'button',
      context,
      button: { payload: button.payload ?? button.text, text: button.text },
    };
    return ok({ fields, body: button.text, image: null });
  }
  if (button.kind === 'reply') {
    const reply = { id: button.payload ?? button.text, title: button.text };
    const fields = {
      type: 'interactive',
      context,
      interactive: { type: 'button_reply', button_reply: reply },
    };
    return ok({ fields, body: button.text, image: null });
  }
  return refuse(409, `"${button.text}" opens a link and sends nothing: ${button.url ?? ''}`);
}

function imageContent(world: MetaWorld, caption: string | undefined): Content {
  const pixel = Buffer.from(
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=',
    'base64',
  );
  const id = world.media.keep('image/jpeg', pixel);
  const image = {
    mime_type: 'image/jpeg',
    sha256: pixel.toString('hex').slice(0, 44),
    id,
    ...(caption === undefined ? {} : { caption }),
  };
  return {
    fields: { type: 'image', image },
    body: caption ?? '',
    image: `/sandbox/api/media/${id}`,
  };
}

function orderContent(
  items: { id: string; quantity: number; price: number; currency: string }[],
): Content {
  const product_items = items.map((item) => ({
    product_retailer_id: item.id,
    quantity: item.quantity,
    item_price: item.price,
    currency: item.currency,
  }));
  return {
    fields: { type: 'order', order: { catalog_id: '400000000000001', text: '', product_items } },
    body: `Basket with ${items.length} item${items.length === 1 ? '' : 's'}`,
    image: null,
  };
}

function reacted(phone: Phone, emoji: string): Built {
  const target = phone.messages.filter((message) => message.from === 'business').at(-1);
  if (target === undefined) return refuse(409, 'There is no message to react to.');
  const fields = { type: 'reaction', reaction: { message_id: target.id, emoji } };
  return ok({ fields, body: emoji, image: null });
}

function unsupportedContent(): Content {
  const errors = [
    {
      code: 131051,
      title: 'Message type unknown',
      message: 'Message type unknown',
      error_data: { details: 'Message type is currently not supported.' },
    },
  ];
  return { fields: { type: 'unsupported', errors }, body: '(unsupported)', image: null };
}

async function changePreference(
  world: MetaWorld,
  phone: Phone,
  value: 'stop' | 'resume',
): Promise<ActOutcome> {
  if (value === 'stop') world.stopped.add(phone.waId);
  else world.stopped.delete(phone.waId);
  await announce(world, 'user_preferences', preferenceValue(phone, value, await world.clock.now()));
  return { ok: true, id: phone.userId };
}

async function changeUserId(world: MetaWorld, phone: Phone): Promise<ActOutcome> {
  const old = phone.userId;
  const userId = world.phones.renewUserId(phone);
  const message = {
    from_user_id: old,
    id: world.ids.wamid(),
    timestamp: seconds(await world.clock.now()),
    type: 'system',
    system: {
      body: `User ${phone.name} changed from ${old} to ${userId}`,
      user_id: userId,
      type: 'user_changed_user_id',
    },
  };
  await announce(world, 'messages', systemValue(phone, message));
  return { ok: true, id: userId };
}

function shownOf(id: string, at: Date, content: Content): ChatMessage {
  const context = content.fields['context'];
  return {
    id,
    from: 'shopper',
    at: at.toISOString(),
    kind: String(content.fields['type']),
    image: content.image,
    header: null,
    body: content.body,
    footer: null,
    buttons: [],
    template: null,
    tick: 'delivered',
    error: null,
    replyTo: isRecord(context) ? String(context['id']) : null,
    category: 'service',
    callbackData: null,
  };
}

function ok(content: Content): Built {
  return { ok: true, content };
}

function refuse(status: 400 | 404 | 409, error: string): Extract<ActOutcome, { ok: false }> {
  return { ok: false, status, error };
}
