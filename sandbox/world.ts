import type { AppControl } from './app-control';
import type { SandboxClock } from './clock';
import type { Faults } from './faults';
import type { MetaStandIn } from './meta/meta-standin';
import type { Postman } from './postman';
import type { Schedule } from './schedule';
import type { SandboxSettings } from './settings';
import type { ShopifyStandIn } from './shopify/shopify-standin';

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
  /** Calls the listener whenever something that a page shows has changed. */
  onChange: (listener: () => void) => () => void;
  changed: () => void;
}
