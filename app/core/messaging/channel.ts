import type { ChannelId, ShopId } from '../kernel/ids';
import type { Portfolio } from './daily-limit';
import type { MarketingHold } from './marketing-hold';

export type ChannelState = 'connected' | 'paused' | 'disconnected';

/** The vendor's rating of a number or a template, from what shoppers do with its messages. */
export type Quality = 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';

/** One WhatsApp number of a shop, as it is connected. */
export interface ChannelWrite {
  readonly id: ChannelId;
  readonly shopId: ShopId;
  readonly phoneNumberId: string;
  readonly wabaId: string;
  readonly displayPhone: string;
  readonly state: ChannelState;
  /** Why it is paused or disconnected, in words for the merchant. */
  readonly stateReason: string | null;
  readonly quality: Quality;
  /** Messages a second that the vendor lets this number send; at least 1. */
  readonly messagesPerSecond: number;
}

export interface Channel extends ChannelWrite {
  /** Whose limit of people a day it shares; null while the vendor has not told. */
  readonly portfolio: Portfolio | null;
  /** The latest hold of its marketing messages, which may be over. */
  readonly hold: MarketingHold | null;
}

/** A channel with its secret, for the adapter only; never logged, never rendered. */
export interface ChannelAccess {
  readonly phoneNumberId: string;
  readonly wabaId: string;
  readonly accessToken: string;
}

/** What sending needs besides: how fast the number may go. */
export interface SendingAccess extends ChannelAccess {
  readonly messagesPerSecond: number;
}
