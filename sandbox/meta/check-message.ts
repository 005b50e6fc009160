import { isRecord, textOf } from '../http/exchange';
import type { Refusal } from './errors';
import { isDialable, isUserId } from './identity';

type Fields = Record<string, unknown>;

const ENVELOPE = [
  'messaging_product',
  'recipient_type',
  'to',
  'recipient',
  'type',
  'context',
  'biz_opaque_callback_data',
  'product_policy',
  'message_activity_sharing',
];
const TYPES = ['text', 'image', 'video', 'document', 'audio', 'sticker', 'template', 'interactive', 'reaction', 'location', 'contacts']; // prettier-ignore
const MEDIA = ['image', 'video', 'document', 'audio', 'sticker'];

/** Meta's rules for the body of POST /{phone-number-id}/messages; null when it is well formed. */
export function checkMessage(body: unknown): Refusal | null {
  if (!isRecord(body)) return { code: 100, details: 'The request body is not JSON.' };
  return checkEnvelope(body) ?? checkContent(body, String(body['type']));
}

function checkEnvelope(body: Fields): Refusal | null {
  if (body['messaging_product'] !== 'whatsapp') {
    return { code: 100, details: 'The parameter messaging_product is required.' };
  }
  const type = body['type'];
  if (typeof type !== 'string' || !TYPES.includes(type)) {
    return { code: 131051, details: `Unsupported message type ${String(type)}.` };
  }
  const stray = Object.keys(body).find((key) => !ENVELOPE.includes(key) && key !== type);
  if (stray !== undefined) return { code: 100, details: `Unexpected key "${stray}" on param.` };
  return checkRecipient(body) ?? checkCallback(body['biz_opaque_callback_data']);
}

function checkRecipient(body: Fields): Refusal | null {
  const { to, recipient } = body;
  if (to === undefined && recipient === undefined) {
    return { code: 131008, details: 'Either to or recipient is required.' };
  }
  if (!isAbsentOr(recipient, isUserId)) {
    return { code: 131009, details: 'recipient is not a business-scoped user id.' };
  }
  if (!isAbsentOr(to, isDialable)) {
    return { code: 131009, details: 'to is not a phone number.' };
  }
  return isAbsentOr(body['recipient_type'], (kind) => kind === 'individual')
    ? null
    : { code: 131009, details: 'recipient_type must be individual.' };
}

function isAbsentOr(value: unknown, fits: (text: string) => boolean): boolean {
  return value === undefined || (typeof value === 'string' && fits(value));
}

function checkCallback(value: unknown): Refusal | null {
  if (value === undefined) return null;
  return typeof value === 'string' && value.length <= 512
    ? null
    : { code: 131009, details: 'biz_opaque_callback_data must have at most 512 characters.' };
}

function checkContent(body: Fields, type: string): Refusal | null {
  const content = body[type];
  if (type === 'contacts') return null;
  if (!isRecord(content)) return { code: 131008, details: `The parameter ${type} is required.` };
  if (MEDIA.includes(type)) return checkMedia(type, content);
  const checks: Record<string, (content: Fields) => Refusal | null> = {
    text: checkText,
    template: checkTemplate,
    interactive: checkInteractive,
    reaction: (reaction) => requireTexts('reaction', reaction, ['message_id', 'emoji']),
  };
  return checks[type]?.(content) ?? null;
}

function checkText(text: Fields): Refusal | null {
  const stray = Object.keys(text).find((key) => !['body', 'preview_url'].includes(key));
  if (stray !== undefined) return { code: 100, details: `Unexpected key "${stray}" on text.` };
  const body = text['body'];
  if (typeof body !== 'string' || body === '') {
    return { code: 131008, details: 'text.body is required.' };
  }
  return body.length <= 4096
    ? null
    : { code: 131009, details: 'text.body has more than 4096 characters.' };
}

function checkMedia(type: string, media: Fields): Refusal | null {
  const sources = ['id', 'link'].filter((key) => typeof media[key] === 'string');
  if (sources.length !== 1) {
    return { code: 131009, details: `${type} needs exactly one of id and link.` };
  }
  const caption = media['caption'];
  return typeof caption === 'string' && caption.length > 1024
    ? { code: 131009, details: `${type}.caption has more than 1024 characters.` }
    : null;
}

function checkTemplate(template: Fields): Refusal | null {
  const stray = Object.keys(template).find((k) => !['name', 'language', 'components'].includes(k));
  if (stray !== undefined) return { code: 100, details: `Unexpected key "${stray}" on template.` };
  const language = template['language'];
  if (typeof template['name'] !== 'string') {
    return { code: 131008, details: 'template.name is required.' };
  }
  if (!isRecord(language) || typeof language['code'] !== 'string') {
    return { code: 131008, details: 'template.language.code is required.' };
  }
  const components = template['components'] ?? [];
  if (!Array.isArray(components) || !components.every(isRecord)) {
    return { code: 131009, details: 'template.components must be an array of objects.' };
  }
  return null;
}

const INTERACTIVE = ['button', 'list', 'cta_url', 'product', 'product_list', 'catalog_message', 'flow', 'location_request_message', 'address_message', 'carousel', 'order_details', 'order_status', 'call_permission_request']; // prettier-ignore

function checkInteractive(interactive: Fields): Refusal | null {
  const type = String(interactive['type']);
  const action = interactive['action'];
  if (!INTERACTIVE.includes(type)) {
    return { code: 131009, details: `interactive.type ${type} is not known.` };
  }
  if (!isRecord(action)) return { code: 131008, details: 'interactive.action is required.' };
  const body = interactive['body'];
  if (type !== 'product' && (!isRecord(body) || typeof body['text'] !== 'string')) {
    return { code: 131008, details: 'interactive.body.text is required.' };
  }
  if (type === 'button') return checkReplyButtons(action['buttons']);
  return type === 'cta_url' ? checkLinkButton(action) : null;
}

function checkReplyButtons(buttons: unknown): Refusal | null {
  if (!Array.isArray(buttons) || buttons.length < 1 || buttons.length > 3) {
    return { code: 131009, details: 'interactive.action.buttons must hold 1 to 3 buttons.' };
  }
  const titles = buttons.map((button: unknown) => {
    const reply = isRecord(button) && button['type'] === 'reply' ? button['reply'] : null;
    return isRecord(reply) && typeof reply['id'] === 'string' ? textOf(reply['title']) : '';
  });
  if (titles.some((title) => title === '' || title.length > 20)) {
    return { code: 131009, details: 'Button title length invalid. Min length: 1, Max length: 20.' };
  }
  return new Set(titles).size === titles.length
    ? null
    : { code: 131009, details: 'Button titles must be unique.' };
}

function checkLinkButton(action: Fields): Refusal | null {
  const parameters = action['parameters'];
  if (action['name'] !== 'cta_url' || !isRecord(parameters)) {
    return { code: 131009, details: 'interactive.action needs name cta_url and parameters.' };
  }
  return requireTexts('interactive.action.parameters', parameters, ['display_text', 'url']);
}

function requireTexts(where: string, fields: Fields, names: string[]): Refusal | null {
  const missing = names.find((name) => typeof fields[name] !== 'string');
  return missing === undefined
    ? null
    : { code: 131008, details: `${where}.${missing} is required.` };
}
