import type {
  ChannelId,
  ConversationId,
  CustomerId,
  MessageId,
  RecoveryId,
  ShopId,
  TemplateId,
} from '../kernel/ids';
import type { ChannelAccess, Quality, SendingAccess } from './channel';
import type { DeliveryState } from './delivery-status';
import type { Reception } from './marketing-hold';
import type { InboundBody, MessageBody, OutboundMessage, Recipient } from './message';
import type { PairFacts } from './pair-rate';
import type { StatusApplied, StatusOfShop } from './status-ports';
import type {
  Template,
  TemplateCategory,
  TemplateContent,
  TemplateState,
  TemplateWrite,
} from './template';

export type * from './channel-ports';
export type * from './status-ports';

/** What the vendor answered to a send that it took. */
export interface SendAccepted {
  readonly vendorId: string;
  /** The recipient as the vendor knows it: digits of a phone, and a user id where it has one. */
  readonly waId: string | null;
  readonly userId: string | null;
}

/** The vendor side of a channel. Every method throws VendorFault; none of them retries. */
export interface MessagingGateway {
  /**
   * Sends when the number's pace lets it; throws when that is far away. `callbackId` comes back with
   * every status. Whether it may leave is asked when it does; null when it was not let go.
   */
  send(
    access: SendingAccess,
    to: Recipient,
    body: MessageBody,
    callbackId: MessageId,
    mayLeave: () => boolean,
  ): Promise<SendAccepted | null>;
  markRead(access: ChannelAccess, vendorMessageId: string): Promise<void>;
  uploadMedia(access: ChannelAccess, media: { bytes: Uint8Array; type: string }): Promise<string>;
  readMedia(access: ChannelAccess, mediaId: string): Promise<{ bytes: Uint8Array; type: string }>;
  createTemplate(
    access: ChannelAccess,
    template: {
      name: string;
      language: string;
      category: TemplateCategory;
      content: TemplateContent;
      /** Base of tracked links; the button's address becomes `${linkBase}{{1}}`. */
      linkBase: string;
      /** JPEG shown to the vendor's reviewers as the header's example. */
      headerExample: Uint8Array | null;
    },
  ): Promise<{ vendorId: string; state: TemplateState; category: TemplateCategory }>;
  /**
   * Replaces the content of a template, which is then reviewed anew. Vendors count the edits of an
   * approved one, so an answer that was lost is looked up rather than asked for again.
   */
  editTemplate(
    access: ChannelAccess,
    template: {
      vendorId: string;
      name: string;
      language: string;
      content: TemplateContent;
      linkBase: string;
      headerExample: Uint8Array | null;
    },
  ): Promise<void>;
  listTemplates(access: ChannelAccess): Promise<readonly VendorTemplate[]>;
  deleteTemplate(access: ChannelAccess, name: string): Promise<void>;
  /** Checks a number and token; what the settings page shows. */
  readNumber(access: ChannelAccess): Promise<{
    displayPhone: string;
    verifiedName: string;
    quality: Quality;
    messagesPerSecond: number;
    portfolio: PortfolioSeen;
  }>;
  subscribeWebhooks(access: ChannelAccess): Promise<void>;
}

/** What the vendor tells of the portfolio that a number belongs to; null: not told. */
export interface PortfolioSeen {
  readonly id: string | null;
  readonly dailyLimit: number | 'unlimited' | null;
}

export interface VendorTemplate {
  readonly vendorId: string;
  readonly name: string;
  readonly language: string;
  readonly category: TemplateCategory;
  readonly state: TemplateState;
  readonly stateReason: string | null;
  readonly quality: Quality;
  /** Null when the vendor's template has a shape that we don't author. */
  readonly content: Omit<TemplateContent, 'fields'> | null;
  /** Number of body parameters the vendor expects. */
  readonly bodyParameterCount: number;
}

export interface TemplateStore {
  byName(shopId: ShopId, name: string, language: string): Promise<Template | null>;
  byId(shopId: ShopId, id: TemplateId): Promise<Template | null>;
  /** All languages of a name. */
  languagesOf(shopId: ShopId, name: string): Promise<readonly Template[]>;
  ofShop(shopId: ShopId): Promise<readonly Template[]>;
  /** Inserts or updates; a new one is not rated yet, a known one keeps its rating. */
  save(template: TemplateWrite): Promise<void>;
  setQuality(shopId: ShopId, id: TemplateId, quality: Quality): Promise<void>;
  setState(
    shopId: ShopId,
    match: { vendorId: string | null; name: string; language: string },
    change: {
      state: TemplateState;
      reason: string | null;
      pausedUntil: Date | null;
      approvedCategory?: TemplateCategory | null;
    },
  ): Promise<Template | null>;
}

/** The send ledger: the promise "one key, one message" lives here. */
export type MessageOfRecovery = Pick<OutboundMessage, 'id' | 'recoveryId' | 'state'>;

