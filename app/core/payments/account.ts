import type { ShopId } from '../kernel/ids';
import type { PaymentProviderId } from './payment-session';
import type { PaymentAccess, ProviderWebhook } from './ports';

/** A merchant's account at a provider, without its secrets. */
export interface PaymentAccount {
  /** Stands in the address of our webhook at the provider. */
  readonly id: string;
  readonly shopId: ShopId;
  readonly provider: PaymentProviderId;
  readonly live: boolean;
  /**
   * off: no page is opened any more, and what is under way is settled. refused: the provider does not
   * take the keys any more.
   */
  readonly state: 'active' | 'off' | 'refused';
  readonly stateReason: string | null;
  readonly connectedAt: Date;
  /** The latest event that the provider delivered; null before the first. */
  readonly lastEventAt: Date | null;
}

/** With its secrets: never logged, encrypted at rest. */
export interface AccountKeys {
  readonly account: PaymentAccount;
  readonly access: PaymentAccess;
  readonly webhook: ProviderWebhook;
  /** The store's domain. */
  readonly domain: string;
}
