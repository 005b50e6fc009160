import { acceptedNote, differsNote, tookSentence } from '#core/commerce/index';
import type { Buyer, PlacedOrder, Sale, Sold } from '#core/commerce/index';
import { decimalText, isSameMoney } from '#core/kernel/money';

import { CLICK_ATTRIBUTE } from './click-token';
import {
  draftOf,
  moneyInput,
  moneyOf,
  shippingLineOf,
  shownLinesOf,
  writtenAddress,
  type Basis,
} from './draft-input';
import type { AdminGraphql } from './graphql.server';
import { shopifyFault } from './graphql-errors';
import type { OrderNode } from './nodes';
import { CART, PAID, PAYMENT, REQUESTED } from './own-attributes';
import { readOrderNode } from './read-node';
import {
  COMPLETE_DRAFT,
  CREATE_DRAFT,
  FIND_SALE,
  NOTE_IN_ORDER,
  PAY_ORDER,
  REPRICE_DRAFT,
  type DraftNode,
} from './sales-operations';

/**
 * Makes a sale's order in steps, each of which finds what an earlier try did: a draft with Shopify's
 * own reckoning, the unpaid order of it (a draft becomes one order at most, and reduces the stock), and
 * the payment, once the order's total is compared with what was paid.
 */
export async function placeOrder(
  domain: string,
  sale: Sale,
  graphql: AdminGraphql,
): Promise<PlacedOrder> {
  const node = await orderFor(domain, sale, graphql);
  const order = readOrderNode(node);
  if (order.payment !== 'pending') return { kind: 'placed', order };
  // In the shopper's currency, as the money came.
  const total = moneyOf(node.totalPriceSet.presentmentMoney);
  const { amount } = sale.paid;
  const isWhole = isSameMoney(total, amount);
  if (!isWhole && !sale.isAccepted) {
    const held = await note(domain, { id: node.id, note: differsNote(sale.paid) }, graphql);
    return { kind: 'differs', order: readOrderNode(held) };
  }
  if (!isWhole) {
    const really = [...attributesOf(sale), { key: PAID, value: decimalText(amount) }];
    const words = { note: acceptedNote(sale.paid, total), customAttributes: really };
    await note(domain, { id: node.id, ...words }, graphql);
  }
  return { kind: 'placed', order: readOrderNode(await pay(domain, node.id, sale, graphql)) };
}

async function orderFor(domain: string, sale: Sale, graphql: AdminGraphql): Promise<OrderNode> {
  const filter = `tag:'${tagOf(sale)}'`;
  const { orders, draftOrders } = await graphql(domain, FIND_SALE, { filter });
  const known = orders.nodes[0] ?? draftOrders.nodes.find(({ order }) => order)?.order;
  if (known) return known;
  // The oldest: two tries that could not see each other's draft agree on it.
  const draft = draftOrders.nodes[0] ?? (await createDraft(domain, sale, graphql));
  return complete(domain, await asQuoted(domain, draft, sale, graphql), graphql);
}

/** Where an item has another price by now than its shopper was shown, it is sold for that one. */
async function asQuoted(
  domain: string,
  draft: DraftNode,
  { sold, paid, isAccepted }: Sale,
  graphql: AdminGraphql,
): Promise<DraftNode> {
  const isWhole = isSameMoney(moneyOf(draft.totalPriceSet.presentmentMoney), paid.amount);
  if (isWhole || sold.kind === 'sum' || isAccepted || !draft.ready) return draft;
  const lineItems = shownLinesOf(sold.quote.basis as Basis);
  const change = { id: draft.id, input: { lineItems } };
  const { draftOrderUpdate: made } = await graphql(domain, REPRICE_DRAFT, change);
  if (made.draftOrder && made.userErrors.length === 0) return made.draftOrder;
  throw refusal('price', made.userErrors);
}

/** Shopify takes tags of 40 characters at most. */
const tagOf = ({ key }: Sale): string => `ripresa-${key.replaceAll('-', '')}`.slice(0, 40);