export interface MessageStore {
  /** Writes the intent; answers false when the key was there already. */
  enqueue(message: OutboundMessage): Promise<boolean>;
  byId(shopId: ShopId, id: MessageId): Promise<OutboundMessage | null>;
  byKey(shopId: ShopId, key: string): Promise<OutboundMessage | null>;
  byVendorId(shopId: ShopId, vendorId: string): Promise<OutboundMessage | null>;
  /**
   * Takes queued, due messages for sending: state `sending`, attempts + 1, committed before the
   * calls go out. Those that another worker has, or that are no longer queued, are left out.
   */
  claim(asked: readonly DueMessage[], now: Date, leaseUntil: Date): Promise<ReadonlySet<MessageId>>;
  /**
   * Queued messages that are due, oldest first, in fair shares by shop, and of none more than a
   * moment of its number's pace: the facts of what is claimed must not grow old before it goes.
   * Locked for the caller's transaction; what another one holds is passed over.
   * @param held how many of each shop the caller has claimed and not sent yet
   */
  due(
    now: Date,
    limit: number,
    held: ReadonlyMap<ShopId, number>,
  ): Promise<readonly OutboundMessage[]>;
  nextDueAt(): Promise<Date | null>;
  /** sending → sent; answers those of which no status had told it yet. What a status said stays. */
  accepted(answered: readonly MessageAnswered[]): Promise<ReadonlySet<MessageId>>;
  /** sending → queued, due at once: no call was made, so `attempts` is as before. */
  giveBack(shopId: ShopId, id: MessageId, now: Date): Promise<void>;
  /** sending → queued, not before `at`. */
  retryAt(shopId: ShopId, id: MessageId, at: Date, code: string): Promise<void>;
  /** sending → unknown, until the limit. */
  unknown(shopId: ShopId, id: MessageId, until: Date, code: string): Promise<void>;
  /** queued or sending → failed. */
  failed(shopId: ShopId, id: MessageId, code: string, at: Date): Promise<void>;
  /** sending → cancelled: the vendor refused it for a `reason` that the merchant reads. */
  heldBack(shopId: ShopId, id: MessageId, reason: string, at: Date): Promise<void>;
  /** queued → queued, not before `until`: nothing was tried, so `attempts` stays. */
  postpone(shopId: ShopId, id: MessageId, until: Date, why: string): Promise<void>;
  /** Queued messages that wait for one of the reasons are due now. */
  release(
    shopId: ShopId,
    channelId: ChannelId,
    reasons: readonly string[],
    now: Date,
  ): Promise<void>;
  /** What decides over a person's next turn, by message. Locks the persons until the end. */
  nearby(
    messages: readonly OutboundMessage[],
    now: Date,
  ): Promise<ReadonlyMap<MessageId, NearbyFacts>>;
  /** Of a number's `most` latest marketing messages that were sent since, how many were unwanted. */
  reception(
    shopId: ShopId,
    channelId: ChannelId,
    of: { readonly since: Date; readonly most: number; readonly codes: readonly string[] },
  ): Promise<Reception>;
  /** queued → cancelled: facts changed before it went out. `reason` is a NonSendReason. */
  cancelled(shopId: ShopId, id: MessageId, reason: string, at: Date): Promise<void>;
  /** The same for many. */
  cancelAll(shopId: ShopId, ids: readonly MessageId[], reason: string, at: Date): Promise<void>;
  /** Sendings whose lease ran out become unknown; unknowns past their limit become failed. */
  settleOverdue(
    now: Date,
  ): Promise<readonly { shopId: ShopId; id: MessageId; state: DeliveryState }[]>;
  nextSettleAt(): Promise<Date | null>;
  /**
   * Waits until no other transaction applies statuses, and keeps the turn until this one ends. With
   * one writer at a time no two can wait for each other's messages.
   */
  takeStatusTurn(): Promise<void>;
  /**
   * Applies a vendor's statuses in their order, each if it moves its message forward; `callbackId`
   * finds messages whose answer was lost. Answers for each its message and whether it moved; null
   * for a message that is unknown to us.
   */
  applyStatuses(statuses: readonly StatusOfShop[]): Promise<readonly (StatusApplied | null)[]>;
  /** Times of marketing messages to a person that went or may have gone out, since. */
  marketingSentTimes(shopId: ShopId, customerId: CustomerId, since: Date): Promise<readonly Date[]>;
  ofRecovery(shopId: ShopId, recoveryId: RecoveryId): Promise<readonly OutboundMessage[]>;
  /** How the messages of many recoveries stand. */
  ofRecoveries(
    shopId: ShopId,
    recoveryIds: readonly RecoveryId[],
  ): Promise<readonly MessageOfRecovery[]>;
  /** Stores a shopper's message once by its vendor id; false when it was there already. */
  recordInbound(message: InboundMessage): Promise<boolean>;
}

export interface DueMessage {
  readonly shopId: ShopId;
  readonly id: MessageId;
}

/** What the vendor answered to a message, and when. */
export interface MessageAnswered extends DueMessage {
  readonly answer: SendAccepted;
  readonly at: Date;
}

export interface NearbyFacts extends PairFacts {
  /** When the person last wrote to the number; null for never. */
  readonly lastInboundAt: Date | null;
}

export interface InboundMessage {
  readonly id: MessageId;
  readonly shopId: ShopId;
  readonly channelId: ChannelId;
  readonly customerId: CustomerId;
  readonly conversationId: ConversationId;
  readonly vendorId: string;
  readonly body: InboundBody;
  /** The vendor id of the message that it answers, when it answers one. */
  readonly inReplyTo: string | null;
  readonly receivedAt: Date;
}
