import { allDone } from '../kernel/all-done';
import type { EventLog } from '../kernel/event-envelope';
import type { MessageId } from '../kernel/ids';
import { readDistinct } from '../kernel/read-distinct';
import type { Channel, SendingAccess } from './channel';
import type { MessagingEvent } from './events';
import { paceOf } from './marketing-hold';
import type { OutboundMessage, TemplateBody } from './message';
import { messageStatus } from './message-status';
import type { ChannelStore, MessageStore, TemplateStore } from './ports';
import { decideSend, type SendVerdict } from './send-decision';
import { takeRoom, type RoomAsked, type RoomPorts } from './send-room';

/**
 * Reads the facts behind messages again (a recovery's, or an answer's), a verdict for each in their
 * order. Bound to the transaction.
 */
export type SendGuard = (
  messages: readonly OutboundMessage[],
  now: Date,
) => Promise<readonly SendVerdict[]>;

export interface ClaimStores extends RoomPorts {
  readonly messages: Pick<MessageStore, 'claim' | 'nearby' | 'postpone' | 'cancelled'>;
  readonly channels: Pick<ChannelStore, 'byId' | 'access'>;
  readonly templates: Pick<TemplateStore, 'byName'>;
  readonly events: EventLog<MessagingEvent>;
  readonly guard: SendGuard;
}

export interface ClaimInput {
  /** As they were read in the transaction that claims them. */
  readonly asked: readonly OutboundMessage[];
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
  const queued = asked.filter(({ state }) => state === 'queued');
  const judged = await judge(queued, now, stores);
  const rooms = await takeRoom(judged.flatMap(mayGo), now, stores);
  const decided = judged.map((one) => ({
    ...one,
    verdict: rooms.get(one.message.id) ?? one.verdict,
  }));
  const claimed = await claim(decided, now, stores);
  const settled = await allDone(decided.map((one) => settle(one, claimed, now, stores)));
  const outcomes = new Map(queued.map((message, at) => [message, settled[at]]));
  return asked.map((message) => outcomes.get(message) ?? { kind: 'not_due' });
}

interface Judged {
  readonly message: OutboundMessage;
  readonly channel: Channel | null;
  readonly access: SendingAccess | null;
  readonly verdict: SendVerdict;
}

/** What messages of one number or of one template have in common is read once. */
async function judge(
  messages: readonly OutboundMessage[],
  now: Date,
  stores: ClaimStores,
): Promise<readonly Judged[]> {
  const [numberOf, templateOf, guards] = await allDone([
    readDistinct(
      messages,
      ({ shopId, channelId }) => `${shopId} ${channelId}`,
      (message) => readNumber(message, stores),
    ),
    readDistinct(
      messages,
      ({ shopId, body }) => (body.kind === 'template' ? `${shopId} ${keyOf(body)}` : ''),
      ({ shopId, body }) =>
        body.kind === 'template'
          ? stores.templates.byName(shopId, body.name, body.language)
          : nothing,
    ),
    stores.guard(messages, now),
  ]);
  return messages.map((message, at) => {
    const { access, channel } = numberOf(message);
    const guard = guards[at];
    if (!guard) throw new Error('a guard answers for each message');
    const verdict = decideSend({ message, guard, channel, template: templateOf(message), now });
    return { message, channel, access, verdict };
  });
}

const nothing = Promise.resolve(null);
const keyOf = ({ name, language }: TemplateBody): string => `${name} ${language}`;

async function readNumber(
  { shopId, channelId }: OutboundMessage,
  { channels }: ClaimStores,
): Promise<Pick<Judged, 'access' | 'channel'>> {
  const [access, known] = await allDone([
    channels.access(shopId, channelId),
    channels.byId(shopId, channelId),
  ]);
  return { access, channel: access && known };
}

/** By their own right; whether there is room for them is asked of all together. */
const mayGo = ({ message, channel, verdict }: Judged): readonly RoomAsked[] =>
  channel && verdict.kind === 'send' ? [{ message, channel }] : [];

type Claimed = ReadonlySet<MessageId>;

async function claim(
  judged: readonly Judged[],
  now: Date,
  { messages }: ClaimStores,
): Promise<Claimed> {
  const going = judged.filter(({ verdict }) => verdict.kind === 'send');
  if (going.length === 0) return new Set();
  return messages.claim(
    going.map(({ message }) => message),
    now,
    new Date(now.getTime() + LEASE_MS),
  );
}

function settle(
  judged: Judged,
  claimed: Claimed,
  now: Date,
  stores: ClaimStores,
): Promise<ClaimOutcome> {
  const { message, verdict } = judged;
  switch (verdict.kind) {
    case 'cancel':
      return cancel(message, verdict.reason, now, stores);
    case 'wait':
      return postpone(message, verdict, stores);
    case 'send':
      return Promise.resolve(ready(judged, claimed, now));
  }
}

async function postpone(
  { shopId, id }: OutboundMessage,
  { until, why }: Extract<SendVerdict, { kind: 'wait' }>,
  { messages }: ClaimStores,
): Promise<ClaimOutcome> {
  await messages.postpone(shopId, id, until, why);
  return { kind: 'waiting', until };
}

function ready(
  { message, channel, access }: Judged,
  claimed: Claimed,
  claimedAt: Date,
): ClaimOutcome {
  if (!claimed.has(message.id) || !channel || !access) return { kind: 'not_due' };
  const messagesPerSecond = paceOf(channel, message.category);
  return {
    kind: 'claimed',
    message: { ...message, state: 'sending', attempts: message.attempts + 1, waitReason: null },
    access: { ...access, messagesPerSecond },
    claimedAt,
  };
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
