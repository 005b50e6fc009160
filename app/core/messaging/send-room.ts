import type { Channel } from './channel';
import { LIMIT_WINDOW_MS, usesPlace } from './daily-limit';
import type { OutboundMessage } from './message';
import { pairTurn } from './pair-rate';
import type { MessageStore, PortfolioStore } from './ports';
import type { SendVerdict } from './send-decision';

export interface RoomPorts {
  readonly messages: Pick<MessageStore, 'nearby'>;
  readonly portfolios: Pick<PortfolioStore, 'admit'>;
}

/** A whole window, and an hour for the burst in front of the message to go out. */
const LONGEST_WAIT_MS = LIMIT_WINDOW_MS + 60 * 60_000;

const NOBODY_NEAR = { lastAt: null, ahead: 0, lastInboundAt: null };

/**
 * Takes the room that each message needs besides its own right to go: the person's next turn, and a
 * place among the people whom the portfolio may reach today. In the transaction that claims them,
 * which keeps the persons and the portfolio locked, so that two workers never take the same room.
 * @param messages all of one channel, in the order in which they should go
 */
export async function takeRoom(
  { channel, messages, now }: { channel: Channel; messages: readonly OutboundMessage[]; now: Date },
  ports: RoomPorts,
): Promise<ReadonlyMap<OutboundMessage['id'], SendVerdict>> {
  const verdicts = new Map<OutboundMessage['id'], SendVerdict>();
  const facts = await ports.messages.nearby(messages, now);
  const unasked: OutboundMessage[] = [];
  for (const message of messages) {
    const near = facts.get(message.id) ?? NOBODY_NEAR;
    const at = pairTurn(near, now);
    if (at > now) verdicts.set(message.id, { kind: 'wait', until: at, why: 'pair_rate' });
    else if (usesPlace(channel.portfolio, near.lastInboundAt, now)) unasked.push(message);
    else verdicts.set(message.id, { kind: 'send' });
  }
  const { portfolio } = channel;
  if (!portfolio || unasked.length === 0) return verdicts;
  const places = await ports.portfolios.admit(portfolio.id, unasked, now);
  for (const message of unasked) {
    verdicts.set(message.id, forPlace(message, places.get(message.customerId)));
  }
  return verdicts;
}

/** A whole window is waited for, if it must be; whether the message is of use then is asked then. */
function forPlace({ createdAt }: OutboundMessage, until: Date | undefined): SendVerdict {
  if (!until) return { kind: 'send' };
  return until.getTime() - createdAt.getTime() > LONGEST_WAIT_MS
    ? { kind: 'cancel', reason: 'daily_limit' }
    : { kind: 'wait', until, why: 'daily_limit' };
}