async function createDraft(domain: string, sale: Sale, graphql: AdminGraphql): Promise<DraftNode> {
  const { draftOrderCreate: made } = await graphql(domain, CREATE_DRAFT, { input: draftFor(sale) });
  if (made.draftOrder && made.userErrors.length === 0) return made.draftOrder;
  throw refusal('draft', made.userErrors);
}

const NOT_READY_MS = 10_000;

async function complete(
  domain: string,
  { id, ready }: DraftNode,
  graphql: AdminGraphql,
): Promise<OrderNode> {
  const wait = (): Error => shopifyFault('DRAFT_NOT_READY', 'a draft is still made', NOT_READY_MS);
  if (!ready) throw wait();
  const { draftOrderComplete: made } = await graphql(domain, COMPLETE_DRAFT, { id });
  if (made.userErrors.length > 0) throw refusal('completion', made.userErrors);
  if (!made.draftOrder?.order) throw wait();
  return made.draftOrder.order;
}

/** Shopify's messages may quote what we sent, so only the field is told. */
function refusal(
  what: string,
  errors: readonly { readonly field?: readonly string[] | null | undefined }[],
): Error {
  const field = errors[0]?.field?.join('.') ?? 'unknown';
  return shopifyFault('REFUSED', `the ${what} of a sale was refused (${field})`, null);
}

function draftFor(sale: Sale) {
  const { buyer, shipTo, paid } = sale;
  return {
    ...contentOf(sale.sold),
    ...(shipTo
      ? { shippingAddress: writtenAddress(shipTo), billingAddress: writtenAddress(shipTo) }
      : { billingAddress: namesOf(buyer, sale.sold) }),
    email: buyer.email,
    phone: buyer.phone,
    note: tookSentence(paid),
    tags: [tagOf(sale)],
    customAttributes: attributesOf(sale),
  };
}

/** Taxes are reckoned as they were when the cart was priced. */
const namesOf = ({ firstName, lastName, country }: Buyer, sold: Sold) => ({
  firstName,
  lastName,
  countryCode: sold.kind === 'cart' ? (sold.quote.basis as Basis).country : country,
});

function contentOf(sold: Sold) {
  if (sold.kind === 'cart') {
    const basis = sold.quote.basis as Basis;
    return { ...draftOf(basis), shippingLine: shippingLineOf(basis) };
  }
  const price = moneyInput(sold.amount);
  // The shopper agreed to this sum, everything included: no tax comes on top of it.
  const plain = { quantity: 1, taxable: false, requiresShipping: false };
  const line = { title: sold.reason || 'Payment', originalUnitPriceWithCurrency: price, ...plain };
  return { presentmentCurrencyCode: price.currencyCode, lineItems: [line] };
}

function attributesOf({ key, sold, isRequested, paid }: Sale) {
  const cart = sold.kind === 'cart' ? sold : null;
  const all: readonly (readonly [string, string | null])[] = [
    [PAYMENT, key],
    [CART, cart?.cartExternalId ?? null],
    [CLICK_ATTRIBUTE, cart?.clickToken ?? null],
    [REQUESTED, isRequested ? '1' : null],
    [paid.providerName, paid.reference || null],
  ];
  return all.flatMap(([name, value]) => (value === null ? [] : [{ key: name, value }]));
}

interface Words {
  readonly id: string;
  readonly note: string;
  readonly customAttributes?: readonly { readonly key: string; readonly value: string }[];
}

async function note(domain: string, input: Words, graphql: AdminGraphql): Promise<OrderNode> {
  const { orderUpdate: written } = await graphql(domain, NOTE_IN_ORDER, { input });
  if (written.order && written.userErrors.length === 0) return written.order;
  throw refusal('note', written.userErrors);
}

async function pay(
  domain: string,
  id: string,
  { paid }: Sale,
  graphql: AdminGraphql,
): Promise<OrderNode> {
  const method = `${paid.providerName} (payment link)`;
  const { orderCreateManualPayment: written } = await graphql(domain, PAY_ORDER, { id, method });
  if (written.order && written.userErrors.length === 0) return written.order;
  throw refusal('payment', written.userErrors);
}
