import type { Channel } from './channel';

/** `vendor_limit`: the vendor refused for spam. `complaints`: too many shoppers turned away. */
export type HoldCause = 'vendor_limit' | 'complaints';

/** A number's latest hold of marketing messages; it may be over. */
export interface MarketingHold {
  readonly cause: HoldCause;
  readonly until: Date;
  /** 1 for a first one; the next is longer. */
  readonly level: number;
}

const HOUR_MS = 3_600_000;
/**
 * A vendor says neither for how long it limits a number nor what calms shoppers. An hour ends a
 * burst; three days outlast the templates' own pauses of three and six hours many times over.
 */
const HOLD_MS = [1, 6, 24, 72].map((hours) => hours * HOUR_MS);
/** Meta rates a number by its last seven days; after as many calm ones a hold is a first one. */
const CALM_MS = 7 * 24 * HOUR_MS;

export const isHeld = (hold: MarketingHold | null, now: Date): boolean =>
  hold !== null && now < hold.until;

/** The hold that follows: longer than the one before, unless that is long over. */
export function nextHold(before: MarketingHold | null, cause: HoldCause, now: Date): MarketingHold {
  const isRepeated = before !== null && now.getTime() - before.until.getTime() < CALM_MS;
  const level = isRepeated ? Math.min(before.level + 1, HOLD_MS.length) : 1;
  const length = HOLD_MS[level - 1] ?? HOUR_MS;
  return { cause, until: new Date(now.getTime() + length), level };
}

/** How a number's latest marketing messages were taken. */
export interface Reception {
  readonly sent: number;
  /** Those whose recipient opted out afterwards, or that the vendor kept back as unwanted. */
  readonly unwanted: number;
}

/** How many of a number's latest marketing messages are looked at. */
export const RECEPTION_OF = 100;
/**
 * Meta publishes no figure. Where people are used to marketing it keeps back some of every hundred
 * (131049) without anything being wrong; so only a share that no healthy number has counts, and
 * never a handful of people.
 */
const FEWEST = 10;
const SPIKE = 0.15;

export const isSpike = ({ sent, unwanted }: Reception): boolean =>
  unwanted >= FEWEST && unwanted >= sent * SPIKE;

/** Where the messages are counted from: not those before the latest hold, nor old ones. */
export const receptionSince = (hold: MarketingHold | null, now: Date): Date => {
  const week = new Date(now.getTime() - CALM_MS);
  return hold && hold.until > week ? hold.until : week;
};

/** Whether a number may send marketing now, and if not, why and until when; null is for unknown. */
export type MarketingState =
  | { readonly kind: 'free' }
  | { readonly kind: 'held'; readonly why: 'marketing_held'; readonly until: Date }
  | { readonly kind: 'held'; readonly why: 'quality_low'; readonly until: null };

export function marketingState(
  { hold, quality }: Pick<Channel, 'hold' | 'quality'>,
  now: Date,
): MarketingState {
  if (hold && isHeld(hold, now)) return { kind: 'held', why: 'marketing_held', until: hold.until };
  return quality === 'RED' ? { kind: 'held', why: 'quality_low', until: null } : { kind: 'free' };
}

/** Messages a second: half for marketing while the vendor rates the number as medium. */
export const paceOf = (
  { quality, messagesPerSecond }: Pick<Channel, 'quality' | 'messagesPerSecond'>,
  category: 'marketing' | 'service',
): number =>
  category === 'marketing' && quality === 'YELLOW' ? messagesPerSecond / 2 : messagesPerSecond;
