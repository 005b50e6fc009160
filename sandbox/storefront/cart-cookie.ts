import type { Exchange } from '../http/exchange';
import { openCart, type Entrance } from '../shopify/cart-desk';
import type { Cart } from '../shopify/state';
import type { ShopWorld } from '../shopify/world';

const COOKIE = 'sandbox_cart';

/** The cart that this browser has, if any. */
export function cartOf(world: ShopWorld, exchange: Exchange): Cart | null {
  const match = new RegExp(`(?:^|; )${COOKIE}=(\\w+)`).exec(exchange.headers['cookie'] ?? '');
  return world.state.carts.get(match?.[1] ?? '') ?? null;
}

export function cartOrNew(world: ShopWorld, exchange: Exchange): Cart {
  return cartOf(world, exchange) ?? openCart(world, { landingSite: '/', referringSite: null });
}

export function entranceOf(exchange: Exchange): Entrance {
  const path = exchange.url.pathname.replace('/sandbox/store', '');
  return {
    landingSite: `${path}${exchange.url.search}`,
    referringSite: exchange.headers['referer'] ?? null,
  };
}

export function cookieFor(cart: Cart): Record<string, string> {
  return { 'set-cookie': `${COOKIE}=${cart.token}; Path=/sandbox; HttpOnly; SameSite=Lax` };
}
