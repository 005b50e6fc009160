import { capReached, nextAllowed } from '#core/messaging/index';
import type { NonSendReason } from './non-send-reason';
import { plannedAt, usefulUntil } from './schedule';
import { conditionHolds } from './step-facts';
import type { StepFacts } from './step-facts';

export type WaitWhy =
  | 'shopper_active'
  | 'unread_receipts'
  | 'payment_pending'
  | 'channel_not_connected'
  | 'channel_paused'
  | 'quiet_hours'
  | 'frequency_cap'
  /** The vendor kept the message back, and lets us try once more. */
  | 'kept_back'
  /** Found while the message was prepared, not by `nextStep`. */
  | 'discount_delayed'
  | 'image_delayed';

export type StepDecision =
  | { readonly kind: 'send' }
  | { readonly kind: 'would_have_sent' }
  /** Look again at `until`, always later than now. */
  | { readonly kind: 'wait'; readonly until: Date; readonly why: WaitWhy }
  /** This step is over; the next one may still send. */
  | { readonly kind: 'skip'; readonly reason: NonSendReason }
  /** The whole recovery is over. */
  | { readonly kind: 'stop'; readonly reason: NonSendReason };

/** Receipts are read within a second or two; a receipt that can't be read is closed after 5 tries. */
const UNREAD_WAIT_MS = 3_000;
/** A bank takes days, a provider's page seconds. */
const PAYMENT_WAIT_MS = 10 * 60_000;
/** A number that is put right within the step's useful time still serves its shoppers. */
const CHANNEL_WAIT_MS = 30 * 60_000;
/** Caps and quiet hours push each other at most once per cap; more rounds would be a fault. */
const MAX_ROUNDS = 16;

interface Moment {
  readonly now: Date;
  readonly planned: Date;
  readonly until: Date;
}

/** What decides over a message that is written already: what was settled then is not among it. */
export type FactsAgain = Omit<
  StepFacts,
  'recipient' | 'returningCustomer' | 'previous' | 'template' | 'sentTimes'
>;

type Facts = FactsAgain & Pick<StepFacts, 'sentTimes'>;
type Check<Of> = (facts: Of, moment: Moment) => StepDecision | null;

/**
 * The order matters: what ends the recovery for good comes before what ends one step, that before
 * what may pass by waiting, and sending is what remains. So a purchase is never answered with
 * "quiet hours", and waiting never hides a lost consent. Receipts that are not read yet are waited
 * for before anything that they could change is settled, bounded by the step's useful time.
 */
const CHECKS: readonly Check<StepFacts>[] = [
  checkEnded,
  checkCart,
  checkSequence,
  checkPerson,
  checkOvertaken,
  checkNotYet,
  checkTooLate,
  checkUnread,
  checkPaying,
  checkStepApplies,
  checkMessagePossible,
  checkChannel,
  checkHours,
];

const RECHECKS: readonly Check<Facts>[] = [
  checkEnded,
  checkCart,
  checkSequence,
  checkPerson,
  checkOvertaken,
  checkNotYet,
  checkTooLate,
  checkUnread,
  checkPaying,
  checkConsent,
  checkHours,
];

/**
 * Decides over one step of a recovery from the facts of this moment. Total: every combination of
 * facts has a decision. A held-out person passes the same checks and ends in `would_have_sent`
 * exactly where a treated person would have been sent to.
 * @throws RangeError for facts without a time zone or with an unknown one.
 */
export function nextStep(facts: StepFacts, now: Date): StepDecision {
  const decision = firstOf(CHECKS, facts, now);
  if (decision) return decision;
  return facts.recovery.running && facts.recovery.heldOut
    ? { kind: 'would_have_sent' }
    : { kind: 'send' };
}

/**
 * Decides again over a message that is written already, at the moment at which it is taken for
 * sending. What was settled when it was written stays settled; caps are not asked, for the message
 * itself would count in them.
 */
export function decideAgain(facts: FactsAgain, now: Date): StepDecision {
  return firstOf(RECHECKS, { ...facts, sentTimes: [] }, now) ?? { kind: 'send' };
}

function firstOf<Of extends Facts>(
  checks: readonly Check<Of>[],
  facts: Of,
  now: Date,
): StepDecision | null {
  const planned = earliest(facts);
  const moment = { now, planned, until: usefulUntil(planned, facts.step.usefulForMinutes) };
  for (const check of checks) {
    const decision = check(facts, moment);
    if (decision) return decision;
  }
  return null;
}

/** One more try comes when both the vendor and the shopper's cart allow it. */
function earliest({ step, anchor, zones, retry }: Facts): Date {
  const planned = plannedAt(step.timing, anchor, zones);
  return retry && retry.from > planned ? retry.from : planned;
}

