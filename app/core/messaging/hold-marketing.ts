import type { EventLog } from '../kernel/event-envelope';
import type { ShopId } from '../kernel/ids';
import type { Channel } from './channel';
import type { MessagingEvent } from './events';
import type { FaultGuide } from './fault-guide';
import {
  isHeld,
  isSpike,
  nextHold,
  RECEPTION_OF,
  receptionSince,
  type HoldCause,
} from './marketing-hold';
import type { ChannelStore, MessageStore } from './ports';

export interface HoldPorts {
  readonly channels: Pick<ChannelStore, 'setHold'>;
  readonly events: EventLog<MessagingEvent>;
}

export interface WatchPorts extends HoldPorts {
  readonly messages: Pick<MessageStore, 'reception'>;
  readonly faults: Pick<FaultGuide, 'unwantedCodes'>;
}

interface HoldInput {
  readonly channel: Channel;
  readonly cause: HoldCause;
  readonly now: Date;
}

/**
 * Holds a number's marketing for a time that grows when it happens again, in the caller's
 * transaction. Answers to shoppers still go. One burst of refusals is one hold.
 */
export async function holdMarketing(
  { channel, cause, now }: HoldInput,
  { channels, events }: HoldPorts,
): Promise<'held' | 'unchanged'> {
  const { id, shopId, hold, state } = channel;
  if (isHeld(hold, now)) return 'unchanged';
  const next = nextHold(hold, cause, now);
  await channels.setHold(shopId, id, next);
  await events.append({
    type: 'channel.changed',
    shopId,
    subjectId: id,
    occurredAt: now,
    payload: { channelId: id, state, reason: `marketing held: ${cause}` },
  });
  return 'held';
}

/** Holds marketing when too many of the latest recipients turned away: asked at each that does. */
export async function watchReception(
  { channel, now }: Omit<HoldInput, 'cause'>,
  ports: WatchPorts,
): Promise<'held' | 'unchanged'> {
  const { id, shopId, hold } = channel;
  if (isHeld(hold, now)) return 'unchanged';
  const reception = await ports.messages.reception(shopId, id, {
    since: receptionSince(hold, now),
    most: RECEPTION_OF,
    codes: ports.faults.unwantedCodes,
  });
  return isSpike(reception)
    ? holdMarketing({ channel, cause: 'complaints', now }, ports)
    : 'unchanged';
}

/** The same for the number of a shop, after a person has opted out in whatever way. */
export async function watchOptOut(
  { shopId, now }: { readonly shopId: ShopId; readonly now: Date },
  ports: WatchPorts & { readonly channels: Pick<ChannelStore, 'ofShop'> },
): Promise<'held' | 'unchanged'> {
  const channel = await ports.channels.ofShop(shopId);
  return channel ? watchReception({ channel, now }, ports) : 'unchanged';
}
