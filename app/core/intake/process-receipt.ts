import type { Order, ShopStore } from '#core/commerce/index';
import { stopRecovery } from '#core/recovery/index';
import type { StatusSeen } from '#core/messaging/index';
import { allDone } from '../kernel/all-done';
import type { NewId, ShopId } from '../kernel/ids';
import { clockSkew, shifted } from './align-times';
import { applyAccountFact } from './apply-account';
import type { AccountFact } from './apply-account';
import { applyCheckout, applyOrder, applyPaymentNews, applyRefund } from './apply-commerce';
import { applyIdentityChange, applyInbound, applyPreference } from './apply-messaging';
import {
  applyCustomer,
  applyCustomerRedact,
  applyDataRequest,
  applyDescribed,
  applyShopRedact,
  applyUninstalled,
  applyWhatsAppConsent,
} from './apply-people';
import { applyStatuses } from './apply-statuses';
import { closingOf } from './close-receipt';
import { APPLIED, ignored } from './fact-ports';
import type { FactContext, FactOutcome, FactPorts } from './fact-ports';
import type { Fact, Normalized } from './facts';
import type { Receipt } from './receipt';
import { aboutOf, lockSubjects } from './subjects';

export interface ProcessReceiptInput extends FactSource {
  readonly receipt: Receipt;
  readonly normalized: Normalized;
}

/**
 * Applies what a receipt says and closes it, in the caller's transaction. What can't be used is
 * kept with its reason; only the unexpected throws.
 */
export async function processReceipt(
  input: ProcessReceiptInput,
  ports: FactPorts,
): Promise<FactOutcome> {
  const [outcome] = await processReceipts([input], ports);
  return outcome ?? APPLIED;
}

/**
 * The same for several at once, all of one moment, which must have nothing to do with each other.
 * @returns an outcome for each, in their order
 */
export async function processReceipts(
  inputs: readonly ProcessReceiptInput[],
  ports: FactPorts,
): Promise<readonly FactOutcome[]> {
  const [first] = inputs;
  if (!first) return [];
  const outcomes = await allDone(inputs.map((input) => outcomesOf(input, ports)));
  await endBought(outcomes.flat(), first.now, ports);
  const closings = inputs.map(({ receipt, normalized }, place) => ({
    receipt,
    ...closingOf(normalized, outcomes[place] ?? []),
  }));
  await ports.receipts.close(closings, first.now);
  return closings.map(({ state, reason }) =>
    state === 'processed' ? APPLIED : ignored(reason ?? 'nothing in it concerns us'),
  );
}

export interface FactSource {
  /** Where the facts come from; a poll states its own time and is believed. */
  readonly receipt: Pick<
    Receipt,
    'source' | 'externalId' | 'receivedAt' | 'triggeredAt' | 'shopId'
  >;
  /** Puts an outside time stamp onto our clock's time line. */
  readonly align: (outside: Date) => Date;
  readonly now: Date;
  readonly newId: NewId;
}

const outcomesOf = async (
  input: ProcessReceiptInput,
  ports: FactPorts,
): Promise<readonly FactOutcome[]> =>
  input.normalized.kind === 'facts' ? applyEach(input.normalized.facts, input, ports) : [];

/**
 * Applies facts of one source one after the other, in the caller's transaction. What its purchases
 * end is ended before that commits, all at once: whoever reads the order finds no step still open.
 */
export async function applyFacts(
  facts: readonly Fact[],
  source: FactSource,
  ports: FactPorts,
): Promise<readonly FactOutcome[]> {
  const shop = source.receipt.shopId && (await ports.shops.byId(source.receipt.shopId));
  if (shop) await lockSubjects([aboutOf(facts, shop)], ports);
  const outcomes = await applyEach(facts, source, ports);
  await endBought(outcomes, source.now, ports);
  return outcomes;
}

async function applyEach(
  facts: readonly Fact[],
  source: FactSource,
  ports: FactPorts,
): Promise<readonly FactOutcome[]> {
  const outcomes: FactOutcome[] = [];
  // First of all, before anything else is locked: whoever has the turn may wait for the rest.
  if (facts.some(({ kind }) => kind === 'message_status')) await ports.messages.takeStatusTurn();
  for (const fact of facts) outcomes.push(await applyFact(fact, source, ports));
  return outcomes;
}

async function endBought(
  outcomes: readonly FactOutcome[],
  now: Date,
  ports: FactPorts,
): Promise<void> {
  const bought = new Map<ShopId, Order[]>();
  for (const outcome of outcomes) {
    if (outcome.kind !== 'applied' || !outcome.purchase) continue;
    const { shopId } = outcome.purchase;
    bought.set(shopId, [...(bought.get(shopId) ?? []), outcome.purchase]);
  }
  const ends = [...bought].map(([shopId, orders]) =>
    stopRecovery({ shopId, cause: { kind: 'purchase', orders }, now }, ports),
  );
  await allDone(ends);
}

