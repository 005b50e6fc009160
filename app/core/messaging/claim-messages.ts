import { allDone } from '../kernel/all-done';
import type { EventLog } from '../kernel/event-envelope';
import type { MessageId, ShopId } from '../kernel/ids';
import type { Channel, SendingAccess } from './channel';
import type { MessagingEvent } from './events';
import { paceOf } from './marketing-hold';
import type { OutboundMessage } from './message';
import { messageStatus } from './message-status';
import type { ChannelStore, MessageStore, TemplateStore } from './ports';
import { decideSend, type SendVerdict } from './send-decision';
import { takeRoom, type RoomPorts } from './send-room';

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
  readonly asked: readonly { readonly shopId: ShopId; readonly id: MessageId }[];
  readonly now: Date;
}

/** A message that may go out now, and must: nobody else will send it. */
export interface ClaimedMessage {
  readonly message: OutboundMessage;
  readonly access: SendingAccess;
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
  const judged = await allDone(asked.map((one) => judge(one, now, stores)));
  const rooms = await roomsOf(judged, now, stores);
  return allDone(
    judged.map((one) =>
      one
        ? settle({ ...one, verdict: rooms.get(one.message.id) ?? one.verdict }, now, stores)
        : NOT_DUE,
    ),
  );
}

const NOT_DUE: Promise<ClaimOutcome> = Promise.resolve({ kind: 'not_due' });

interface Judged {
  readonly message: OutboundMessage;
  readonly channel: Channel | null;
  readonly access: SendingAccess | null;
  readonly verdict: SendVerdict;
}

async function judge(
  { shopId, id }: ClaimInput['asked'][number],
  now: Date,
  stores: ClaimStores,
): Promise<Judged | null> {
  const message = await stores.messages.byId(shopId, id);
  if (message?.state !== 'queued') return null;
  const { channelId, body } = message;
  const access = await stores.channels.access(shopId, channelId);
  const channel = access && (await stores.channels.byId(shopId, channelId));
  const template =
    body.kind === 'template'
      ? await stores.templates.byName(shopId, body.name, body.language)
      : null;
  const guard = await stores.guard(message, now);
  const verdict = decideSend({ message, guard, channel, template, now });
  return { message, channel, access, verdict };
}

interface ChannelRush {
  readonly channel: Channel;
  readonly messages: OutboundMessage[];
}

/** Those that may go by their own right, by channel. */
function byChannel(judged: readonly (Judged | null)[]): readonly ChannelRush[] {
  const rushes = new Map<string, ChannelRush>();
  for (const one of judged) {
    if (!one?.channel || one.verdict.kind !== 'send') continue;
    const { channel, message } = one;
    const rush = rushes.get(channel.id) ?? { channel, messages: [] };
    rush.messages.push(message);
    rushes.set(channel.id, rush);
  }
  return [...rushes.values()].sort((left, right) => (left.channel.id < right.channel.id ? -1 : 1));
}

/** One channel after the other: each keeps its portfolio locked until the end. */
async function roomsOf(
  judged: readonly (Judged | null)[],
  now: Date,
  stores: ClaimStores,
): Promise<ReadonlyMap<MessageId, SendVerdict>> {
  const verdicts = new Map<MessageId, SendVerdict>();
  for (const rush of byChannel(judged)) {
    const rooms = await takeRoom({ ...rush, now }, stores);
    rooms.forEach((verdict, messageId) => verdicts.set(messageId, verdict));
  }
  return verdicts;
}

async function settle(
  { message, channel, access, verdict }: Judged,
  now: Date,
  stores: ClaimStores,
): Promise<ClaimOutcome> {
  const { shopId, id } = message;
  if (verdict.kind === 'cancel') return cancel(message, verdict.reason, now, stores);
  if (verdict.kind === 'wait') {
    await stores.messages.postpone(shopId, id, verdict.until, verdict.why);
    return { kind: 'waiting', until: verdict.until };
  }
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const claimed = await stores.messages.claim(shopId, id, now, leaseUntil);
  if (!claimed || !channel || !access) return { kind: 'not_due' };
  const messagesPerSecond = paceOf(channel, claimed.category);
  return { kind: 'claimed', message: claimed, access: { ...access, messagesPerSecond } };
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
