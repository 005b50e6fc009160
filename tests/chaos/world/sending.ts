import { isRecord, json, jsonBody, textOf } from '../../../sandbox/http/exchange';
import type { Answer, Exchange } from '../../../sandbox/http/exchange';
import { checkMessage } from '../../../sandbox/meta/check-message';
import { graphError } from '../../../sandbox/meta/errors';
import { userIdOf } from '../../../sandbox/meta/identity';
import { matchTemplate } from '../../../sandbox/meta/match-template';
import type { Template } from '../../../sandbox/meta/template';
import type { TemplateStore } from '../../../sandbox/meta/template-store';
import { choose, draw } from '../script/chance';
import type { ShopPlace } from '../script/places';
import { findRecipient, respond } from './recipient';
import type { Recipient } from './recipient';
import type { Shoppers } from './shopper';
import { createStatuses } from './statuses';
import type { World } from './world';

export type Sending = (exchange: Exchange) => Promise<Answer>;

/** What chance does to a call. "before" and "after": whether WhatsApp took the message. */
const FAULTS = {
  none: 9_500,
  '130429': 8,
  '131056': 60,
  '131000': 80,
  '131016': 40,
  'unreadable 502 before': 15,
  'unreadable 502 after': 15,
  'reset before': 40,
  'reset after': 40,
  'hang before': 2,
  'hang after': 2,
  slow: 150,
} as const;

type Fault = keyof typeof FAULTS;

const SLOW_MS = 700;
/** Longer than the app waits. */
const HANG_MS = 17_000;
/** Each costs the whole of the app's patience in real time. */
const MOST_HANGS = 3;
const RESET: Answer = { kind: 'silence', forMs: 0 };
const HANG: Answer = { kind: 'silence', forMs: HANG_MS };

const BROKEN: Answer = { kind: 'reply', status: 502, headers: {}, body: 'Bad gateway' };

/** POST /{phone-number-id}/messages of one number. */
export function createSending(
  world: World,
  shoppers: Shoppers,
  shop: ShopPlace,
  templates: TemplateStore,
): Sending {
  const statuses = createStatuses(world, shop);
  let [calls, hangs, taken] = [0, 0, 0];
  const accept = (exchange: Exchange, at: number, isAnswered: boolean): Answer => {
    const read = readMessage(world, exchange, templates);
    if ('kind' in read) return read;
    taken += 1;
    const vendorId = `wamid.out-${shop.number}-${taken}`;
    const { recipient, template, callback, linkToken } = read;
    const person = recipient.cart.plan.person.number;
    const sent = { vendorId, person, template: template.name, callback, at, isAnswered };
    world.write(shop.number, { kind: 'send', ...sent });
    statuses.follow({ vendorId, callback, recipient });
    if (!statuses.fails(recipient, callback)) {
      respond(world, shoppers, recipient, { template: template.name, linkToken });
    }
    return acceptance(vendorId, recipient);
  };
  return async (exchange) => {
    calls += 1;
    // It is WhatsApp's from here on, however slow WhatsApp is.
    const at = world.clock.now();
    const fault = choose(draw(world.seed, 'send', shop.number, calls), FAULTS);
    const isHang = fault.startsWith('hang');
    if (isHang && (hangs += 1) > MOST_HANGS) return accept(exchange, at, true);
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    return meet(fault, (isAnswered) => accept(exchange, at, isAnswered));
  };
}

function meet(fault: Fault, accept: (isAnswered: boolean) => Answer): Answer {
  if (/^\d+$/.test(fault)) return graphError({ code: Number(fault), details: '' }, 'A');
  if (fault.endsWith('after')) accept(false);
  if (fault.startsWith('unreadable')) return BROKEN;
  if (fault.startsWith('reset')) return RESET;
  if (fault.startsWith('hang')) return HANG;
  return accept(true);
}

interface Message {
  readonly recipient: Recipient;
  readonly template: Template;
  readonly callback: string;
  readonly linkToken: string | null;
}

const refused = (code: number, details: string): Answer => graphError({ code, details }, 'A');

function readMessage(world: World, exchange: Exchange, templates: TemplateStore): Message | Answer {
  const body = jsonBody(exchange);
  const wrong = checkMessage(body);
  if (wrong) return graphError(wrong, 'A');
  // Checked just now.
  const fields = body as Record<string, unknown>;
  const sent = (fields['template'] ?? {}) as Record<string, unknown>;
  const template = findTemplate(sent, templates);
  if (!template) return refused(132001, `no template ${textOf(sent['name'])}`);
  const components = (sent['components'] ?? []) as Record<string, unknown>[];
  const mismatch = matchTemplate(template, components);
  if (mismatch) return graphError(mismatch, 'A');
  const recipient = findRecipient(world, textOf(fields['recipient'] ?? fields['to']));
  if (!recipient) return refused(131026, '');
  const callback = textOf(fields['biz_opaque_callback_data']);
  return { recipient, template, callback, linkToken: linkTokenOf(components) };
}

function findTemplate(
  sent: Readonly<Record<string, unknown>>,
  templates: TemplateStore,
): Template | undefined {
  const language = isRecord(sent['language']) ? textOf(sent['language']['code']) : '';
  return templates.find(textOf(sent['name']), language);
}

/** What the template's link button gets appended. */
function linkTokenOf(components: readonly Record<string, unknown>[]): string | null {
  const button = components.find(({ type, sub_type: kind }) => type === 'button' && kind === 'url');
  const [first] = (button?.['parameters'] ?? []) as Record<string, unknown>[];
  return first ? textOf(first['text']) : null;
}

const acceptance = (id: string, { waId }: Recipient): Answer =>
  json(200, {
    messaging_product: 'whatsapp',
    contacts: [{ input: waId, wa_id: waId, user_id: userIdOf(waId, 0) }],
    messages: [{ id, message_status: 'accepted' }],
  });
