import { isRecord, json, jsonBody, textOf, type Answer, type Exchange } from '../http/exchange';
import { checkMessage } from './check-message';
import { graphError, type Refusal } from './errors';
import { matchTemplate } from './match-template';
import { BUSINESS_DIGITS } from './webhooks';
import type { ChatMessage, Phone } from './phones';
import { showFreeForm, showTemplate, type Shown } from './render';
import { limitRefusal } from './number';
import { isWindowOpen, scheduleOutcome } from './outcome';
import type { Template, TemplateStatus } from './template';
import type { MetaWorld } from './world';

type Fields = Record<string, unknown>;

const HANG_MS = 2_000;
const SLOW_MS = 2_000;

/** POST /{phone-number-id}/messages, with the faults that were asked for. */
export async function sendMessage(world: MetaWorld, exchange: Exchange): Promise<Answer> {
  const fault = world.faults.take('whatsapp', (kind) => !kind.endsWith('-webhooks'));
  if (fault === null) return accept(world, exchange, null);
  if (fault === 'http-500') return serverError(world);
  if (fault === 'timeout-before') return { kind: 'silence', forMs: HANG_MS };
  if (fault === 'timeout-after') {
    await accept(world, exchange, null);
    return { kind: 'silence', forMs: HANG_MS };
  }
  if (fault === 'slow') {
    await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    return accept(world, exchange, null);
  }
  const failed = /^status-failed:(\d+)$/.exec(fault);
  if (failed !== null) return accept(world, exchange, Number(failed[1]));
  return refuse(world, { code: Number(fault), details: '' });
}

function serverError(world: MetaWorld): Answer {
  return json(500, {
    error: {
      message: 'An unknown error has occurred.',
      type: 'OAuthException',
      code: 1,
      fbtrace_id: world.ids.trace(),
    },
  });
}

function refuse(world: MetaWorld, refusal: Refusal): Answer {
  return graphError(refusal, world.ids.trace());
}

async function accept(
  world: MetaWorld,
  exchange: Exchange,
  failWith: number | null,
): Promise<Answer> {
  const body = jsonBody(exchange);
  if (!isRecord(body)) return refuse(world, { code: 100, details: 'The body is not JSON.' });
  if (body['status'] !== undefined) return markRead(world, body);
  const refusal = checkMessage(body);
  if (refusal !== null) return refuse(world, refusal);
  const template = body['type'] === 'template' ? findTemplate(world, body['template']) : null;
  if (template !== null && 'code' in template) return refuse(world, template);
  const at = await world.clock.now();
  const phone = recipientOf(world, body, at);
  if ('code' in phone) return refuse(world, phone);
  const message = deliverTo(world, phone, { body, template, at });
  scheduleOutcome(world, { phone, message, failWith, isTemplate: template !== null });
  return json(200, acceptance(body, phone, message, world.hidden.has(phone.waId)));
}

function recipientOf(world: MetaWorld, body: Fields, at: Date): Phone | Refusal {
  const phone = world.phones.of(textOf(body['recipient'] ?? body['to']));
  if (phone === null) return { code: 131026, details: '' };
  if (phone.waId === BUSINESS_DIGITS) return { code: 131021, details: '' };
  return limitRefusal(world.number, phone, world.phones.known(), at) ?? phone;
}

function acceptance(body: Fields, phone: Phone, message: ChatMessage, isHidden: boolean): Fields {
  return {
    messaging_product: 'whatsapp',
    contacts: [
      {
        input: textOf(body['recipient'] ?? body['to']),
        ...(isHidden ? {} : { wa_id: phone.waId }),
        user_id: phone.userId,
      },
    ],
    messages: [{ id: message.id, message_status: 'accepted' }],
  };
}

function findTemplate(world: MetaWorld, sent: unknown): Template | Refusal {
  const fields = isRecord(sent) ? sent : {};
  const name = textOf(fields['name']);
  const language = isRecord(fields['language']) ? textOf(fields['language']['code']) : '';
  const template = world.templates.find(name, language);
  const details = `template name (${name}) does not exist in ${language}`;
  if (template === undefined) return { code: 132001, details };
  const code = UNUSABLE[template.status];
  if (code !== null) return { code, details: code === 132001 ? details : '' };
  return matchTemplate(template, componentsOf(fields)) ?? template;
}

/** Error code by the status of a template; null for one that can be sent. */
const UNUSABLE: Record<TemplateStatus, number | null> = {
  APPROVED: null,
  PENDING: 132001,
  REJECTED: 132001,
  PAUSED: 132015,
  DISABLED: 132016,
};

function componentsOf(template: Fields): Fields[] {
  const components = template['components'];
  return Array.isArray(components) ? components.filter(isRecord) : [];
}

function deliverTo(
  world: MetaWorld,
  phone: Phone,
  { body, template, at }: { body: Fields; template: Template | null; at: Date },
): ChatMessage {
  const link = (media: unknown): string | null => mediaLink(media);
  const sent = isRecord(body['template']) ? body['template'] : {};
  const shown: Shown =
    template === null ? showFreeForm(body, link) : showTemplate(template, componentsOf(sent), link);
  const context = isRecord(body['context']) ? body['context']['message_id'] : null;
  const callback = body['biz_opaque_callback_data'];
  const message: ChatMessage = {
    ...shown,
    id: world.ids.wamid(),
    from: 'business',
    at: at.toISOString(),
    tick: 'accepted',
    error: null,
    replyTo: typeof context === 'string' ? context : null,
    callbackData: typeof callback === 'string' ? callback : null,
  };
  phone.messages.push(message);
  if (!isWindowOpen(phone, at)) phone.lastUnaskedAt = message.at;
  phone.typing = false;
  world.changed();
  return message;
}

/** Uploaded media is shown through the gateway; a link is shown as it is. */
function mediaLink(media: unknown): string | null {
  if (!isRecord(media)) return null;
  if (typeof media['link'] === 'string') return media['link'];
  return typeof media['id'] === 'string' ? `/sandbox/api/media/${media['id']}` : null;
}

function markRead(world: MetaWorld, body: Fields): Answer {
  const found = world.phones.messageById(String(body['message_id']));
  if (body['messaging_product'] !== 'whatsapp' || body['status'] !== 'read' || found === null) {
    return refuse(world, { code: 131009, details: 'status must be read, for a known message_id.' });
  }
  found.message.tick = 'read';
  found.phone.typing = isRecord(body['typing_indicator']);
  world.changed();
  return json(200, { success: true });
}
