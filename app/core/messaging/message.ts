import type {
  ChannelId,
  ConversationId,
  CustomerId,
  LinkToken,
  MessageId,
  RecoveryId,
  RecoveryStepId,
  ShopId,
} from '../kernel/ids';
import type { DeliveryState } from './delivery-status';

/** Where a message goes: a canonical phone, or a vendor's user id when there is no phone. */
export type Recipient =
  | { readonly kind: 'phone'; readonly phone: string }
  | { readonly kind: 'whatsapp_user'; readonly userId: string };

/** Every parameter already rendered: nothing is looked up after this. */
export interface TemplateBody {
  readonly kind: 'template';
  readonly name: string;
  readonly language: string;
  readonly headerImageUrl: string | null;
  readonly bodyParameters: readonly string[];
  /** One entry per button of the template, in order. */
  readonly buttons: readonly (
    | { readonly kind: 'url'; readonly suffix: string }
    | { readonly kind: 'quick_reply'; readonly payload: string }
  )[];
  /** The text a person reads, for our own screens. */
  readonly preview: string;
}

export type MessageBody =
  | TemplateBody
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly mediaId: string; readonly caption: string | null }
  | {
      readonly kind: 'interactive';
      readonly text: string;
      readonly buttons: readonly { readonly id: string; readonly title: string }[];
    };

/** What a shopper sent. Text is untrusted everywhere. */
export type InboundBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'button'; readonly text: string; readonly payload: string | null }
  | { readonly kind: 'interactive'; readonly id: string; readonly title: string }
  | { readonly kind: 'image'; readonly mediaId: string; readonly caption: string | null }
  | {
      readonly kind: 'order';
      readonly catalogId: string;
      readonly text: string | null;
      readonly items: readonly {
        readonly retailerId: string;
        readonly quantity: number;
        readonly price: number;
        readonly currency: string;
      }[];
    }
  | { readonly kind: 'reaction'; readonly emoji: string | null; readonly toVendorId: string }
  | { readonly kind: 'unsupported'; readonly what: string };

export interface OutboundMessage {
  readonly id: MessageId;
  readonly shopId: ShopId;
  readonly channelId: ChannelId;
  readonly customerId: CustomerId;
  readonly conversationId: ConversationId | null;
  /** One key, one message: unique per shop. */
  readonly key: string;
  readonly to: Recipient;
  readonly body: MessageBody;
  readonly category: 'marketing' | 'service';
  readonly recoveryId: RecoveryId | null;
  readonly stepId: RecoveryStepId | null;
  readonly linkToken: LinkToken | null;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly vendorId: string | null;
  readonly failureCode: string | null;
  /** While queued: why it was put off. */
  readonly waitReason?: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}
