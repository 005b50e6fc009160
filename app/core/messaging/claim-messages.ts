import { allDone } from '../kernel/all-done';
import type { EventLog } from '../kernel/event-envelope';
import type { MessageId } from '../kernel/ids';
import type { Channel, SendingAccess } from './channel';
import type { MessagingEvent } from './events';
import { paceOf } from './marketing-hold';
import type { OutboundMessage } from './message';
import { messageStatus } from './message-status';
import type { ChannelStore, DueMessage, MessageStore, TemplateStore } from './ports';
import { decideSend, type SendVerdict } from './send-decision';
import { takeRoom, type RoomAsked, type RoomPorts } from './send-room';

/** Reads the facts behind a message again: a recovery's, or an answer's. Bound to the transaction. */
export type SendGuard = (message: OutboundMessage, now: Date) => Promise<SendVerdict>;

export interface ClaimStores extends RoomPorts {
  readonly messages: Pick<MessageStore, 'byId' | 'claim' | 'nearby' | 'postpone' | 'cancelled'>;
  readonly channels: Pick<ChannelStore, 'byId' | 'access'>;
  readonly templates: Pick<TemplateStore, 'byName'>;
  readonly events: EventLog<MessagingEvent>;
  readonly guard: SendGuard;
}

export interface ClaimInput {
  readonly asked: readonly DueMessage[];
  readonly now: Date;
}

/** A message that may go out now, and must: nobody else will send it. */
export interface ClaimedMessage {
  readonly message: OutboundMessage;
  readonly access: SendingAccess;
  /** When its facts were read. */
  readonly claimedAt: Date;
}

export type ClaimOutcome =
  | { readonly kind: 'not_due' }
  | { readonly kind: 'cancelled'; readonly reason: string }
  | { readonly kind: 'waiting'; readonly until: Date }
  | ({ readonly kind: 'claimed' } & ClaimedMessage);

/** Longer than the longest call: a lease that runs out means that the process died. */
const LEASE_MS = 2 * 60_000;

/**
 * Takes queued messages for sending, in the caller's transaction: their facts are read again, what
 * must not or not yet go is put aside with its reason, and the others take the room that they need
 * of their person, number and portfolio, in the order in which they are asked for.
 * @returns an outcome for each that was asked for
 */
export async function claimMessages(
  { asked, now }: ClaimInput,
  stores: ClaimStores,
): Promise<readonly ClaimOutcome[]> {
  const read = await allDone(asked.map((one) => judge(one, now, stores)));
  const rooms = await takeRoom(read.flatMap(mayGo), now, stores);
  const judged = read.map(
    (one) => one && { ...one, verdict: rooms.get(one.message.id) ?? one.verdict },
  );
  const claimed = await claim(judged, now, stores);
  return allDone(judged.map((one) => settle(one, claimed, now, stores)));
}

interface Judged {
  readonly message: OutboundMessage;
  readonly channel: Channel | null;
  readonly access: SendingAccess | null;
  readonly verdict: SendVerdict;
}

async function judge(
  { shopId, id }: DueMessage,
  now: Date,
  stores: ClaimStores,
): Promise<Judged | null> {
  const message = await stores.messages.byId(shopId, id);
  if (message?.state !== 'queued') return null;
  const { channelId, body } = message;
  const [access, known, template, guard] = await allDone([
    stores.channels.access(shopId, channelId),
    stores.channels.byId(shopId, channelId),
    body.kind === 'template'
      ? stores.templates.byName(shopId, body.name, body.language)
      : Promise.resolve(null),
    stores.guard(message, now),
  ]);
  const channel = access && known;
  const verdict = decideSend({ message, guard, channel, template, now });
  return { message, channel, access, verdict };
}

/** By their own right; whether there is room for them is asked of all together. */
const mayGo = (one: Judged | null): readonly RoomAsked[] =>
  one?.channel && one.verdict.kind === 'send'
    ? [{ message: one.message, channel: one.channel }]
    : [];

type Claimed = ReadonlyMap<MessageId, OutboundMessage>;

async function claim(
  judged: readonly (Judged | null)[],
  now: Date,
  { messages }: ClaimStores,
): Promise<Claimed> {
  const going = judged.flatMap((one) => (one?.verdict.kind === 'send' ? [one.message] : []));
  if (going.length === 0) return new Map();
  const taken = await messages.claim(going, now, new Date(now.getTime() + LEASE_MS));
  return new Map(taken.map((message) => [message.id, message]));
}

async function settle(
  judged: Judged | null,
  claimed: Claimed,
  now: Date,
  stores: ClaimStores,
): Promise<ClaimOutcome> {
  if (!judged) return { kind: 'not_due' };
  const { message, verdict } = judged;
  switch (verdict.kind) {
    case 'cancel':
      return cancel(message, verdict.reason, now, stores);
    case 'wait':
      await stores.messages.postpone(message.shopId, message.id, verdict.until, verdict.why);
      return { kind: 'waiting', until: verdict.until };
    case 'send':
      return ready(judged, claimed.get(message.id), now);
  }
}

function ready(
  { channel, access }: Judged,
  message: OutboundMessage | undefined,
  claimedAt: Date,
): ClaimOutcome {
  if (!message || !channel || !access) return { kind: 'not_due' };
  const messagesPerSecond = paceOf(channel, message.category);
  return { kind: 'claimed', message, access: { ...access, messagesPerSecond }, claimedAt };
}

async function cancel(
  message: OutboundMessage,
  reason: string,
  now: Date,
  stores: ClaimStores,
): Promise<ClaimOutcome> {
  await stores.messages.cancelled(message.shopId, message.id, reason, now);
  await stores.events.append(messageStatus(message, 'cancelled', reason, now));
  return { kind: 'cancelled', reason };
}
