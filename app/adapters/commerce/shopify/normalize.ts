import { z } from 'zod';

import { parseJson } from '#adapters/http/parse-json';
import type { Fact, Normalized, Receipt } from '#core/intake/index';

import { list, text } from './payload-fields';
import { topicOf, type ShopifyTopic } from './manifest';
import { readCheckout } from './read-checkout';
import { readConsent, readCustomer, readPrivacy } from './read-customer';
import { readOrder } from './read-order';
import { readDeletedId, readProduct } from './read-product';
import { readRefund, refund, UNKNOWN_ORDER } from './read-refund';
import type { ReadResult } from './read-result';

type Payload = Readonly<Record<string, unknown>>;

/** What a reader of one topic gets; `at` is the source's own time, else the time of arrival. */
interface Context {
  readonly at: Date;
  readonly fallbackId: string;
}

type TopicReader = (payload: Payload, context: Context) => Normalized;

/**
 * Says in our words what a Shopify webhook tells. Pure; never throws on what Shopify sent: an
 * unknown topic is `ignored`, a body that can't be read is `unreadable`, each with its reason.
 */
export function normalize(
  receipt: Pick<Receipt, 'topic' | 'body' | 'triggeredAt' | 'receivedAt' | 'externalId'>,
): Normalized {
  const topic = topicOf(receipt.topic);
  if (!topic) return ignored(`unknown topic ${receipt.topic}`);
  const payload = z.record(z.string(), z.unknown()).safeParse(parseJson(receipt.body)).data;
  if (!payload) return { kind: 'unreadable', reason: 'the body is not a JSON object' };
  if (isOfAnotherShop(payload, receipt.externalId)) {
    return { kind: 'unreadable', reason: 'the body names another store than the header' };
  }
  const context = {
    at: receipt.triggeredAt ?? receipt.receivedAt,
    fallbackId: receipt.externalId,
  };
  return READERS[topic](payload, context);
}

/**
 * The signature covers the body and not the headers, and it is the same secret for all stores: where
 * a body names its store (privacy requests, app/uninstalled), a header that names another is forged.
 */
function isOfAnotherShop(payload: Payload, externalId: string): boolean {
  const named = payload['shop_domain'] ?? payload['myshopify_domain'];
  const [told = ''] = externalId.split('/');
  const isTold = told.endsWith('.myshopify.com');
  return typeof named === 'string' && isTold && named.toLowerCase() !== told;
}

const facts = (...all: Fact[]): Normalized => ({ kind: 'facts', facts: all });
const ignored = (reason: string): Normalized => facts({ kind: 'ignored', reason });

function factOf<Value>(read: ReadResult<Value>, toFact: (value: Value) => Fact): Normalized {
  return read.ok ? facts(toFact(read.value)) : { kind: 'unreadable', reason: read.reason };
}

const checkout: TopicReader = (payload, { at }) =>
  factOf(readCheckout(payload, at), (seen) => ({ kind: 'checkout', checkout: seen }));

const order: TopicReader = (payload, { at }) =>
  factOf(readOrder(payload, at), (seen) => ({ kind: 'order', order: seen }));

const product: TopicReader = (payload, { at }) =>
  factOf(readProduct(payload, at), (seen) => ({ kind: 'product', product: seen }));

const refundCreated: TopicReader = (payload, { at }) => {
  const read = refund.safeParse(payload);
  const seen = read.success ? readRefund(read.data, UNKNOWN_ORDER, at) : 'unreadable';
  if (seen === 'unreadable') return { kind: 'unreadable', reason: 'a refund without id or amount' };
  return typeof seen === 'string'
    ? ignored(`refund: ${seen}`)
    : facts({ kind: 'refund', refund: seen });
};

const consent: TopicReader = (payload, { at }) => {
  const read = readConsent(payload, at);
  if (!read.ok) return { kind: 'unreadable', reason: read.reason };
  const { state, ...seen } = read.value;
  return state
    ? facts({ kind: 'whatsapp_consent', ...seen, state })
    : ignored('a consent state that is no decision');
};

const scopes: TopicReader = (payload) => {
  const current = list(text).parse(payload.current);
  return facts({ kind: 'scopes_changed', scopes: current.flatMap((scope) => scope ?? []) });
};

const READERS = {
  'checkouts/create': checkout,
  'checkouts/update': checkout,
  'orders/create': order,
  'orders/updated': order,
  'orders/paid': order,
  'orders/cancelled': order,
  'refunds/create': refundCreated,
  'customers/update': (payload, { at }) =>
    factOf(readCustomer(payload, at), (seen) => ({ kind: 'customer', ...seen })),
  'customers_whats_app_marketing_consent/update': consent,
  'products/create': product,
  'products/update': product,
  'products/delete': (payload) =>
    factOf(readDeletedId(payload), (externalId) => ({ kind: 'product_deleted', externalId })),
  'app/uninstalled': () => facts({ kind: 'app_uninstalled' }),
  'app/scopes_update': scopes,
  'customers/data_request': (payload, { fallbackId }) =>
    factOf(readPrivacy(payload), ({ contact, requestId }) => ({
      kind: 'data_request',
      contact,
      requestId: requestId ?? fallbackId,
    })),
  'customers/redact': (payload) =>
    factOf(readPrivacy(payload), ({ contact, orderExternalIds }) => ({
      kind: 'customer_redact',
      contact,
      orderExternalIds,
    })),
  'shop/redact': () => facts({ kind: 'shop_redact' }),
} satisfies Record<ShopifyTopic, TopicReader>;
