import type { Services } from '#boot/services';
import { markAbandoned } from '#core/commerce/index';

const BATCH = 200;

/** Our own inactivity clock: no platform tells us that somebody left. */
export const findAbandonedCarts = (services: Services): Promise<number> =>
  services.transact((stores) => markAbandoned({ now: services.clock.now(), limit: BATCH }, stores));
