import type { EventLog } from '../kernel/event-envelope';
import type { Channel } from './channel';
import type { MessagingEvent } from './events';
import type { ChannelStore } from './ports';

/**
 * What the vendor did to a number's account. `stopped`: it may not write to shoppers. `removed`: it
 * is gone, or not ours to use any more. `warned`: it still works. `restored`: a stop was lifted.
 */
export type AccountChange = 'stopped' | 'removed' | 'warned' | 'restored';

export interface AccountChangeInput {
  readonly channel: Channel;
  readonly change: AccountChange;
  /** In words for the merchant, with what to do. */
  readonly reason: string;
  readonly now: Date;
}

export interface AccountChangePorts {
  readonly channels: Pick<ChannelStore, 'setState'>;
  readonly events: EventLog<MessagingEvent>;
}

/**
 * Applies what the vendor says about the account of a number, in the caller's transaction. A number
 * whose stop is lifted stays paused: reminders that have waited go out when the merchant says so.
 */
export async function recordAccountChange(
  input: AccountChangeInput,
  { channels, events }: AccountChangePorts,
): Promise<'unchanged' | 'changed'> {
  const { channel, now } = input;
  const next = nextOf(input);
  if (next.state === channel.state && next.reason === channel.stateReason) return 'unchanged';
  await channels.setState(channel.shopId, channel.id, next.state, next.reason);
  await events.append({
    type: 'channel.changed',
    shopId: channel.shopId,
    subjectId: channel.id,
    occurredAt: now,
    payload: { channelId: channel.id, ...next },
  });
  return 'changed';
}

type Next = { readonly state: Channel['state']; readonly reason: string | null };

function nextOf({ channel, change, reason }: AccountChangeInput): Next {
  const { state, stateReason } = channel;
  if (state === 'disconnected') return { state, reason: stateReason };
  switch (change) {
    case 'stopped':
      return { state: 'paused', reason };
    case 'removed':
      return { state: 'disconnected', reason };
    case 'warned':
      // A number that is stopped keeps its reason; the warning adds nothing to it.
      return state === 'connected' ? { state, reason } : { state, reason: stateReason };
    case 'restored':
      return state === 'connected' ? { state, reason: null } : { state, reason };
  }
}
