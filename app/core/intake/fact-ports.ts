import type { ProductStore } from '#core/catalog/index';
import type { CartStore, CustomerStore, Order, OrderStore } from '#core/commerce/index';
import type { Shop, ShopStore } from '#core/commerce/index';
import type { ConsentStore } from '#core/consent/index';
import type { DomainEvent } from '#core/events/index';
import type { ConversationStore } from '#core/inbox/index';
import type {
  ChannelStore,
  FaultGuide,
  MessageStore,
  PortfolioStore,
  TemplateStore,
} from '#core/messaging/index';
import type { PaymentStore } from '#core/payments/index';
import type { RecoveryStore } from '#core/recovery/index';
import type { EventLog } from '../kernel/event-envelope';
import type { NewId } from '../kernel/ids';
import type { PrivacyStore, ReceiptStore, SessionCleaner } from './ports';
import type { Receipt } from './receipt';

/** Stores of one transaction: everything that a fact may change. */
export interface FactPorts {
  readonly shops: ShopStore;
  readonly customers: CustomerStore;
  readonly carts: CartStore;
  readonly orders: OrderStore;
  readonly products: ProductStore;
  readonly consents: ConsentStore;
  readonly channels: ChannelStore;
  readonly templates: TemplateStore;
  readonly messages: MessageStore;
  readonly portfolios: PortfolioStore;
  readonly recoveries: RecoveryStore;
  readonly conversations: ConversationStore;
  readonly receipts: ReceiptStore;
  readonly payments: Pick<PaymentStore, 'bySession' | 'lookBy'>;
  readonly privacy: PrivacyStore;
  readonly sessions: SessionCleaner;
  readonly events: EventLog<DomainEvent>;
  /** What a messaging vendor's error codes mean. */
  readonly faults: FaultGuide;
}

/** What a fact is read against. */
export interface FactContext {
  readonly shop: Shop;
  readonly receipt: Pick<Receipt, 'source' | 'externalId' | 'receivedAt'>;
  /** Puts an outside time stamp onto our time line. */
  readonly onOurClock: (outside: Date) => Date;
  readonly now: Date;
  readonly newId: NewId;
}

export type FactOutcome =
  | {
      readonly kind: 'applied';
      /** An order that is a purchase; what it ends is ended with all others of its source. */
      readonly purchase?: Order;
    }
  | { readonly kind: 'ignored'; readonly reason: string };

export const APPLIED: FactOutcome = { kind: 'applied' };
export const ignored = (reason: string): FactOutcome => ({ kind: 'ignored', reason });
