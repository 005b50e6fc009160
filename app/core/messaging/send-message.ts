import type { ShopId } from '../kernel/ids';
import type { Transact } from '../kernel/transact';
import { isVendorFault, type VendorFault } from '../kernel/vendor-fault';
import type { Clock } from '../kernel/clock';
import { claimMessages } from './claim-messages';
import type { ClaimedMessage, ClaimOutcome, ClaimStores } from './claim-messages';
import { applyFaultEffect, type EffectPorts } from './fault-effects';
import type { FaultEffect, FaultGuide } from './fault-guide';
import type { OutboundMessage } from './message';
import { messageStatus } from './message-status';
import type { DueMessage, MessageStore, MessagingGateway, SendAccepted } from './ports';
import type { AcceptedMessage } from './record-accepted';
import { planRetry, RETRY_WINDOW_MS } from './retry-plan';
import { announceSecondTry } from './second-try';

export interface SendStores extends ClaimStores, Omit<EffectPorts, 'faults'> {
  readonly messages: ClaimStores['messages'] &
    EffectPorts['messages'] &
    Pick<MessageStore, 'byId' | 'giveBack' | 'retryAt' | 'unknown' | 'failed' | 'heldBack'>;
  readonly channels: ClaimStores['channels'] & EffectPorts['channels'];
  readonly templates: ClaimStores['templates'] & EffectPorts['templates'];
  readonly events: EffectPorts['events'];
}

export interface SendPorts {
  readonly transact: Transact<SendStores>;
  /** Writes down what the vendor took, perhaps together with others (`recordAccepted`). */
  readonly accept: (accepted: AcceptedMessage) => Promise<void>;
  readonly gateway: Pick<MessagingGateway, 'send'>;
  readonly faults: FaultGuide;
  /** For when the call leaves, and when the answer came, which may be seconds after the claim. */
  readonly clock: Pick<Clock, 'now'>;
}

export type SendOutcome =
  | Extract<ClaimOutcome, { readonly kind: 'cancelled' }>
  | { readonly kind: 'sent'; readonly vendorId: string }
  /** Its facts had grown old before the call; it is claimed anew. */
  | { readonly kind: 'given_back' }
  /** A status of the vendor settled the message before its failed call came back. */
  | { readonly kind: 'overtaken' }
  | { readonly kind: 'retrying'; readonly at: Date; readonly code: string }
  | { readonly kind: 'unknown'; readonly code: string }
  | { readonly kind: 'failed'; readonly code: string };

/** Takes one message for sending, in the caller's transaction. */
export async function claimMessage(
  { shopId, id }: DueMessage,
  now: Date,
  stores: ClaimStores & { readonly messages: Pick<MessageStore, 'byId'> },
): Promise<ClaimOutcome> {
  const message = await stores.messages.byId(shopId, id);
  const [outcome] = message ? await claimMessages({ asked: [message], now }, stores) : [];
  return outcome ?? { kind: 'not_due' };
}

/**
 * How old the facts behind a claim may be when the call leaves. Far more than a worker takes that
 * has room to breathe; one that has not must look again, for the shopper may have bought meanwhile.
 */
const FRESH_MS = 3_000;

export interface SendInput extends ClaimedMessage {
  /** Chance in [0, 1), for the back-off. */
  readonly jitter: number;
}

/**
 * Hands a claimed message to the vendor, once, and writes down what came of it. The claim is committed
 * before the call goes out, so a crash in between leaves a message whose outcome is unknown, never one
 * that is sent again. A failure that leaves the outcome open waits for the vendor's own status, a day
 * at most. Exceptions other than VendorFault are thrown on; the lease then settles the message.
 */
export async function sendClaimed(input: SendInput, ports: SendPorts): Promise<SendOutcome> {
  const { message, jitter } = input;
  const result = await callWhileFresh(input, ports);
  const now = ports.clock.now();
  if (result === null) {
    await ports.transact(({ messages }) => messages.giveBack(message.shopId, message.id, now));
    return { kind: 'given_back' };
  }
  if (!isVendorFault(result)) {
    await ports.accept({ message, answer: result, at: now });
    return { kind: 'sent', vendorId: result.vendorId };
  }
  const settling = { shopId: message.shopId, message, jitter, now, fault: result };
  return ports.transact((stores) => settleFault(settling, stores, ports.faults));
}

async function callWhileFresh(
  { message, access, claimedAt }: SendInput,
  { gateway, clock }: SendPorts,
): Promise<SendAccepted | VendorFault | null> {
  const isFresh = (): boolean => clock.now().getTime() - claimedAt.getTime() <= FRESH_MS;
  try {
    return await gateway.send(access, message.to, message.body, message.id, isFresh);
  } catch (error) {
    if (isVendorFault(error)) return error;
    throw error;
  }
}

interface Settling extends Pick<SendInput, 'message' | 'jitter'> {
  readonly shopId: ShopId;
  readonly now: Date;
}

interface Refused extends Settling {
  readonly fault: VendorFault;
}

/** The vendor's status may overtake its own answer; what it said is then known and told already. */
async function isOpen({ shopId, id }: OutboundMessage, stores: SendStores): Promise<boolean> {
  const current = await stores.messages.byId(shopId, id);
  return current?.state === 'sending' || current?.state === 'unknown';
}

const TEMPLATE_EFFECTS: ReadonlySet<FaultEffect> = new Set(['pause_campaign', 'stop_template']);

async function settleFault(
  input: Refused,
  stores: SendStores,
  faults: FaultGuide,
): Promise<SendOutcome> {
  const { message, now } = input;
  const { code } = input.fault.details;
  if (!(await isOpen(message, stores))) return { kind: 'overtaken' };
  const outcome = TEMPLATE_EFFECTS.has(faults.effectOf(code))
    ? await holdBack(input, stores)
    : await writeFault(input, stores);
  await applyFaultEffect({ message, code, now }, { ...stores, faults });
  return outcome;
}

/** Refused for its template, like those that are not even tried while it is paused or off. */
async function holdBack(
  { shopId, message, now }: Settling,
  stores: SendStores,
): Promise<SendOutcome> {
  const reason = 'template_paused';
  await stores.messages.heldBack(shopId, message.id, reason, now);
  await stores.events.append(messageStatus(message, 'cancelled', reason, now));
  return { kind: 'cancelled', reason };
}

async function writeFault(
  { shopId, message, fault, now, jitter }: Refused,
  stores: SendStores,
): Promise<SendOutcome> {
  const { code, retry, afterMs = 0 } = fault.details;
  if (retry === 'unknown') {
    const until = new Date(now.getTime() + RETRY_WINDOW_MS);
    await stores.messages.unknown(shopId, message.id, until, code);
    await stores.events.append(messageStatus(message, 'unknown', code, now));
    return { kind: 'unknown', code };
  }
  const { attempts, createdAt } = message;
  const plan = planRetry({ attempts, createdAt, now, afterMs, jitter });
  if (retry === 'after' && plan.kind === 'retry') {
    await stores.messages.retryAt(shopId, message.id, plan.at, code);
    await stores.events.append(messageStatus(message, 'queued', code, now));
    return { kind: 'retrying', at: plan.at, code };
  }
  await stores.messages.failed(shopId, message.id, code, now);
  await stores.events.append(messageStatus(message, 'failed', code, now));
  if (retry === 'after' && plan.kind === 'second_try') {
    await announceSecondTry({ message, afterMs: plan.afterMs, now }, stores.events);
  }
  return { kind: 'failed', code };
}
