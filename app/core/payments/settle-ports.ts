import type { CartStore, CustomerStore, OrderSeen, OutsideSales } from '#core/commerce/index';
import type { Shop, ShopStore } from '#core/commerce/index';
import type { CustomerId } from '../kernel/ids';
import type { EventLog } from '../kernel/event-envelope';
import type { Transact } from '../kernel/transact';
import type { AccountKeys } from './account';
import type { PaymentEvent } from './events';
import { payerOf } from './payer-of';
import type { Payment, PaymentLink } from './payment';
import type { PaymentProviderId } from './payment-session';
import type { PaymentProvider } from './ports';
import type { PaymentAccountStore, PaymentStore } from './store-ports';

export interface SettleStores {
  readonly payments: PaymentStore;
  readonly paymentAccounts: Pick<PaymentAccountStore, 'keys' | 'setState' | 'remove'>;
  readonly shops: Pick<ShopStore, 'byId'>;
  readonly carts: Pick<CartStore, 'byId' | 'lock' | 'setState'>;
  readonly customers: Pick<CustomerStore, 'byId'>;
  readonly events: EventLog<PaymentEvent>;
}

export interface PlacingStores extends SettleStores {
  /** Keeps what the store answered of its order, in the transaction that settles the payment. */
  readonly recordOrder: (shop: Shop, order: OrderSeen) => Promise<void>;
}

export interface SettlePorts {
  readonly transact: Transact<PlacingStores>;
  readonly providerOf: (id: PaymentProviderId) => PaymentProvider;
  readonly salesOf: (shop: Shop) => OutsideSales | null;
  readonly now: () => Date;
}

/** A payment with everything that is needed to settle it. */
export interface Subject {
  readonly payment: Payment;
  readonly link: PaymentLink;
  readonly shop: Shop;
  readonly keys: AccountKeys;
}

/** Who paid, for those who are told of it. */
export const customerOf = async (
  { payment: { shopId, cartId }, link }: Pick<Subject, 'payment' | 'link'>,
  { carts }: Pick<SettleStores, 'carts'>,
): Promise<CustomerId | null> =>
  payerOf(link, cartId === null ? null : await carts.byId(shopId, cartId));
