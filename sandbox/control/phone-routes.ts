import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { isRecord, textOf } from '../http/exchange';
import { isDialable, isUserId } from '../meta/identity';
import { actAsShopper, type ShopperAct } from '../meta/inbound';
import type { Phone } from '../meta/phones';
import type { Template, TemplateQuality, TemplateStatus } from '../meta/template';
import { announce } from '../meta/world';
import { templateQualityValue, templateStatusValue } from '../meta/webhooks';
import type { Sandbox } from '../world';
import { oneOf, requireText, type ControlRoute, type Fields } from './route';
import { ControlRefusal } from './move-clock';

const STATUSES: readonly TemplateStatus[] = [
  'APPROVED',
  'REJECTED',
  'PAUSED',
  'DISABLED',
  'PENDING',
];
const QUALITIES: readonly TemplateQuality[] = ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'];

async function reply(sandbox: Sandbox, fields: Fields): Promise<unknown> {
  const from = requireText(fields, 'from');
  if (!isUserId(from) && !isDialable(from)) {
    throw new ControlRefusal(400, '"from" must be a phone number or a BSUID.');
  }
  const outcome = await actAsShopper(sandbox.meta.world, actOf(from, fields));
  if (!outcome.ok) throw new ControlRefusal(outcome.status, outcome.error);
  return { id: outcome.id };
}

function actOf(from: string, fields: Fields): ShopperAct {
  const act: ShopperAct = { from };
  for (const name of ['text', 'button', 'messageId', 'reaction'] as const) {
    if (fields[name] !== undefined) act[name] = requireText(fields, name);
  }
  for (const name of ['unsupported', 'changeUserId', 'hideNumber'] as const) {
    if (fields[name] === true) act[name] = true;
  }
  return { ...act, ...structuredPartsOf(fields) };
}

function structuredPartsOf({ image, order, preference }: Fields): Partial<ShopperAct> {
  return {
    ...(image === undefined ? {} : { image: captionOf(image) }),
    ...(order === undefined ? {} : { order: { items: itemsOf(order) } }),
    ...(preference === 'stop' || preference === 'resume' ? { preference } : {}),
  };
}

function captionOf(image: unknown): { caption?: string } {
  return isRecord(image) && typeof image['caption'] === 'string'
    ? { caption: image['caption'] }
    : {};
}

type Items = NonNullable<ShopperAct['order']>['items'];

function itemsOf(order: unknown): Items {
  const items = isRecord(order) && Array.isArray(order['items']) ? order['items'] : [];
  if (items.length === 0) throw new ControlRefusal(400, '"order.items" must not be empty.');
  return items.filter(isRecord).map((item) => ({
    id: String(item['id']),
    quantity: Number(item['quantity'] ?? 1),
    price: Number(item['price'] ?? 0),
    currency: textOf(item['currency'], 'EUR'),
  }));
}

/** Sets a template's status, its rating, or both, and tells the app. */
async function setTemplate(sandbox: Sandbox, fields: Fields): Promise<unknown> {
  const name = requireText(fields, 'name');
  const templates = templatesOf(sandbox, name, fields['language']);
  const { quality } = fields;
  const status = quality === undefined ? requireText(fields, 'status') : fields['status'];
  const reason = fields['reason'] === undefined ? undefined : requireText(fields, 'reason');
  if (status !== undefined) {
    await setStatus(sandbox, templates, oneOf('status', status, STATUSES), reason);
  }
  if (quality !== undefined) await rate(sandbox, templates, oneOf('quality', quality, QUALITIES));
  const changed = templates.length;
  return { name, ...(status === undefined ? {} : { status }), changed };
}

function templatesOf(sandbox: Sandbox, name: string, language: unknown): Template[] {
  const templates = sandbox.meta.world.templates
    .named(name)
    .filter((template) => language === undefined || template.language === language);
  if (templates.length === 0) throw new ControlRefusal(404, `There is no template ${name}.`);
  return templates;
}

async function setStatus(
  { meta: { world } }: Sandbox,
  templates: readonly Template[],
  status: TemplateStatus,
  reason: string | undefined,
): Promise<void> {
  for (const template of templates) {
    world.templates.setStatus(template, status, reason);
    await announce(world, 'message_template_status_update', templateStatusValue(template));
  }
}

async function rate(
  { meta: { world } }: Sandbox,
  templates: readonly Template[],
  quality: TemplateQuality,
): Promise<void> {
  for (const template of templates) {
    const previous = template.quality;
    template.quality = quality;
    const value = templateQualityValue(template, previous);
    await announce(world, 'message_template_quality_update', value);
  }
}

function phoneView(phone: Phone): unknown {
  return {
    number: phone.number,
    shownNumber: parsePhoneNumberFromString(phone.number)?.formatInternational() ?? phone.number,
    waId: phone.waId,
    userId: phone.userId,
    name: phone.name,
    typing: phone.typing,
    messages: phone.messages,
  };
}

export const phoneRoutes: Record<string, ControlRoute> = {
  'GET whatsapp/requests': (sandbox) => Promise.resolve(sandbox.meta.ledger.entries()),
  'GET whatsapp/phones': (sandbox) =>
    Promise.resolve(sandbox.meta.world.phones.known().map(phoneView)),
  'GET whatsapp/templates': (sandbox) =>
    Promise.resolve(JSON.parse(listTemplates(sandbox)) as unknown),
  'POST whatsapp/templates': setTemplate,
  'POST whatsapp/reply': reply,
};

function listTemplates(sandbox: Sandbox): string {
  const listed = sandbox.meta.world.templates.list(new URLSearchParams({ limit: '1000' }));
  return String(listed.body);
}
