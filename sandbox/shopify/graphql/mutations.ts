import { isRecord } from '../../http/exchange';
import { setConsent } from '../customers';
import { idOf } from '../shop';
import type { ConsentState } from '../state';
import { phoneNumberNode } from './buyer-nodes';
import type { Moment } from './moment';
import type { Node } from './catalog-nodes';
import { createDiscount } from './discount-mutation';
import { createEngagement, upsertActivity } from './marketing-mutations';
import { textOrNull, userError } from './mutation-parts';
import { orderMutations } from './order-mutations';
import { nodeById } from './queries';
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
    ...orderMutations(moment),
    webhookSubscriptionCreate: (given: { topic: string; webhookSubscription: Fields }) =>
      subscribe(moment, given.topic, given.webhookSubscription),
    webhookSubscriptionDelete: ({ id }: { id: string }) => unsubscribe(moment, id),
    marketingActivityUpsertExternal: ({ input }: { input: Fields }) =>
      upsertActivity(moment, input),
    marketingEngagementCreate: (given: Fields) => createEngagement(moment, given),
    tagsAdd: ({ id, tags }: { id: string; tags: string[] }) => addTags(moment, id, tags),
  };
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
