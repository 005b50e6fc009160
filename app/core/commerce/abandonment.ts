import type { Cart } from './cart';

/** The instant at which a cart becomes abandoned unless the shopper does something. */
export const abandonedFrom = (
  cart: Pick<Cart, 'lastActivityAt'>,
  inactivityMinutes: number,
): Date => new Date(cart.lastActivityAt.getTime() + inactivityMinutes * 60_000);
