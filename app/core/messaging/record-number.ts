import type { Channel, Quality } from './channel';
import type { Portfolio } from './daily-limit';
import { isHeld } from './marketing-hold';
import type { ChannelStore, MessageStore, PortfolioStore } from './ports';

export interface NumberPorts {
  readonly channels: Pick<ChannelStore, 'setQuality' | 'setPortfolio' | 'ofPortfolio'>;
  readonly messages: Pick<MessageStore, 'release'>;
  readonly portfolios: PortfolioStore;
}

/**
 * Keeps the vendor's rating of a number, in the caller's transaction. Marketing that waited for a
 * better one goes on at once.
 */
export async function recordQuality(
  { channel, quality, now }: { channel: Channel; quality: Quality; now: Date },
  { channels, messages }: Pick<NumberPorts, 'channels' | 'messages'>,
): Promise<void> {
  const { shopId, id } = channel;
  if (quality === channel.quality) return;
  await channels.setQuality(shopId, id, quality);
  if (channel.quality === 'RED') await messages.release(shopId, id, ['quality_low'], now);
}

/**
 * Keeps how many people a day the portfolio of a number may reach, in the caller's transaction.
 * What waited for a place looks again when the limit was raised.
 */
export async function recordDailyLimit(
  { channel, portfolio, now }: { channel: Channel; portfolio: Portfolio; now: Date },
  { channels, messages, portfolios }: NumberPorts,
): Promise<void> {
  const { shopId, id } = channel;
  const before = channel.portfolio?.id === portfolio.id ? channel.portfolio : null;
  await portfolios.learn(portfolio);
  if (!before) await channels.setPortfolio(shopId, id, portfolio.id);
  if (portfolio.dailyLimit !== null) {
    await portfolios.recount(portfolio.id, isCounted(before) ? null : now);
  }
  if (!isRaised(channel.portfolio, portfolio)) return;
  for (const other of await channels.ofPortfolio(portfolio.id)) {
    await messages.release(other.shopId, other.id, ['daily_limit'], now);
  }
}

const isCounted = (portfolio: Portfolio | null): boolean =>
  portfolio !== null && portfolio.dailyLimit !== null;

function isRaised(before: Portfolio | null, after: Portfolio): boolean {
  if (!before || before.dailyLimit === null) return false;
  return after.dailyLimit === null || after.dailyLimit > before.dailyLimit;
}

/**
 * A person says that a number may go on: its hold is over, and what waited is due. The vendor's
 * rating stays; a next hold is longer all the same.
 */
export async function resumeNumber(
  { channel, now }: { channel: Channel; now: Date },
  {
    channels,
    messages,
  }: { channels: Pick<ChannelStore, 'setHold'>; messages: Pick<MessageStore, 'release'> },
): Promise<void> {
  const { shopId, id, hold } = channel;
  if (hold && isHeld(hold, now)) await channels.setHold(shopId, id, { ...hold, until: now });
  const waits = ['marketing_held', 'quality_low', 'channel_paused', 'channel_not_connected'];
  await messages.release(shopId, id, waits, now);
}
