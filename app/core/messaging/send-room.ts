import type { Channel } from './channel';
import type { PlaceAsked } from './channel-ports';
import { LIMIT_WINDOW_MS, usesPlace } from './daily-limit';
import type { OutboundMessage } from './message';
import { pairTurn } from './pair-rate';
import type { MessageStore, PortfolioStore } from './ports';
import type { SendVerdict } from './send-decision';

export interface RoomPorts {
  readonly messages: Pick<MessageStore, 'nearby'>;
  readonly portfolios: Pick<PortfolioStore, 'admit'>;
}

/** A message that may go by its own right, and the number that it goes from. */
export interface RoomAsked {
  readonly message: OutboundMessage;
  readonly channel: Pick<Channel, 'portfolio'>;
}

type Verdicts = Map<OutboundMessage['id'], SendVerdict>;

/** A whole window, and an hour for the burst in front of the message to go out. */
const LONGEST_WAIT_MS = LIMIT_WINDOW_MS + 60 * 60_000;

const NOBODY_NEAR = { lastAt: null, ahead: 0, lastInboundAt: null };

/**
 * Takes the room that each message needs besides its own right to go: the person's next turn, and a
 * place among the people whom the portfolio may reach today. In the transaction that claims them,
 * which keeps the persons and the portfolios locked, so that two workers never take the same room.
 * @param asked in the order in which they should go
 */
export async function takeRoom(
  asked: readonly RoomAsked[],
  now: Date,
  ports: RoomPorts,
): Promise<ReadonlyMap<OutboundMessage['id'], SendVerdict>> {
  const verdicts: Verdicts = new Map();
  if (asked.length === 0) return verdicts;
  const facts = await ports.messages.nearby(
    asked.map(({ message }) => message),
    now,
  );
  const unasked: (PlaceAsked & Pick<RoomAsked, 'message'>)[] = [];
  for (const { message, channel } of asked) {
    const near = facts.get(message.id) ?? NOBODY_NEAR;
    const at = pairTurn(near, now);
    const { portfolio } = channel;
    if (at > now) verdicts.set(message.id, { kind: 'wait', until: at, why: 'pair_rate' });
    else if (portfolio && usesPlace(portfolio, near.lastInboundAt, now)) {
      const { shopId, customerId } = message;
      unasked.push({ portfolioId: portfolio.id, shopId, customerId, message });
    } else verdicts.set(message.id, { kind: 'send' });
  }
  if (unasked.length === 0) return verdicts;
  const places = await ports.portfolios.admit(unasked, now);
  unasked.forEach(({ message }, at) => verdicts.set(message.id, forPlace(message, places[at])));
  return verdicts;
}

/** A whole window is waited for, if it must be; whether the message is of use then is asked then. */
function forPlace({ createdAt }: OutboundMessage, until: Date | null | undefined): SendVerdict {
  if (!until) return { kind: 'send' };
  return until.getTime() - createdAt.getTime() > LONGEST_WAIT_MS
    ? { kind: 'cancel', reason: 'daily_limit' }
    : { kind: 'wait', until, why: 'daily_limit' };
}
