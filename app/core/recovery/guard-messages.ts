import type { Shop, ShopStore } from '#core/commerce/index';
import type { ContactVerdict } from '#core/consent/index';
import type { Channel, ChannelStore, OutboundMessage, SendVerdict } from '#core/messaging/index';
import { allDone } from '../kernel/all-done';
import type { SequenceId, ShopId } from '../kernel/ids';
import { readDistinct } from '../kernel/read-distinct';
import { decideAgain } from './next-step';
import type { FactsAgain, StepDecision } from './next-step';
import { isNonSendReason } from './non-send-reason';
import type { NonSendReason } from './non-send-reason';
import { reachOf } from './reach';
import type { Reach } from './reach';
import { isRunning, purchasesCountFrom } from './recovery';
import { reminderContact } from './reminder-contact';
import { anchorOf } from './schedule';
import type { SendAsked, SendFactStore, SendPerson, SendStand } from './send-facts';
import type { Sequence } from './sequence';

/** What the facts behind messages are read from; bound to the caller's transaction. */
export interface GuardReads {
  readonly sendFacts: SendFactStore;
  readonly shops: Pick<ShopStore, 'byId'>;
  readonly channels: Pick<ChannelStore, 'ofShop'>;
  readonly sequences: { byId(shopId: ShopId, id: SequenceId): Promise<Sequence | null> };
  readonly receipts: { hasUnread(shopId: ShopId): Promise<boolean> };
}

export interface GuardInput {
  readonly messages: readonly OutboundMessage[];
  readonly now: Date;
}

/**
 * Reads the facts of recoveries' messages once more, in the transaction that takes them for sending:
 * they may have waited behind others for long. Lets pass what no recovery wrote.
 * @returns a verdict for each message, in their order
 */
export async function guardMessages(
  { messages, now }: GuardInput,
  reads: GuardReads,
): Promise<readonly SendVerdict[]> {
  const written = messages.flatMap((message) => {
    const asked = askedOf(message);
    return asked ? [{ message, asked }] : [];
  });
  const facts = await factsOf(
    written.map(({ asked }) => asked),
    now,
    reads,
  );
  const verdicts = new Map(
    written.map(({ message }, at) => [message, verdictOf(facts[at] ?? null, message, now)]),
  );
  return messages.map((message) => verdicts.get(message) ?? { kind: 'send' });
}

const askedOf = ({ shopId, recoveryId, stepId }: OutboundMessage): SendAsked | null =>
  recoveryId && stepId ? { shopId, recoveryId, stepId } : null;

/** What all messages of a shop have in common. */
interface OfShop {
  readonly shop: Shop | null;
  readonly channel: Channel | null;
  readonly unreadReceipts: boolean;
}

/**
 * What is still unread of the stores is asked before the purchases: a purchase that is read in
 * between is in one of the answers.
 */
async function factsOf(
  asked: readonly SendAsked[],
  now: Date,
  reads: GuardReads,
): Promise<readonly (FactsAgain | null)[]> {
  const [stands, ofShop] = await allDone([
    reads.sendFacts.stands(asked),
    readDistinct<Pick<SendAsked, 'shopId'>, OfShop>(
      asked,
      ({ shopId }) => shopId,
      ({ shopId }) => readShop(shopId, reads),
    ),
  ]);
  const parts = asked.flatMap(({ shopId, recoveryId }, at) => {
    const stand = stands[at];
    return stand ? [{ at, shopId, recoveryId, stand }] : [];
  });
  const [people, sequenceOf] = await allDone([
    reads.sendFacts.people(parts.map(personAsked), now),
    readDistinct(parts, sequenceKey, ({ shopId, stand: { recovery } }) =>
      recovery.sequenceId ? reads.sequences.byId(shopId, recovery.sequenceId) : nothing,
    ),
  ]);
  const facts: (FactsAgain | null)[] = asked.map(() => null);
  parts.forEach((part, at) => {
    const person = people[at];
    const sequence = sequenceOf(part);
    if (person) facts[part.at] = assemble({ ...ofShop(part), ...part, person, sequence });
  });
  return facts;
}

