import type { SandboxClock } from '../clock';
import type { Faults } from '../faults';
import type { Schedule } from '../schedule';
import type { SandboxSettings } from '../settings';
import type { ShopState } from './state';
import type { ShopHerald } from './webhooks';

/** Everything the Shopify stand-in's parts share. */
export interface ShopWorld {
  settings: SandboxSettings;
  clock: SandboxClock;
  faults: Faults;
  schedule: Schedule;
  state: ShopState;
  herald: ShopHerald;
  token: () => string;
  changed: () => void;
}
