import type { Cart } from '#core/commerce/index';
import { webAddress } from '#adapters/http/json-fields';

/**
 * Where a shopper finds the cart again: the plugin's own restore address, which keeps the coupons
 * that the cart had; null for a cart that came without one.
 */
export function checkoutUrl(
  cart: Pick<Cart, 'recoveryUrl'>,
  discountCode: string | null,
): string | null {
  const restore = webAddress(cart.recoveryUrl);
  if (restore === null || discountCode === null) return restore;
  const url = new URL(restore);
  url.searchParams.set('coupon', discountCode);
  return url.href;
}