const nothing = Promise.resolve(null);

async function readShop(shopId: ShopId, reads: GuardReads): Promise<OfShop> {
  const [shop, channel, unreadReceipts] = await allDone([
    reads.shops.byId(shopId),
    reads.channels.ofShop(shopId),
    reads.receipts.hasUnread(shopId),
  ]);
  return { shop, channel, unreadReceipts };
}

interface Part extends Pick<SendAsked, 'shopId' | 'recoveryId'> {
  readonly stand: SendStand;
}

const sequenceKey = ({ shopId, stand }: Part): string =>
  `${shopId} ${stand.recovery.sequenceId ?? ''}`;

const personAsked = ({ shopId, recoveryId, stand: { recovery, cart } }: Part) => ({
  shopId,
  recoveryId,
  customerId: recovery.customerId,
  phone: cart?.phone ?? null,
  email: cart?.email ?? null,
  purchasesSince: purchasesCountFrom(recovery, cart),
  repliesSince: recovery.startedAt,
});

interface Gathered extends OfShop {
  readonly stand: SendStand;
  readonly person: SendPerson;
  readonly sequence: Sequence | null;
}

/** Null when the shop or the step's definition is gone. */
function assemble(gathered: Gathered): FactsAgain | null {
  const { shop, channel, stand, person, sequence } = gathered;
  const { step, cart } = stand;
  if (!shop || !step) return null;
  const reach = reachOf(shop, cart, person.customer);
  return {
    step,
    retry: stand.retry,
    recovery: stateOf(stand.recovery),
    shopInstalled: shop.state === 'installed',
    sequence: sequence && sequence.state,
    cart,
    // A cart that is gone ends the recovery before its anchor is looked at.
    anchor: cart ? anchorOf(shop, cart) : new Date(0),
    purchased: person.purchased,
    repliedSinceStart: person.customer !== null && person.replied,
    unreadReceipts: gathered.unreadReceipts,
    paymentPending: person.paymentPending,
    contact: contactOf(stand, shop, person, reach),
    channel: channel && channel.state,
    zones: reach.zones,
    quietHours: shop.settings.quietHours,
    caps: shop.settings.frequencyCaps,
  };
}

/** The last step's message goes out after its recovery is completed. */
function stateOf(recovery: SendStand['recovery']): FactsAgain['recovery'] {
  const { state, reason } = recovery;
  if (state === 'completed') return { running: true, heldOut: false };
  return isRunning(recovery)
    ? { running: true, heldOut: state === 'held_out' }
    : { running: false, reason: reason ?? 'sequence_paused' };
}

function contactOf(
  { index }: Pick<SendStand, 'index'>,
  shop: Shop,
  person: SendPerson,
  reach: Reach,
): ContactVerdict {
  if (!person.customer) return { allowed: false, reason: 'no_consent' };
  return reminderContact({
    ...{ shop, index, country: reach.country, consents: person.consents },
    existingCustomer: person.returning,
  });
}

/** Recoveries and their steps go with their shop only. */
function verdictOf(facts: FactsAgain | null, message: OutboundMessage, now: Date): SendVerdict {
  return facts
    ? verdictFor(decideAgain(facts, now), message)
    : { kind: 'cancel', reason: 'shop_uninstalled' };
}

function verdictFor(decision: StepDecision, { waitReason }: OutboundMessage): SendVerdict {
  switch (decision.kind) {
    case 'send':
    case 'would_have_sent':
      return { kind: 'send' };
    case 'wait':
      return { kind: 'wait', until: decision.until, why: decision.why };
    case 'skip':
    case 'stop':
      return { kind: 'cancel', reason: truest(decision.reason, waitReason ?? '') };
  }
}

/** What came too late was kept from going in time: that is what the merchant should read. */
const truest = (reason: NonSendReason, waited: string): NonSendReason =>
  reason === 'too_late' && isNonSendReason(waited) ? waited : reason;
