import { getDirectiveValues, GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { isRecord } from '../../http/exchange';
import { completeDraft, priceDraft } from '../draft-desk';
import { announceOrder, markPaid, refundOrder } from '../order-desk';
import { gid, idOf, minorOf } from '../shop';
import type { Order } from '../state';
import type { Node } from './catalog-nodes';
import { attributesOf, readDraftInput, textsOf } from './draft-input';
import { calculatedNode, draftNode } from './draft-nodes';
import type { Moment } from './moment';
import { textOrNull, userError } from './mutation-parts';
import { orderNode, paymentId } from './order-nodes';

type Fields = Record<string, unknown>;
type WithInput = { input: Fields };

/** Draft orders, and what is written into orders; money is never moved. */
export function orderMutations(moment: Moment): Node {
  return {
    draftOrderCalculate: ({ input }: WithInput) => calculate(moment, input),
    draftOrderCreate: ({ input }: WithInput) => createDraft(moment, input),
    draftOrderUpdate: (given: { id: string; input: Fields }) => updateDraft(moment, given),
    draftOrderComplete: (given: { id: string; paymentPending: boolean }) =>
      complete(moment, given.id, given.paymentPending),
    orderUpdate: ({ input }: WithInput) => update(moment, input),
    orderCreateManualPayment: (given: Fields) => payByHand(moment, given),
    refundCreate: ({ input }: WithInput, _context: unknown, info: GraphQLResolveInfo) =>
      refund(moment, input, keyOf(info)),
  };
}

function calculate(moment: Moment, input: Fields): Node {
  const read = readDraftInput(moment, input);
  if (!read.ok) return { calculatedDraftOrder: null, userErrors: read.userErrors };
  const price = priceDraft(moment.world.state, read.draft, moment.now);
  return { calculatedDraftOrder: calculatedNode(moment, read.draft, price), userErrors: [] };
}

function createDraft(moment: Moment, input: Fields): Node {
  const read = readDraftInput(moment, input);
  if (!read.ok) return { draftOrder: null, userErrors: read.userErrors };
  moment.world.state.drafts.set(read.draft.id, read.draft);
  return { draftOrder: draftNode(moment, read.draft), userErrors: [] };
}

const DRAFT_NOT_FOUND = {
  draftOrder: null,
  userErrors: [userError(null, 'Draft order not found')],
};

/** Lines are all that is known here of an update. */
function updateDraft(moment: Moment, { id, input }: { id: string; input: Fields }): Node {
  const draft = moment.world.state.drafts.get(idOf('DraftOrder', id) ?? -1);
  if (draft === undefined) return DRAFT_NOT_FOUND;
  const read = readDraftInput(moment, { lineItems: input['lineItems'] });
  if (!read.ok) return { draftOrder: null, userErrors: read.userErrors };
  draft.lines = read.draft.lines;
  return { draftOrder: draftNode(moment, draft), userErrors: [] };
}

async function complete(moment: Moment, id: string, isPending: boolean): Promise<Node> {
  const draft = moment.world.state.drafts.get(idOf('DraftOrder', id) ?? -1);
  if (draft === undefined) return DRAFT_NOT_FOUND;
  if (draft.orderId !== null) {
    const userErrors = [userError(null, 'This order has already been completed')];
    return { draftOrder: null, userErrors };
  }
  await completeDraft(moment.world, draft, isPending);
  return { draftOrder: draftNode(moment, draft), userErrors: [] };
}

function orderIn(moment: Moment, id: unknown): Order | undefined {
  return moment.world.state.orders.get(idOf('Order', String(id)) ?? -1);
}

const NOT_FOUND = { order: null, userErrors: [userError(['id'], 'Order does not exist')] };

async function update(moment: Moment, input: Fields): Promise<Node> {
  const order = orderIn(moment, input['id']);
  if (order === undefined) return NOT_FOUND;
  if ('note' in input) order.note = textOrNull(input['note']);
  if ('tags' in input) order.tags = textsOf(input['tags']);
  if ('customAttributes' in input) {
    order.checkout.attributes = attributesOf(input['customAttributes']);
  }
  order.updatedAt = moment.now;
  await announceOrder(moment.world, order, 'orders/updated', moment.now);
  return { order: orderNode(moment, order), userErrors: [] };
}

async function payByHand(moment: Moment, given: Fields): Promise<Node> {
  if (given['amount'] !== undefined) {
    throw new GraphQLError('Access denied for amount: the store is not on Shopify Plus.', {
      extensions: { code: 'ACCESS_DENIED' },
    });
  }
  const order = orderIn(moment, given['id']);
  if (order === undefined) return NOT_FOUND;
  if (order.financialStatus !== 'pending' || order.cancelledAt !== null) {
    return { order: null, userErrors: [userError(['id'], 'Order is already paid')] };
  }
  order.gateway = textOrNull(given['paymentMethodName']) ?? 'Other';
  await markPaid(moment.world, order);
  return { order: orderNode(moment, order), userErrors: [] };
}

/** Shopify wants the directive of this mutation since 2026-04. */
function keyOf({ schema, fieldNodes: [node], variableValues }: GraphQLResolveInfo): string {
  const directive = schema.getDirective('idempotent');
  const given =
    directive && node ? getDirectiveValues(directive, node, variableValues)?.['key'] : null;
  if (typeof given === 'string' && given.trim() !== '') return given;
  throw new GraphQLError('An idempotency key is required.', {
    extensions: { code: 'IDEMPOTENCY_KEY_REQUIRED' },
  });
}

/** The sum of a refund's transactions; null where one is of no payment of the order. */
function transactionsOf(input: Fields, order: Order): number | null {
  const given = Array.isArray(input['transactions']) ? input['transactions'].filter(isRecord) : [];
  const isOfPayment = given.every((one) => one['parentId'] === paymentId(order));
  if (order.financialStatus === 'pending' || !isOfPayment) return null;
  return given.reduce((sum, one) => sum + (minorOf(one['amount']) ?? 0), 0);
}

async function refund(moment: Moment, input: Fields, key: string): Promise<Node> {
  const { state } = moment.world;
  const done = state.refundKeys.get(key);
  if (done !== undefined) return { refund: { id: gid('Refund', done) }, userErrors: [] };
  const refuse = (message: string): Node => ({
    refund: null,
    userErrors: [userError(['input', 'transactions'], message)],
  });
  const order = orderIn(moment, input['orderId']);
  if (order === undefined) return refuse('Order does not exist');
  const amount = transactionsOf(input, order);
  if (amount === null) return refuse('Parent is invalid');
  if (!(await refundOrder(moment.world, order, amount))) return refuse('Amount is too large');
  const made = order.refunds.at(-1);
  if (made !== undefined) state.refundKeys.set(key, made.id);
  return { refund: { id: gid('Refund', made?.id ?? 0) }, userErrors: [] };
}