const stop = (reason: NonSendReason): StepDecision => ({ kind: 'stop', reason });
const skip = (reason: NonSendReason): StepDecision => ({ kind: 'skip', reason });
const wait = (until: Date, why: WaitWhy): StepDecision => ({ kind: 'wait', until, why });
const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

function checkEnded(facts: Facts): StepDecision | null {
  if (!facts.recovery.running) return stop(facts.recovery.reason);
  return facts.shopInstalled ? null : stop('shop_uninstalled');
}

function checkCart({ cart, purchased }: Facts): StepDecision | null {
  if (purchased) return stop('purchased');
  if (!cart) return stop('cart_emptied');
  if (cart.state === 'ordered') return stop('purchased');
  return cart.state === 'emptied' || cart.itemCount === 0 ? stop('cart_emptied') : null;
}

function checkSequence({ sequence }: Facts): StepDecision | null {
  return sequence === null || sequence === 'archived' ? stop('sequence_paused') : null;
}

function checkPerson(facts: Facts): StepDecision | null {
  if (!facts.contact.allowed && facts.contact.reason !== 'no_consent') {
    return stop(facts.contact.reason);
  }
  return facts.repliedSinceStart ? stop('replied') : null;
}

/** Once a later step has written, the message that was kept back has nothing left to say. */
function checkOvertaken({ retry }: Facts): StepDecision | null {
  return retry?.overtaken ? skip('too_late') : null;
}

/** A shopper who came back to the cart is left alone until it has been idle again. */
function checkNotYet({ retry }: Facts, { now, planned }: Moment): StepDecision | null {
  if (now >= planned) return null;
  return wait(planned, retry && now < retry.from ? 'kept_back' : 'shopper_active');
}

/** Says what kept the step from being sent in time, where that is still visible. */
function checkTooLate(facts: Facts, { now, until }: Moment): StepDecision | null {
  if (now <= until) return null;
  const trouble = facts.paymentPending ? 'payment_pending' : channelTrouble(facts);
  if (trouble) return skip(trouble);
  return skip(capReached(facts.sentTimes, now, facts.caps).reached ? 'frequency_cap' : 'too_late');
}

function checkUnread(facts: Facts, { now }: Moment): StepDecision | null {
  return facts.unreadReceipts ? wait(later(now, UNREAD_WAIT_MS), 'unread_receipts') : null;
}

/** Who has paid is not reminded because a bank is slow; when nothing comes of it, the step goes on. */
function checkPaying(facts: Facts, { now }: Moment): StepDecision | null {
  return facts.paymentPending ? wait(later(now, PAYMENT_WAIT_MS), 'payment_pending') : null;
}

function checkStepApplies(facts: StepFacts): StepDecision | null {
  if (facts.sequence === 'paused') return skip('sequence_paused');
  return checkConsent(facts) ?? (conditionHolds(facts) ? null : skip('condition_not_met'));
}

function checkConsent(facts: Facts): StepDecision | null {
  return facts.contact.allowed ? null : skip('no_consent');
}

function checkMessagePossible(facts: StepFacts): StepDecision | null {
  if (facts.recipient !== 'known') return skip(facts.recipient);
  // The vendor pauses a template because people dislike it: going on would cost the number.
  if (facts.template === 'paused') return stop('template_paused');
  if (facts.template === 'missing') return skip('template_missing');
  return null;
}

function checkChannel(facts: StepFacts, { now, until }: Moment): StepDecision | null {
  const trouble = channelTrouble(facts);
  if (!trouble) return null;
  const again = later(now, CHANNEL_WAIT_MS);
  return again > until ? skip(trouble) : wait(again, trouble);
}

function channelTrouble(facts: Facts): 'channel_paused' | 'channel_not_connected' | null {
  if (facts.channel === 'connected') return null;
  return facts.channel === 'paused' ? 'channel_paused' : 'channel_not_connected';
}

/** The first instant that suits both the shopper's clock and the caps, or the end of usefulness. */
function checkHours(facts: Facts, { now, until }: Moment): StepDecision | null {
  let moment = now;
  let capped = false;
  for (let round = 0; round < MAX_ROUNDS && moment <= until; round += 1) {
    const awake = nextAllowed(moment, facts.zones, facts.quietHours);
    const cap = capReached(facts.sentTimes, awake, facts.caps);
    if (!cap.reached) {
      moment = awake;
      break;
    }
    capped = true;
    moment = cap.freesAt;
  }
  if (moment > until) return skip(capped ? 'frequency_cap' : 'too_late');
  return moment > now ? wait(moment, capped ? 'frequency_cap' : 'quiet_hours') : null;
}
