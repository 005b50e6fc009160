import type { ChannelId, ShopId } from '../kernel/ids';
import type { Channel, ChannelWrite, Quality, SendingAccess } from './channel';
import type { Portfolio } from './daily-limit';
import type { MarketingHold } from './marketing-hold';
import type { OutboundMessage } from './message';

export interface ChannelStore {
  byId(shopId: ShopId, id: ChannelId): Promise<Channel | null>;
  byPhoneNumberId(phoneNumberId: string): Promise<Channel | null>;
  /** The shops of those numbers that somebody has. */
  shopsOfNumbers(phoneNumberIds: readonly string[]): Promise<ReadonlyMap<string, ShopId>>;
  byWabaId(wabaId: string): Promise<readonly Channel[]>;
  ofShop(shopId: ShopId): Promise<Channel | null>;
  /** Decrypts the token: for the send path only. */
  access(shopId: ShopId, id: ChannelId): Promise<SendingAccess | null>;
  /** Encrypts the token at rest. */
  connect(channel: ChannelWrite, accessToken: string): Promise<void>;
  setState(
    shopId: ShopId,
    id: ChannelId,
    state: Channel['state'],
    reason: string | null,
  ): Promise<void>;
  setQuality(shopId: ShopId, id: ChannelId, quality: Quality): Promise<void>;
  /** Messages a second that the vendor lets the number send. */
  setPace(shopId: ShopId, id: ChannelId, perSecond: number): Promise<void>;
  setHold(shopId: ShopId, id: ChannelId, hold: MarketingHold): Promise<void>;
  setPortfolio(shopId: ShopId, id: ChannelId, portfolioId: string): Promise<void>;
  ofPortfolio(portfolioId: string): Promise<readonly Channel[]>;
}

/** Counts whom a portfolio reached, for all of its numbers and all workers. */
export interface PortfolioStore {
  learn(portfolio: Portfolio): Promise<void>;
  /** Counts the people anew. @param ledgerAt now, to add those whom nobody counted */
  recount(portfolioId: string, ledgerAt: Date | null): Promise<void>;
  /**
   * Gives each person a place within the limit of the last 24 hours, or the instant at which one
   * will be free. Locks the portfolios until the transaction ends.
   * @returns for each that was asked for that instant, null for those with a place
   */
  admit(people: readonly PlaceAsked[], now: Date): Promise<readonly (Date | null)[]>;
}

export interface PlaceAsked extends Pick<OutboundMessage, 'shopId' | 'customerId'> {
  readonly portfolioId: string;
}
