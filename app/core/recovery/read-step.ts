import type { Cart, CartStore, Customer, CustomerStore } from '#core/commerce/index';
import type { OrderStore, PurchaseProofs, Shop, ShopStore } from '#core/commerce/index';
import type { ConsentStore } from '#core/consent/index';
import { chooseTemplate } from '#core/messaging/index';
import type { Channel, ChannelStore, MessageStore } from '#core/messaging/index';
import type { Template, TemplateChoice, TemplateStore } from '#core/messaging/index';
import { allDone } from '../kernel/all-done';
import type { SequenceId, ShopId } from '../kernel/ids';
import type { RecoveryStore } from './ports';
import { reachOf } from './reach';
import type { Reach } from './reach';
import { purchasesCountFrom } from './recovery';
import { reminderContact } from './reminder-contact';
import type { Recovery } from './recovery';
import { anchorOf } from './schedule';
import type { Sequence, SequenceStep } from './sequence';
import type { PreviousMessage, StepFacts } from './step-facts';
import { recoveryState, retryFact, stepKeys } from './step-try';
import type { StepTry } from './step-try';

/** What the facts of a step are read from; bound to the caller's transaction. */
export interface StepReads {
  readonly shops: Pick<ShopStore, 'byId'>;
  readonly carts: Pick<CartStore, 'byId'>;
  readonly customers: Pick<CustomerStore, 'byId'>;
  readonly orders: Pick<OrderStore, 'purchasedSince' | 'countBefore'>;
  readonly consents: Pick<ConsentStore, 'of'>;
  readonly sequences: { byId(shopId: ShopId, id: SequenceId): Promise<Sequence | null> };
  readonly recoveries: Pick<
    RecoveryStore,
    | 'purchaseProofs'
    | 'paymentPending'
    | 'repliedSince'
    | 'unreachableSince'
    | 'clickedMessage'
    | 'runningOf'
    | 'steps'
  >;
  readonly channels: Pick<ChannelStore, 'ofShop'>;
  readonly templates: Pick<TemplateStore, 'languagesOf'>;
  readonly messages: Pick<MessageStore, 'byKey' | 'marketingSentTimes'>;
  readonly receipts: { hasUnread(shopId: ShopId): Promise<boolean> };
}

/** One step with all that its message would be made of. */
export interface StepRead {
  readonly facts: StepFacts;
  readonly shop: Shop;
  readonly cart: Cart | null;
  readonly customer: Customer | null;
  readonly reach: Reach;
  readonly channel: Channel | null;
  readonly template: Template | null;
}

/**
 * Reads everything that decides over a step, fresh, in two rounds of questions that are asked at
 * once. What is still unread of the store is asked before the purchases: a purchase that is read in
 * between is in one of the answers. Null when the shop or the step's definition is gone, so that
 * there is nothing to decide.
 */
export async function readStep(
  subject: { recovery: Recovery; row: StepTry; now: Date },
  reads: StepReads,
): Promise<StepRead | null> {
  const { recovery, row, now } = subject;
  const step = recovery.steps[row.index];
  if (!step) return null;
  const [parts, ofRun, proofs] = await allDone([
    readParts(recovery, step, now, reads),
    factsOfRun(recovery, row, reads),
    reads.recoveries.purchaseProofs(recovery.shopId, recovery.id),
  ]);
  if (!parts) return null;
  const { shop, cart, channel, reach, choice } = parts;
  const [ofShopper, recipient] = await allDone([
    ofPerson({ ...parts, recovery, proofs, index: row.index, now }, reads),
    recipientFact(parts, now, reads),
  ]);
  const facts: StepFacts = {
    ...ofRecovery(step, shop),
    ...ofRun,
    ...ofCart(shop, cart),
    ...ofShopper,
    template: templateFact(choice),
    channel: channel && channel.state,
    zones: reach.zones,
    recipient,
  };
  return { ...parts, facts };
}

type RunPart = 'recovery' | 'retry' | 'sequence' | 'unreadReceipts' | 'paymentPending' | 'previous';

/** What the recovery's own course tells. */
async function factsOfRun(
  recovery: Recovery,
  row: StepTry,
  reads: StepReads,
): Promise<Pick<StepFacts, RunPart>> {
  const [state, retry, sequence, unreadReceipts, paymentPending, previous] = await allDone([
    recoveryState(recovery, row, reads.recoveries),
    retryFact(recovery, row, reads.recoveries),
    sequenceState(recovery, reads),
    reads.receipts.hasUnread(recovery.shopId),
    reads.recoveries.paymentPending(recovery.shopId, recovery.id),
    previousMessage(recovery, row.index, reads),
  ]);
  return { recovery: state, retry, sequence, unreadReceipts, paymentPending, previous };
}

type Parts = Omit<StepRead, 'facts'> & { readonly choice: TemplateChoice };

