import { z } from 'zod';

import { parseJson } from '#adapters/http/parse-json';
import type { Fact, Normalized, Receipt } from '#core/intake/index';

import { id, type ReadResult } from './fields';
import {
  CORE_TOPICS,
  PLUGIN_TOPICS,
  PROTOCOL_VERSION,
  type CoreTopic,
  type PluginTopic,
} from './manifest';
import { readCart } from './read-cart';
import { readConsent, readErased } from './read-consent';
import { readOrder, type OrderRead } from './read-order';
import { readProduct } from './read-product';
import { readSite } from './read-site';

type Payload = Readonly<Record<string, unknown>>;
type Topic = PluginTopic | CoreTopic;
type TopicReader = (payload: Payload, receivedAt: Date) => Normalized;

/**
 * Says in our words what a WooCommerce store tells. Pure; never throws on what came: an unknown
 * topic is `ignored`, a body that can't be read is `unreadable`, each with its reason.
 */
export function normalize(receipt: Pick<Receipt, 'topic' | 'body' | 'receivedAt'>): Normalized {
  const topic = topicOf(receipt.topic);
  if (!topic) return facts({ kind: 'ignored', reason: `unknown topic ${receipt.topic}` });
  const payload = z.record(z.string(), z.unknown()).safeParse(parseJson(receipt.body)).data;
  if (!payload) return { kind: 'unreadable', reason: 'the body is not a JSON object' };
  if (isOfPlugin(topic) && payload['version'] !== PROTOCOL_VERSION) {
    return { kind: 'unreadable', reason: 'a version of the protocol that is not known' };
  }
  return READERS[topic](payload, receipt.receivedAt);
}

const isOfPlugin = (topic: Topic): boolean => PLUGIN_TOPICS.some((one) => one === topic);

const topicOf = (written: string): Topic | null =>
  [...PLUGIN_TOPICS, ...CORE_TOPICS].find((topic) => topic === written) ?? null;

const facts = (...all: Fact[]): Normalized => ({ kind: 'facts', facts: all });

const factsOf = <Value>(read: ReadResult<Value>, toFacts: (value: Value) => Fact[]): Normalized =>
  read.ok ? facts(...toFacts(read.value)) : { kind: 'unreadable', reason: read.reason };

const orderFacts = (read: ReadResult<OrderRead>): Normalized =>
  factsOf(read, (seen) =>
    seen.kind === 'order'
      ? [{ kind: 'order', order: seen.order }, ...(seen.consent ? [seen.consent] : [])]
      : [{ kind: 'ignored', reason: seen.reason }],
  );

const coreOrder: TopicReader = (payload, at) => orderFacts(readOrder(payload, null, at));

const deleted = (product: unknown): Normalized => {
  const externalId = z.object({ id }).safeParse(product).data?.id ?? null;
  return externalId === null
    ? { kind: 'unreadable', reason: 'a deletion without id' }
    : facts({ kind: 'product_deleted', externalId });
};

const READERS = {
  cart: (payload, at) =>
    factsOf(readCart(payload['cart'], at), ({ checkout, consent }) => [
      { kind: 'checkout', checkout },
      ...(consent ? [consent] : []),
    ]),
  order: (payload, at) => orderFacts(readOrder(payload['order'], payload['refunds'], at)),
  product: (payload, at) =>
    factsOf(readProduct(payload['product'], payload['variations'], at), (product) => [
      { kind: 'product', product },
    ]),
  'product-deleted': (payload) => deleted(payload['productDeleted']),
  consent: (payload, at) => factsOf(readConsent(payload['consent'], at), (fact) => [fact]),
  'customer-erased': (payload) =>
    factsOf(readErased(payload['customerErased']), (contacts) =>
      contacts.map((contact) => ({ kind: 'customer_redact', contact, orderExternalIds: [] })),
    ),
  site: (payload) =>
    factsOf(readSite(payload['site']), (details) => [{ kind: 'store_described', details }]),
  disconnected: () => facts({ kind: 'app_uninstalled' }),
  'order.created': coreOrder,
  'order.updated': coreOrder,
  'order.restored': coreOrder,
  'product.deleted': deleted,
} satisfies Record<Topic, TopicReader>;
