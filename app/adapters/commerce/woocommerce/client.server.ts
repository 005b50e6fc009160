import { z } from 'zod';

import type { CatalogPlatform } from '#core/catalog/index';
import type { CommercePlatform } from '#core/commerce/index';
import { decimalText } from '#core/kernel/money';
import { isVendorFault } from '#core/kernel/vendor-fault';

import { productsPage, variantDetails } from './catalog.server';
import { checkoutUrl } from './checkout-url';
import { noteRefund, placeOrder } from './place-order.server';
import { provincesOf, quoteCart } from './quote.server';
import { readSite } from './read-site';
import { checkoutsSince, ordersSince } from './reconcile.server';
import { createSiteRest, type SiteRest, type SiteRestOptions } from './rest.server';
import { siteFault } from './site-fault';

export type WooCommerceClientOptions = SiteRestOptions;

/** WooCommerce as the app uses it: its REST with the site's keys, and our plugin's routes. */
export function createWooCommerceClient(
  options: WooCommerceClientOptions,
): CommercePlatform & CatalogPlatform {
  const rest = createSiteRest(options);
  return {
    platform: 'woocommerce',
    outsideSales: {
      quote: (domain, cart, terms) => quoteCart(domain, cart, terms, rest),
      provinces: (domain, country) => provincesOf(domain, country, rest),
      placeOrder: (domain, sale) => placeOrder(domain, sale, rest),
      noteRefund: (domain, order, refunded) => noteRefund(domain, order, refunded, rest),
    },
    readShop: (domain) => readShop(domain, rest),
    createDiscountCode: (domain, discount) => createDiscountCode(domain, discount, rest),
    variantDetails: (domain, ids) => variantDetails(domain, ids, rest),
    checkoutUrl: (_domain, cart, code) => checkoutUrl(cart, code),
    checkoutsSince: (domain, since, cursor) => checkoutsSince(domain, since, cursor, rest),
    ordersSince: (domain, since, cursor) => ordersSince(domain, since, cursor, rest),
    products: (domain, cursor) => productsPage(domain, cursor, rest),
    // WooCommerce keeps no WhatsApp consent of its own.
    readWhatsAppConsent: () => Promise.resolve(null),
    writeWhatsAppConsent: () => Promise.resolve(),
  };
}

async function readShop(domain: string, rest: SiteRest): ReturnType<CommercePlatform['readShop']> {
  const { data } = await rest.plugin(domain, { route: 'site' });
  const read = readSite(z.object({ site: z.unknown() }).safeParse(data).data?.site ?? data);
  if (!read.ok)
    throw siteFault('bad_answer', `the site describes itself oddly: ${read.reason}`, null);
  return read.value;
}

type Discount = Parameters<CommercePlatform['createDiscountCode']>[1];

/** WooCommerce says so of a code that exists; ours are made from the recovery, so it is our own. */
const TAKEN = 'woocommerce_rest_coupon_code_already_exists';

async function createDiscountCode(
  domain: string,
  discount: Discount,
  rest: SiteRest,
): Promise<void> {
  try {
    await rest.store(domain, { route: 'coupons', body: couponOf(discount) });
  } catch (error) {
    if (!isVendorFault(error) || error.details.code !== TAKEN) throw error;
  }
}

/** A coupon has no first day: one that begins later is made when it begins. */
const couponOf = ({ code, title, value, validUntil }: Discount) => ({
  code,
  description: title,
  ...(value.kind === 'percentage'
    ? { discount_type: 'percent', amount: String(value.percent) }
    : { discount_type: 'fixed_cart', amount: decimalText(value) }),
  usage_limit: 1,
  usage_limit_per_user: 1,
  date_expires_gmt: validUntil.toISOString().replace(/\.\d+Z$/, ''),
});
