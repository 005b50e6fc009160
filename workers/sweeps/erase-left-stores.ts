import { newId } from '#boot/chance';
import type { Services } from '#boot/services';
import { eraseLeftStore } from '#core/intake/index';

/** Erases a WooCommerce store whose time is over, each in a transaction of its own. */
export async function eraseLeftStores({
  transact,
  clock,
}: Pick<Services, 'transact' | 'clock'>): Promise<number> {
  const input = { now: clock.now(), newId };
  return (await transact((stores) => eraseLeftStore(input, stores))) ? 1 : 0;
}
