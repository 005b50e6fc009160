import { identifyContact, readContact, uninstallShop } from '#core/commerce/index';
import type { ContactSeen, Customer, Shop } from '#core/commerce/index';
import { recordConsent } from '#core/consent/index';
import type { CustomerId } from '../kernel/ids';
import { eraseStore } from './erase-store';
import { APPLIED, ignored } from './fact-ports';
import type { FactContext, FactOutcome, FactPorts } from './fact-ports';
import type { Fact } from './facts';

export async function applyCustomer(
  contact: ContactSeen,
  context: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  const customerId = await personOf(contact, context, ports);
  return customerId ? APPLIED : ignored('the customer has neither phone nor e-mail nor id');
}

export async function applyWhatsAppConsent(
  fact: Extract<Fact, { kind: 'whatsapp_consent' }>,
  context: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  const customerId = await personOf(fact.contact, context, ports);
  if (!customerId) return ignored('the consent names nobody');
  const { shop, now, receipt, onOurClock } = context;
  const told = fact.act ?? {
    source: 'shopify_customer',
    proof: { receipt: receipt.externalId },
    key: `platform:${receipt.externalId}`,
  };
  const key = `${told.key}:${customerId}`;
  const occurredAt = onOurClock(fact.at);
  const record = { ...told, key, customerId, state: fact.state, occurredAt };
  await recordConsent({ shopId: shop.id, now, record }, ports);
  return APPLIED;
}

/** Exports at once what we hold; the merchant finds it in the settings and hands it over. */
export async function applyDataRequest(
  fact: { contact: ContactSeen; requestId: string },
  context: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  const { shop, now, newId } = context;
  const people = await peopleOf(fact.contact, context, ports);
  const exports = [];
  for (const person of people) exports.push(await ports.customers.export(shop.id, person.id));
  const isNew = await ports.privacy.record({
    id: newId(),
    shopId: shop.id,
    kind: 'export',
    externalId: fact.requestId,
    requestedAt: context.receipt.receivedAt,
    completedAt: now,
    result: { people: exports },
  });
  return isNew ? APPLIED : ignored('this request was answered before');
}

/** Erases people and every trace of them in bodies that we kept; sums of money stay. */
export async function applyCustomerRedact(
  fact: { contact: ContactSeen; orderExternalIds: readonly string[] },
  context: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  const { shop, now, newId } = context;
  const people = new Map(
    (await peopleOf(fact.contact, context, ports)).map((one) => [one.id, one]),
  );
  for (const externalId of fact.orderExternalIds) {
    const order = await ports.orders.byExternalId(shop.id, externalId);
    const owner = order?.customerId && (await ports.customers.byId(shop.id, order.customerId));
    if (owner) people.set(owner.id, owner);
  }
  const texts = new Set(
    [fact.contact.phoneRaw, fact.contact.email].filter((text) => text !== null),
  );
  for (const person of people.values()) {
    for (const { value } of person.identities) texts.add(value);
    await ports.customers.erase(shop.id, person.id);
  }
  await ports.receipts.eraseContaining(shop.id, [...texts].flatMap(spellings));
  await ports.privacy.record({
    id: newId(),
    shopId: shop.id,
    kind: 'erase_customer',
    externalId: context.receipt.externalId,
    requestedAt: context.receipt.receivedAt,
    completedAt: now,
    result: null,
  });
  return APPLIED;
}

/** One that has come back since keeps its rows. */
export async function applyShopRedact(
  { shop, receipt, now, newId }: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  if (shop.state === 'installed') return ignored('the store has installed the app again');
  await eraseStore({ shop, requestedAt: receipt.receivedAt, now, newId }, ports);
  return APPLIED;
}

/** A store that changed its name, currency or zone. A copy of it that kept its keys is another one. */
export async function applyDescribed(
  { details }: { details: Omit<Shop, 'id' | 'state' | 'settings'> },
  { shop }: FactContext,
  { shops }: FactPorts,
): Promise<FactOutcome> {
  if (details.domain !== shop.domain) return ignored('the store answers under another address');
  await shops.save({ ...shop, ...details });
  return APPLIED;
}

export async function applyUninstalled(
  { shop, now }: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  await ports.sessions.deleteForShop(shop.domain);
  const outcome = await uninstallShop({ shopId: shop.id, now }, ports);
  return outcome === 'uninstalled' ? APPLIED : ignored('the app was removed before');
}

const personOf = (
  contact: ContactSeen,
  { shop, newId, now }: FactContext,
  ports: FactPorts,
): Promise<CustomerId | null> =>
  identifyContact(
    contact,
    readContact(contact, shop.countryCode),
    { shopId: shop.id, newId, now },
    ports,
  );

function peopleOf(
  contact: ContactSeen,
  { shop }: FactContext,
  ports: FactPorts,
): Promise<readonly Customer[]> {
  return ports.customers.withAny(shop.id, readContact(contact, shop.countryCode).identities);
}

/** How a value may be spelled in a JSON body: a phone also without its plus. */
const spellings = (text: string): string[] =>
  text.startsWith('+') ? [text, text.slice(1)] : [text];
