import type { AttributionStore, LinkStore } from '#core/attribution/index';
import type { ProductStore } from '#core/catalog/index';
import type { CartStore, CustomerStore, OrderStore, ShopStore } from '#core/commerce/index';
import type { SignInStore, SiteStore } from '#core/commerce/index';
import type { ConsentStore } from '#core/consent/index';
import type { ExperimentStore } from '#core/experiments/index';
import type { ConversationStore } from '#core/inbox/index';
import type { PrivacyStore, ReceiptStore, SessionCleaner } from '#core/intake/index';
import type { DomainEvent } from '#core/events/index';
import type { Transact } from '#core/kernel/transact';
import type { ChannelStore, MessageStore, PortfolioStore } from '#core/messaging/index';
import type { ImageStore, TemplateStore } from '#core/messaging/index';
import type { PaymentAccountStore, PaymentStore } from '#core/payments/index';
import type { RecoveryStore, SendFactStore, SequenceStore } from '#core/recovery/index';
import { attributionStore } from './attribution-store';
import { cartStore } from './cart-store';
import { channelStore } from './channel-store';
import type { Cipher } from './cipher';
import type { Database, Sql } from './client';
import { consentStore } from './consent-store';
import { conversationStore } from './conversation-store';
import { customerStore } from './customer-store';
import { eventStore, type EventStore } from './event-store';
import { experimentStore } from './experiment-store';
import { imageStore } from './image-store';
import { linkStore } from './link-store';
import { messageStore } from './message-store';
import { orderStore } from './order-store';
import { paymentAccountStore } from './payment-account-store';
import { paymentStore } from './payment-store';
import { portfolioStore } from './portfolio-store';
import { privacyStore } from './privacy-store';
import { productStore } from './product-store';
import { receiptStore } from './receipt-store';
import { recoveryStore } from './recovery-store';
import { sendFactStore } from './send-facts';
import { sequenceStore } from './sequence-store';
import { sessionCleaner } from './shopify-sessions';
import { shopStore } from './shop-store';
import { signInStore } from './sign-in-store';
import { siteStore } from './site-store';
import { templateStore } from './template-store';

/** Every store on one connection: the pool's, or a transaction's. */
export interface Stores {
  readonly shops: ShopStore;
  readonly sites: SiteStore;
  readonly signIns: SignInStore;
  readonly customers: CustomerStore;
  readonly carts: CartStore;
  readonly orders: OrderStore;
  readonly products: ProductStore;
  readonly payments: PaymentStore;
  readonly paymentAccounts: PaymentAccountStore;
  readonly consents: ConsentStore;
  readonly experiments: ExperimentStore;
  readonly channels: ChannelStore;
  readonly templates: TemplateStore;
  readonly messages: MessageStore;
  readonly portfolios: PortfolioStore;
  readonly images: ImageStore;
  readonly conversations: ConversationStore;
  readonly sequences: SequenceStore;
  readonly recoveries: RecoveryStore;
  readonly sendFacts: SendFactStore;
  readonly links: LinkStore;
  readonly attributions: AttributionStore;
  readonly receipts: ReceiptStore;
  readonly privacy: PrivacyStore;
  readonly sessions: SessionCleaner;
  readonly events: EventStore;
}

/** @param noted hears of the events that are appended */
export const createStores = (sql: Sql, cipher: Cipher, noted?: NoteEvents): Stores => ({
  shops: shopStore(sql),
  sites: siteStore(sql, cipher),
  signIns: signInStore(sql),
  customers: customerStore(sql),
  carts: cartStore(sql),
  orders: orderStore(sql),
  products: productStore(sql),
  payments: paymentStore(sql),
  paymentAccounts: paymentAccountStore(sql, cipher),
  consents: consentStore(sql),
  experiments: experimentStore(sql),
  channels: channelStore(sql, cipher),
  templates: templateStore(sql),
  messages: messageStore(sql),
  portfolios: portfolioStore(sql),
  images: imageStore(sql),
  conversations: conversationStore(sql),
  sequences: sequenceStore(sql),
  recoveries: recoveryStore(sql),
  sendFacts: sendFactStore(sql),
  links: linkStore(sql),
  attributions: attributionStore(sql),
  receipts: receiptStore(sql),
  privacy: privacyStore(sql),
  sessions: sessionCleaner(sql),
  events: eventStore(sql, noted),
});

export type NoteEvents = (events: readonly DomainEvent[]) => void;

/**
 * Transactions that hand out all stores; use cases name the few that they need.
 * @param committed hears of the events that a transaction has appended, once it is committed
 */
export const createTransact =
  (database: Database, cipher: Cipher, committed: NoteEvents = () => undefined): Transact<Stores> =>
  async (work) => {
    const appended: DomainEvent[] = [];
    const noted: NoteEvents = (events) => void appended.push(...events);
    const result = await database.transaction((sql) => work(createStores(sql, cipher, noted)));
    committed(appended);
    return result;
  };
