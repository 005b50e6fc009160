import { newId } from '#boot/chance';
import type { ConversationId, LinkToken, SequenceId } from '#core/kernel/ids';
import { figureStore } from '#adapters/postgres/figure-store';
import { operationStore } from '#adapters/postgres/operation-store';
import { shopifyTokens } from '#adapters/postgres/shopify-tokens';
import { seedPayment, seedRequest } from './sample-payments';
import {
  cartOf,
  cipher,
  customerOf,
  eur,
  messageOf,
  minutes,
  NOW,
  orderOf,
  receiptOf,
  seedRecovery,
  seedShop,
  siteOf,
  type Rig,
} from './sample-rows';

const PHONE = '+393331234567';
const EMAIL = 'giulia.bianchi@example.com';
const NAME = 'Giulia Bianchi';
const WAMID = 'wamid.HBgMMzkzMzMxMjM0NTY3';
export const SECRETS = [
  PHONE,
  PHONE.slice(1),
  '3331234567',
  EMAIL,
  NAME,
  'Giulia',
  WAMID,
  'Via Roma',
  'Palestro',
];

/** A shop with a row in every table, all of one person. */
export async function everything(rig: Rig, id: string) {
  const { stores } = rig;
  const { shop, channel } = await seedShop(stores, id);
  await stores.sites.connect(siteOf(shop), { at: NOW, previousKeyUntil: NOW });
  const ticket = { hash: `ticket ${shop.id}`, requestHash: `request ${shop.id}`, expiresAt: NOW };
  await stores.signIns.offer(shop.id, ticket, NOW);
  const shopId = shop.id;
  const customer = customerOf(shopId, {
    displayName: NAME,
    identities: [
      { kind: 'phone', value: PHONE },
      { kind: 'email', value: EMAIL },
    ],
  });
  await stores.customers.save(customer);
  const contact = { customerId: customer.id, phone: PHONE, email: EMAIL };
  const recoveryUrl = `https://x/recover?email=${EMAIL}`;
  const guest = cartOf(shopId, { ...contact, customerId: null, recoveryUrl });
  await stores.carts.upsertNewest(guest);
  const { cart, recovery } = await seedRecovery(stores, customer, [minutes(60)]);
  await stores.carts.upsertNewest({ ...cart, ...contact, recoveryUrl });
  const twin = customerOf(shopId);
  await stores.customers.save(twin);
  await stores.customers.merge(shopId, twin.id, customer.id, NOW);
  const order = orderOf(shopId, { ...contact, payment: 'paid' });
  await stores.orders.upsertNewest(order);
  const orderId = order.id;
  const refund = { externalId: 'r', orderExternalId: order.externalId, amount: eur(5), at: NOW };
  await stores.orders.addRefund(shopId, refund);
  await stores.consents.append(shopId, {
    customerId: customer.id,
    state: 'granted',
    source: 'whatsapp_keyword',
    occurredAt: NOW,
    proof: { message: WAMID },
    key: WAMID,
  });
  const assignment = { customerId: customer.id, experimentKey: 'recovery', assignedAt: NOW };
  await stores.experiments.assign(shopId, { ...assignment, arm: 'treatment' });
  await stores.experiments.recordConversion(shopId, {
    orderId,
    recoveryId: recovery.id,
    customerId: customer.id,
    arm: 'treatment',
    amount: eur(100),
    convertedAt: NOW,
  });
  const conversationId: ConversationId = newId();
  await stores.conversations.openFor(shopId, channel.id, customer.id, conversationId, NOW);
  const token: LinkToken = newId();
  const to = { kind: 'phone', phone: PHONE } as const;
  const sent = messageOf(channel, customer.id, { conversationId, recoveryId: recovery.id, to });
  await stores.messages.enqueue({ ...sent, linkToken: token });
  await stores.messages.claim([{ shopId, id: sent.id }], NOW, minutes(1));
  const answer = { vendorId: WAMID, waId: PHONE.slice(1), userId: null };
  await stores.messages.accepted([{ shopId, id: sent.id, answer, at: NOW }]);
  const status = {
    vendorId: WAMID,
    callbackId: null,
    code: null,
    at: NOW,
    waId: null,
    userId: null,
  };
  await stores.messages.applyStatuses([{ shopId, status: { ...status, state: 'read' } }]);
  const waiting = messageOf(channel, customer.id, { to });
  await stores.messages.enqueue(waiting);
  await stores.messages.recordInbound({
    id: newId(),
    shopId,
    channelId: channel.id,
    customerId: customer.id,
    conversationId,
    vendorId: `${WAMID}-in`,
    body: { kind: 'text', text: 'Sono Giulia, abito in Via Roma' },
    inReplyTo: WAMID,
    receivedAt: NOW,
  });
  const link = { token, shopId, customerId: customer.id, recoveryId: recovery.id };
  const sequenceId: SequenceId = newId();
  const sequence = { id: sequenceId, shopId, name: 'Cart recovery', state: 'active' as const };
  await stores.sequences.save({ ...sequence, steps: [], priority: 0 });
  await stores.links.save({
    ...link,
    sequenceId,
    messageId: sent.id,
    cartId: cart.id,
    discountCode: null,
    createdAt: NOW,
    expiresAt: minutes(99),
  });
  await stores.links.recordTouch({
    shopId,
    token,
    occurredAt: NOW,
    robot: false,
    client: 'mobile',
  });
  await seedPayment(stores, shopId, cart.id);
  await seedRequest(stores, sent, `Repair for ${NAME}`);
  await figureStore(rig.database.sql).fold(shopId, 1_000);
  const attribution = { shopId, orderId, recoveryId: recovery.id, sequenceId, evidence: token };
  await stores.attributions.attribute({ ...attribution, proof: 'click_token', attributedAt: NOW });
  const entry = { kind: 'credit' as const, amount: eur(100), sourceKey: 'paid', at: NOW };
  await stores.attributions.append(shopId, orderId, entry);
  const body = Buffer.from(JSON.stringify({ phone: '333 123 4567', email: EMAIL, name: NAME }));
  await stores.receipts.record(receiptOf(shopId, { body }));
  const [receipt] = await stores.receipts.claim('others', NOW, minutes(1), 1);
  if (receipt) await stores.receipts.close([{ receipt, state: 'processed', reason: null }], NOW);
  await stores.receipts.holdForList(shopId, 'list', 60_000);
  const event = { shopId, subjectId: customer.id, occurredAt: NOW };
  await stores.events.append({ ...event, type: 'shop.installed', payload: {} });
  await operationStore(rig.database.sql).setMark(shopId, 'reconcile', NOW);
  await stores.products.upsertNewest(shopId, {
    externalId: 'p',
    title: 'Moka',
    handle: null,
    status: 'active',
    imageUrl: null,
    variants: [],
    updatedAt: NOW,
  });
  await stores.templates.save({
    id: newId(),
    shopId,
    name: 'cart_reminder',
    language: 'it',
    category: 'MARKETING',
    approvedCategory: null,
    state: 'approved',
    stateReason: null,
    pausedUntil: null,
    vendorId: null,
    content: { header: 'none', body: 'Ciao', fields: [], footer: null, buttons: [] },
  });
  await stores.portfolios.learn({ id: shopId, dailyLimit: 250 });
  await stores.portfolios.admit([{ portfolioId: shopId, shopId, customerId: customer.id }], NOW);
  const exported = await stores.customers.export(shopId, customer.id);
  await stores.privacy.record({
    id: newId(),
    shopId,
    kind: 'export',
    externalId: '1',
    requestedAt: NOW,
    completedAt: NOW,
    result: exported,
  });
  const tokenOf = { accessToken: 'a', expiresAt: null, refreshToken: null, scope: '' };
  const tokens = shopifyTokens(rig.database, cipher);
  await tokens.save(shop.domain, { ...tokenOf, refreshTokenExpiresAt: null });
  return { shop, customer, exported, order, waiting };
}
