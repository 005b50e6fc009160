import type { AppControl } from './app-control';
import type { SandboxClock } from './clock';
import type { Faults } from './faults';
import type { MetaStandIn } from './meta/meta-standin';
import type { PayPalStandIn } from './paypal/paypal-standin';
import type { Postman } from './postman';
import type { Schedule } from './schedule';
import type { SandboxSettings } from './settings';
import type { ShopifyStandIn } from './shopify/shopify-standin';
import type { StripeStandIn } from './stripe/stripe-standin';
import type { WooCommerceStandIn } from './woocommerce/woocommerce-standin';

/** Everything the gateway's pages and its control API work with. */
export interface Sandbox {
  settings: SandboxSettings;
  control: AppControl;
  clock: SandboxClock;
  faults: Faults;
  schedule: Schedule;
  postman: Postman;
  shopify: ShopifyStandIn;
  meta: MetaStandIn;
  stripe: StripeStandIn;
  paypal: PayPalStandIn;
  /** Null until it listens. */
  woocommerce: WooCommerceStandIn | null;
  /** Calls the listener whenever something that a page shows has changed. */
  onChange: (listener: () => void) => () => void;
  changed: () => void;
}
