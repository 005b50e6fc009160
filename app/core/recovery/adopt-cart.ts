import type { Cart, CartStore, CustomerStore, Shop } from '#core/commerce/index';
import type { RecoveryStore } from './ports';
import { reachOf } from './reach';
import type { Recovery } from './recovery';
import { anchorOf, dueAt } from './schedule';

export interface AdoptCartPorts {
  readonly carts: Pick<CartStore, 'byId'>;
  readonly customers: Pick<CustomerStore, 'byId'>;
  readonly recoveries: Pick<RecoveryStore, 'adoptCart' | 'steps' | 'reschedule'>;
}

/**
 * Puts a cart under a running recovery of the same person, or comes back to one that is under it.
 * Messages show the cart with the newest activity, and the pending steps count from its abandonment.
 */
export async function adoptCart(
  recovery: Recovery,
  { shop, cart }: { shop: Shop; cart: Cart },
  ports: AdoptCartPorts,
): Promise<void> {
  const shown = await ports.carts.byId(shop.id, recovery.cartId);
  if (recovery.cartId !== cart.id) await ports.recoveries.adoptCart(shop.id, recovery.id, cart.id);
  if (shown && isUnbought(shown) && shown.lastActivityAt > cart.lastActivityAt) {
    // An older cart that was found late comes under the recovery without being shown.
    await ports.recoveries.adoptCart(shop.id, recovery.id, shown.id);
    return;
  }
  await rescheduleSteps(recovery, { shop, cart }, ports);
}

async function rescheduleSteps(
  recovery: Recovery,
  { shop, cart }: { shop: Shop; cart: Cart },
  { customers, recoveries }: AdoptCartPorts,
): Promise<void> {
  const { customerId } = recovery;
  const customer = customerId && (await customers.byId(shop.id, customerId));
  const anchor = anchorOf(shop, cart);
  const { zones } = reachOf(shop, cart, customer);
  for (const row of await recoveries.steps(shop.id, recovery.id)) {
    const step = recovery.steps[row.index];
    if (row.state !== 'pending' || !step) continue;
    const due = dueAt(step.timing, anchor, zones, shop.settings.quietHours);
    const { retryFrom } = row;
    await recoveries.reschedule(shop.id, row.id, retryFrom && retryFrom > due ? retryFrom : due);
  }
}

const isUnbought = (cart: Cart): boolean => cart.state === 'open' || cart.state === 'abandoned';