async function applyFact(fact: Fact, input: FactSource, ports: FactPorts): Promise<FactOutcome> {
  if (fact.kind === 'ignored') return ignored(fact.reason);
  if ('phoneNumberId' in fact) return applyChannelFact(fact, input, ports);
  if ('wabaId' in fact) return applyAccountFact(fact, input.now, ports);
  const context = await contextFor(input.receipt.shopId, input, ports.shops);
  return context ? applyShopFact(fact, context, ports) : ignored('no such store is known');
}

type ChannelFact = Extract<Fact, { phoneNumberId: string }>;
type ShopFact = Exclude<Fact, ChannelFact | AccountFact | { kind: 'ignored' }>;

async function applyChannelFact(
  fact: ChannelFact,
  input: FactSource,
  ports: FactPorts,
): Promise<FactOutcome> {
  const channel = await ports.channels.byPhoneNumberId(fact.phoneNumberId);
  const context = channel && (await contextFor(channel.shopId, input, ports.shops));
  if (!channel || !context) return ignored('no store has this WhatsApp number');
  switch (fact.kind) {
    case 'message_status':
      return applyStatus(fact.status, context, ports);
    case 'inbound_message':
      return applyInbound(fact.message, channel, context, ports);
    case 'marketing_preference':
      return applyPreference(fact, context, ports);
    case 'identity_changed':
      return applyIdentityChange(fact, context, ports);
  }
}

function applyShopFact(
  fact: ShopFact,
  context: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  if (fact.kind === 'checkout') return applyCheckout(fact.checkout, context, ports);
  if (fact.kind === 'order') return applyOrder(fact.order, context, ports);
  if (fact.kind === 'refund') return applyRefund(fact.refund, context, ports);
  if (fact.kind === 'payment_news') return applyPaymentNews(fact.news, context, ports);
  if (fact.kind === 'product' || fact.kind === 'product_deleted') {
    return applyProduct(fact, context, ports);
  }
  if (fact.kind === 'store_described') return applyDescribed(fact, context, ports);
  return applyPersonFact(fact, context, ports);
}

async function applyProduct(
  fact: Extract<Fact, { kind: 'product' | 'product_deleted' }>,
  { shop }: FactContext,
  { products }: FactPorts,
): Promise<FactOutcome> {
  if (fact.kind === 'product') await products.upsertNewest(shop.id, fact.product);
  else await products.delete(shop.id, fact.externalId);
  return APPLIED;
}

type PersonFact = Extract<
  ShopFact,
  {
    kind:
      | 'customer'
      | 'whatsapp_consent'
      | 'data_request'
      | 'customer_redact'
      | 'shop_redact'
      | 'app_uninstalled'
      | 'scopes_changed';
  }
>;

function applyPersonFact(
  fact: PersonFact,
  context: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  switch (fact.kind) {
    case 'customer':
      return applyCustomer(fact.contact, context, ports);
    case 'whatsapp_consent':
      return applyWhatsAppConsent(fact, context, ports);
    case 'data_request':
      return applyDataRequest(fact, context, ports);
    case 'customer_redact':
      return applyCustomerRedact(fact, context, ports);
    case 'shop_redact':
      return applyShopRedact(context, ports);
    case 'app_uninstalled':
      return applyUninstalled(context, ports);
    case 'scopes_changed':
      return Promise.resolve(APPLIED);
  }
}

async function applyStatus(
  status: StatusSeen,
  context: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  const seen = { ...status, at: context.onOurClock(status.at) };
  const statuses = [{ shopId: context.shop.id, status: seen }];
  const [outcome] = await applyStatuses(statuses, context, ports);
  return outcome ?? APPLIED;
}

async function contextFor(
  shopId: ShopId | null,
  { receipt, align, now, newId }: FactSource,
  shops: ShopStore,
): Promise<FactContext | null> {
  const shop = shopId === null ? null : await shops.byId(shopId);
  if (!shop) return null;
  const statedAt = receipt.triggeredAt && align(receipt.triggeredAt);
  const onOurClock = (outside: Date): Date => {
    const aligned = align(outside);
    // Only Shopify gives up within hours; WhatsApp delivers for days, so its stamps are believed.
    if (receipt.source !== 'shopify') return aligned;
    return shifted(aligned, clockSkew(statedAt ?? aligned, receipt.receivedAt));
  };
  return { shop, receipt, onOurClock, now, newId };
}
