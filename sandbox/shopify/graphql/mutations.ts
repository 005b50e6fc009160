import { isRecord } from '../../http/exchange';
import { setConsent } from '../customers';
import { newLine } from '../cart-desk';
import { idOf, minorOf } from '../shop';
import type { ConsentState, DraftOrder } from '../state';
import { phoneNumberNode } from './buyer-nodes';
import type { Moment } from './moment';
import type { Node } from './catalog-nodes';
import { createDiscount } from './discount-mutation';
import { createEngagement, upsertActivity } from './marketing-mutations';
import { draftNode, nodeById } from './queries';
import { subscriptionRows } from './shop-nodes';

type Fields = Record<string, unknown>;

/** The root fields of Mutation that the stand-in knows. */
export function mutationRoot(moment: Moment): Node {
  return {
    customerWhatsAppMarketingConsentUpdate: ({ input }: { input: Fields }) =>
      updateConsent(moment, input),
    discountCodeBasicCreate: ({ basicCodeDiscount }: { basicCodeDiscount: Fields }) =>
      createDiscount(moment, basicCodeDiscount),
    discountCodeDelete: ({ id }: { id: string }) => deleteDiscount(moment, id),
    draftOrderCreate: ({ input }: { input: Fields }) => createDraft(moment, input),
    webhookSubscriptionCreate: (given: { topic: string; webhookSubscription: Fields }) =>
      subscribe(moment, given.topic, given.webhookSubscription),
    webhookSubscriptionDelete: ({ id }: { id: string }) => unsubscribe(moment, id),
    marketingActivityUpsertExternal: ({ input }: { input: Fields }) =>
      upsertActivity(moment, input),
    marketingEngagementCreate: (given: Fields) => createEngagement(moment, given),
    tagsAdd: ({ id, tags }: { id: string; tags: string[] }) => addTags(moment, id, tags),
  };
}

export function userError(field: string[], message: string, code?: string): Node {
  return { field, message, code: code ?? null };
}

async function updateConsent(moment: Moment, input: Fields): Promise<Node> {
  const refuse = (field: string[], message: string): Node => ({
    customerPhoneNumber: null,
    userErrors: [userError(field, message, 'INVALID')],
  });
  const id = idOf('Customer', String(input['customerId']));
  const customer = moment.world.state.customers.get(id ?? -1);
  const consent = isRecord(input['whatsAppMarketingConsent'])
    ? input['whatsAppMarketingConsent']
    : {};
  if (customer === undefined) return refuse(['input', 'customerId'], 'Customer not found');
  if (customer.phone === null) {
    return refuse(['input', 'customerId'], 'A phone number is required to set the consent state.');
  }
  const given = consent['updatedAt'];
  const updatedAt = typeof given === 'string' ? new Date(given) : moment.now;
  if (updatedAt.getTime() > moment.now.getTime() + 60_000) {
    return refuse(['input', 'whatsAppMarketingConsent', 'updatedAt'], 'must not be in the future');
  }
  await setConsent(moment.world, customer, {
    state: String(consent['state']) as ConsentState,
    optInLevel: typeof consent['optInLevel'] === 'string' ? consent['optInLevel'] : null,
    updatedAt,
  });
  return { customerPhoneNumber: phoneNumberNode(customer), userErrors: [] };
}

function deleteDiscount(moment: Moment, globalId: string): Node {
  const id = idOf('DiscountCodeNode', globalId);
  for (const [code, discount] of moment.world.state.discounts) {
    if (discount.id !== id) continue;
    moment.world.state.discounts.delete(code);
    return { deletedCodeDiscountId: globalId, userErrors: [] };
  }
  return {
    deletedCodeDiscountId: null,
    userErrors: [userError(['id'], 'Code discount does not exist.', 'INVALID')],
  };
}

function createDraft(moment: Moment, input: Fields): Node {
  const { world, now } = moment;
  const items = Array.isArray(input['lineItems']) ? input['lineItems'].filter(isRecord) : [];
  const lines = items.map((item) =>
    newLine(
      world,
      idOf('ProductVariant', String(item['variantId'])) ?? -1,
      Number(item['quantity']),
    ),
  );
  const known = lines.filter((line) => line !== null);
  if (known.length === 0 || known.length < lines.length) {
    const field = ['input', 'lineItems'];
    const message = lines.length === 0 ? 'Add at least 1 product' : 'Product variant not found';
    return { draftOrder: null, userErrors: [userError(field, message)] };
  }
  const id = world.state.ids.next();
  const draft: DraftOrder = {
    id,
    token: world.token(),
    lines: known,
    email: textOrNull(input['email']),
    phone: textOrNull(input['phone']),
    discount: draftDiscount(input['appliedDiscount']),
    note: textOrNull(input['note']),
    tags: Array.isArray(input['tags']) ? input['tags'].map(String) : [],
    attributes: attributesOf(input['customAttributes']),
    createdAt: now,
    orderId: null,
  };
  world.state.drafts.set(id, draft);
  return { draftOrder: draftNode(moment, draft), userErrors: [] };
}

function draftDiscount(given: unknown): DraftOrder['discount'] {
  if (!isRecord(given)) return null;
  const value = Number(given['value']);
  return given['valueType'] === 'PERCENTAGE'
    ? { percent: value / 100, amount: null }
    : { percent: null, amount: minorOf(value) };
}

function attributesOf(given: unknown): DraftOrder['attributes'] {
  if (!Array.isArray(given)) return [];
  return given
    .filter(isRecord)
    .map((item) => ({ name: String(item['key']), value: String(item['value']) }));
}

function subscribe(moment: Moment, topic: string, input: Fields): Node {
  const uri = textOrNull(input['uri']) ?? textOrNull(input['callbackUrl']);
  const { subscriptions, ids } = moment.world.state;
  const refuse = (message: string): Node => ({
    webhookSubscription: null,
    userErrors: [userError(['webhookSubscription', 'callbackUrl'], message)],
  });
  if (uri === null) return refuse('Address can’t be blank');
  const isTaken = [...subscriptions.values()].some((s) => s.topic === topic && s.uri === uri);
  if (isTaken) return refuse('Address for this topic has already been taken');
  const id = ids.next();
  subscriptions.set(id, { id, topic, uri, createdAt: moment.now });
  const row = subscriptionRows(moment).find((candidate) => candidate.id === id);
  return { webhookSubscription: row?.node ?? null, userErrors: [] };
}

function unsubscribe(moment: Moment, globalId: string): Node {
  const id = idOf('WebhookSubscription', globalId);
  const isDeleted = moment.world.state.subscriptions.delete(id ?? -1);
  return isDeleted
    ? { deletedWebhookSubscriptionId: globalId, userErrors: [] }
    : {
        deletedWebhookSubscriptionId: null,
        userErrors: [userError(['id'], 'Webhook subscription does not exist')],
      };
}

function addTags(moment: Moment, globalId: string, tags: string[]): Node {
  const customer = moment.world.state.customers.get(idOf('Customer', globalId) ?? -1);
  if (customer !== undefined) customer.tags = [...new Set([...customer.tags, ...tags])];
  const node = nodeById(moment, globalId);
  return node === null
    ? { node: null, userErrors: [userError(['id'], 'Resource does not exist')] }
    : { node, userErrors: [] };
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
