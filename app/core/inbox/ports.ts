import type { ChannelId, ConversationId, CustomerId, ShopId } from '../kernel/ids';

export interface Conversation {
  readonly id: ConversationId;
  readonly shopId: ShopId;
  readonly channelId: ChannelId;
  readonly customerId: CustomerId;
  readonly state: 'open' | 'closed';
  readonly unreadCount: number;
  /** The shopper's last message; free-form answers are possible for 24 hours after it. */
  readonly lastInboundAt: Date | null;
}

export interface ConversationStore {
  byId(shopId: ShopId, id: ConversationId): Promise<Conversation | null>;
  /** Reads a conversation and keeps it from changing until the transaction ends. */
  lock(shopId: ShopId, id: ConversationId): Promise<Conversation | null>;
  /** The person's conversation on a channel; null when there is none. */
  ofPerson(
    shopId: ShopId,
    channelId: ChannelId,
    customerId: CustomerId,
  ): Promise<Conversation | null>;
  /** The person's conversation on a channel, made when there is none. */
  openFor(
    shopId: ShopId,
    channelId: ChannelId,
    customerId: CustomerId,
    newId: ConversationId,
    at: Date,
  ): Promise<Conversation>;
  recordInbound(shopId: ShopId, id: ConversationId, at: Date): Promise<void>;
  recordOutbound(shopId: ShopId, id: ConversationId, at: Date): Promise<void>;
  markRead(shopId: ShopId, id: ConversationId): Promise<void>;
}