async function readParts(
  { shopId, customerId, cartId }: Recovery,
  step: SequenceStep,
  now: Date,
  reads: StepReads,
): Promise<Parts | null> {
  const [shop, cart, customer, channel, languages] = await allDone([
    reads.shops.byId(shopId),
    reads.carts.byId(shopId, cartId),
    customerId ? reads.customers.byId(shopId, customerId) : Promise.resolve(null),
    reads.channels.ofShop(shopId),
    reads.templates.languagesOf(shopId, step.templateName),
  ]);
  if (!shop) return null;
  const reach = reachOf(shop, cart, customer);
  const locale = cart?.locale ?? customer?.locale ?? null;
  const audience = { locale, country: reach.country, shopLocale: shop.locale, now };
  const choice = chooseTemplate(languages, audience);
  const template = choice.kind === 'chosen' ? choice.template : null;
  return { shop, cart, customer, reach, channel, template, choice };
}

/** People join WhatsApp, or accept its newest terms; a number is worth another try after this. */
const UNREACHABLE_FOR_MS = 30 * 24 * 60 * 60_000;

async function recipientFact(
  { shop, customer, cart, reach }: Parts,
  now: Date,
  { recoveries }: StepReads,
): Promise<StepFacts['recipient']> {
  const { recipient } = reach;
  if (!recipient || !customer) return cart?.phoneProblem ? 'phone_invalid' : 'no_phone';
  const address = recipient.kind === 'phone' ? recipient.phone : recipient.userId;
  const since = new Date(now.getTime() - UNREACHABLE_FOR_MS);
  const failed = await recoveries.unreachableSince(shop.id, customer.id, address, since);
  return failed ? 'not_on_whatsapp' : 'known';
}

function templateFact(choice: TemplateChoice): StepFacts['template'] {
  if (choice.kind === 'chosen') return 'approved';
  return choice.reason === 'template_paused' ? 'paused' : 'missing';
}

type RecoveryPart = 'step' | 'shopInstalled' | 'quietHours' | 'caps';

const ofRecovery = (step: SequenceStep, shop: Shop): Pick<StepFacts, RecoveryPart> => ({
  step,
  shopInstalled: shop.state === 'installed',
  quietHours: shop.settings.quietHours,
  caps: shop.settings.frequencyCaps,
});

function ofCart(shop: Shop, cart: Cart | null): Pick<StepFacts, 'cart' | 'anchor'> {
  // A cart that is gone ends the recovery before its anchor is looked at.
  if (!cart) return { cart: null, anchor: new Date(0) };
  return {
    cart: { state: cart.state, itemCount: cart.lineItems.length, totalMinor: cart.total.minor },
    anchor: anchorOf(shop, cart),
  };
}

interface Person extends Omit<StepRead, 'facts'> {
  readonly recovery: Recovery;
  readonly proofs: PurchaseProofs;
  readonly index: number;
  readonly now: Date;
}

type PersonPart = 'purchased' | 'repliedSinceStart' | 'contact' | 'returningCustomer' | 'sentTimes';

async function ofPerson(person: Person, reads: StepReads): Promise<Pick<StepFacts, PersonPart>> {
  const { recovery, shop, customer, now } = person;
  if (!customer) {
    const contact = { allowed: false, reason: 'no_consent' } as const;
    const nothing = { repliedSinceStart: false, returningCustomer: false, sentTimes: [] };
    return { ...nothing, purchased: await hasPurchased(person, reads), contact };
  }
  const [purchased, earlierOrders, repliedSinceStart, consents, sentTimes] = await allDone([
    hasPurchased(person, reads),
    reads.orders.countBefore(shop.id, customer.id, now),
    reads.recoveries.repliedSince(shop.id, customer.id, recovery.startedAt),
    reads.consents.of(shop.id, customer.id),
    reads.messages.marketingSentTimes(shop.id, customer.id, capsSince(shop, now)),
  ]);
  const returningCustomer = earlierOrders > 0;
  const contact = reminderContact({
    ...{ shop, consents, index: person.index, country: person.reach.country },
    existingCustomer: returningCustomer,
  });
  return { purchased, repliedSinceStart, contact, returningCustomer, sentTimes };
}

async function hasPurchased(
  { recovery, shop, cart, customer, proofs }: Person,
  { orders }: StepReads,
): Promise<boolean> {
  const match = {
    customerId: customer?.id ?? null,
    ...proofs,
    phone: cart?.phone ?? null,
    email: cart?.email ?? null,
  };
  const since = purchasesCountFrom(recovery, cart);
  return (await orders.purchasedSince(shop.id, match, since)) !== null;
}

/** The widest cap's window. */
function capsSince(shop: Shop, now: Date): Date {
  const days = Math.max(0, ...shop.settings.frequencyCaps.map(({ perDays }) => perDays));
  return new Date(now.getTime() - days * 24 * 60 * 60_000);
}

async function sequenceState(
  { shopId, sequenceId }: Recovery,
  { sequences }: StepReads,
): Promise<StepFacts['sequence']> {
  const sequence = sequenceId && (await sequences.byId(shopId, sequenceId));
  return sequence ? sequence.state : null;
}

async function previousMessage(
  { id, shopId }: Recovery,
  index: number,
  { messages, recoveries }: StepReads,
): Promise<PreviousMessage | null> {
  if (index === 0) return null;
  const [first, again] = stepKeys(id, index - 1);
  const [tried, triedAgain] = await allDone([
    messages.byKey(shopId, first),
    messages.byKey(shopId, again),
  ]);
  const message = triedAgain ?? tried;
  if (!message) return null;
  const clicked = await recoveries.clickedMessage(shopId, message.id);
  return { read: clicked || message.state === 'read', clicked };
}
