import type { Cart } from '#core/commerce/index';

import type { ShopifyAddress } from './address';
import { webAddress } from '#adapters/http/json-fields';

/**
 * Where a shopper can finish the purchase in Shopify's own checkout (App Store rule 1.1.2 allows
 * no other): the recovery address, else a cart permalink, null when the cart has no variant.
 * @param discountCode a code to apply; without one the cart's own codes are kept
 */
export function checkoutUrl(
  address: ShopifyAddress,
  domain: string,
  cart: Pick<Cart, 'recoveryUrl' | 'lineItems' | 'discountCodes'>,
  discountCode: string | null,
): string | null {
  const recovery = webAddress(cart.recoveryUrl);
  if (recovery) return withDiscount(recovery, discountCode);
  const items = permalinkItems(cart.lineItems);
  if (items === '') return null;
  const base = (address.storefrontUrl ?? `https://${domain}`).replace(/\/+$/, '');
  return withDiscount(
    `${base}/cart/${items}`,
    discountCode ?? (cart.discountCodes.join(',') || null),
  );
}

function withDiscount(address: string, codes: string | null): string {
  if (codes === null) return address;
  const url = new URL(address);
  url.searchParams.set('discount', codes);
  return url.href;
}

/** `<variant>:<quantity>,…`; the same variant twice is one entry, as Shopify keeps the last one. */
function permalinkItems(items: Cart['lineItems']): string {
  const pieces = new Map<string, number>();
  for (const { variantId, quantity } of items) {
    if (variantId === null || !/^\d+$/.test(variantId)) continue;
    pieces.set(variantId, (pieces.get(variantId) ?? 0) + quantity);
  }
  return [...pieces].map(([variant, quantity]) => `${variant}:${quantity}`).join(',');
}
