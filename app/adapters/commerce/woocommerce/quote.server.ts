import { z } from 'zod';

import type {
  AddressPart,
  Cart,
  Delivery,
  LineItem,
  MissingItem,
  Province,
  QuoteOutcome,
  QuoteTerms,
  ShippingAddress,
} from '#core/commerce/index';
import { soldName } from '#core/commerce/index';
import { list } from '#adapters/http/json-fields';
import { isVendorFault } from '#core/kernel/vendor-fault';

import { nameText } from './fields';
import type { SiteAnswer, SiteRest } from './rest.server';
import { linesOf, quoteOf, shopperCart, totalOf, type ShopperCart } from './shopper-cart';
import { oddAnswer } from './site-fault';

/** Refusals of an item, as WooCommerce names them, and what they mean to a shopper. */
const MISSING: Readonly<Record<string, MissingItem['why']>> = {
  woocommerce_rest_cart_invalid_product: 'gone',
  woocommerce_rest_product_not_purchasable: 'gone',
  woocommerce_rest_product_out_of_stock: 'sold_out',
  woocommerce_rest_product_partially_out_of_stock: 'too_few',
};

/**
 * Has WooCommerce price a cart anew, as for a shopper who fills one: in a cart of ours that nobody
 * sees, with the address that is known and no e-mail or phone in it.
 */
export async function quoteCart(
  domain: string,
  cart: Cart,
  { coupons, delivery }: QuoteTerms,
  rest: Pick<SiteRest, 'shopper' | 'store'>,
): Promise<QuoteOutcome> {
  const begun = await rest.shopper(domain, { route: 'cart', cartToken: null });
  const cartToken = begun.headers['cart-token'] ?? null;
  if (cartToken === null) throw oddAnswer('cart');
  const call = (route: string, body: unknown): Promise<SiteAnswer> =>
    rest.shopper(domain, { route: `cart/${route}`, body, cartToken, once: true });
  const filled = await fill(cart.lineItems, call);
  if (filled.kind !== 'filled') return filled;
  for (const code of new Set([...cart.discountCodes, ...coupons])) {
    await orRefused(() => call('apply-coupon', { code }));
  }
  const address = delivery?.address ?? null;
  const addressed = await addressTo(address, cart.countryCode, call);
  if (!addressed) return { kind: 'address_refused', parts: await oddParts(domain, address, rest) };
  const priced = await chooseRates(addressed, delivery, call);
  return outcomeOf(priced, cart.lineItems, delivery);
}

type Call = (route: string, body: unknown) => Promise<SiteAnswer>;
type Filled = Exclude<QuoteOutcome, { kind: 'priced' }> | { readonly kind: 'filled' };

async function fill(items: readonly LineItem[], call: Call): Promise<Filled> {
  const missing: MissingItem[] = [];
  for (const { productId, variantId, quantity, title, variantTitle } of items) {
    const product = Number(variantId ?? productId);
    if (!Number.isSafeInteger(product) || product <= 0) return { kind: 'checkout_only' };
    const refusal = await orRefused(() => call('add-item', { id: product, quantity }));
    if (refusal === null) continue;
    const why = MISSING[refusal];
    if (!why) return { kind: 'checkout_only' };
    missing.push({ title: soldName(title, variantTitle), why });
  }
  return missing.length > 0 ? { kind: 'unavailable', missing } : { kind: 'filled' };
}

/** WooCommerce's own word for what it refuses of a shopper; null when it took it. */
async function orRefused(ask: () => Promise<unknown>): Promise<string | null> {
  try {
    await ask();
    return null;
  } catch (error) {
    const details = isVendorFault(error) ? error.details : null;
    const isWord = details?.code.startsWith('woocommerce_') ?? false;
    if (details?.retry === 'never' && isWord) return details.code;
    throw error;
  }
}

/** Tells the store where it goes to, as far as that is known; null when it refuses the address. */
async function addressTo(
  address: ShippingAddress | null,
  country: string | null,
  call: Call,
): Promise<ShopperCart | null> {
  const known = { ...NOWHERE, ...(country === null ? {} : { country }) };
  const written = writtenAddress(address) ?? known;
  try {
    const both = { billing_address: written, shipping_address: written };
    const { data } = await call('update-customer', both);
    return cartIn(data);
  } catch (error) {
    const isRefused = isVendorFault(error) && error.details.code === 'rest_invalid_param';
    if (isRefused && address) return null;
    throw error;
  }
}

/** What is not said stays as the store presets it, which fits no other country. */
const NOWHERE = { state: '', postcode: '', city: '' };

/** An address in WooCommerce's names; every one is there, for else the store's presets would be. */
export const writtenAddress = (address: ShippingAddress | null) =>
  address && {
    first_name: address.firstName,
    last_name: address.lastName,
    address_1: address.address1,
    address_2: address.address2 ?? '',
    postcode: address.postcode ?? '',
    city: address.city,
    state: address.province ?? '',
    country: address.country,
  };

function cartIn(data: unknown): ShopperCart {
  const read = shopperCart.safeParse(data);
  if (!read.success) throw oddAnswer('cart');
  return read.data;
}

/** Has WooCommerce reckon with the shopper's rates; one that it does not offer any more is left. */
async function chooseRates(
  cart: ShopperCart,
  delivery: Delivery | null,
  call: Call,
): Promise<ShopperCart> {
  let priced = cart;
  for (const { package_id, shipping_rates } of cart.shipping_rates) {
    const wanted = delivery?.rates[String(package_id)];
    const found = shipping_rates.find(({ rate_id }) => rate_id === wanted);
    if (!found || found.selected) continue;
    const { data } = await call('select-shipping-rate', { package_id, rate_id: found.rate_id });
    priced = cartIn(data);
  }
  return priced;
}

function outcomeOf(
  priced: ShopperCart,
  items: readonly LineItem[],
  delivery: Delivery | null,
): QuoteOutcome {
  const total = totalOf(priced);
  // A few own rules of the store (bundles, gifts) add lines that no cart of ours knows.
  if (!total || priced.items.length !== items.length || priced.needs_shipping === null) {
    return { kind: 'checkout_only' };
  }
  if (priced.needs_shipping) {
    // A country prices a parcel, but nobody can deliver it there.
    if (!delivery) return { kind: 'needs_address', lines: linesOf(priced, total) };
    const parcels = priced.shipping_rates;
    const isSent =
      parcels.length > 0 && parcels.every(({ shipping_rates }) => shipping_rates.length > 0);
    if (!isSent) return { kind: 'undeliverable' };
  }
  return { kind: 'priced', quote: quoteOf(priced, total, items) };
}

/** WooCommerce says of an address that it is invalid, and only in words of its language why. */
async function oddParts(
  domain: string,
  address: ShippingAddress | null,
  rest: Pick<SiteRest, 'store'>,
): Promise<readonly AddressPart[]> {
  const { country, province } = address ?? { country: '', province: null };
  const known = await countryOf(domain, country, rest);
  if (!known) return ['country'];
  const isKnown = known.length === 0 || known.some(({ code }) => code === province);
  return [province === null || isKnown ? 'postcode' : 'province'];
}

export const provincesOf = async (
  domain: string,
  country: string,
  rest: Pick<SiteRest, 'store'>,
): Promise<readonly Province[]> => (await countryOf(domain, country, rest)) ?? [];

const countryAnswer = z.object({
  states: list(z.object({ code: z.coerce.string().min(1), name: nameText })),
});

/**
 * Null for a country that the store does not know.
 *
 * https://woocommerce.github.io/woocommerce-rest-api-docs/#retrieve-country-data
 */
async function countryOf(
  domain: string,
  country: string,
  rest: Pick<SiteRest, 'store'>,
): Promise<readonly Province[] | null> {
  const route = `data/countries/${country.toLowerCase()}`;
  const asked = await rest.store(domain, { route }).catch((error: unknown) => {
    if (isVendorFault(error) && error.details.code === UNKNOWN_COUNTRY) return null;
    throw error;
  });
  if (!asked) return null;
  const read = countryAnswer.safeParse(asked.data);
  if (!read.success) throw oddAnswer('data/countries');
  return read.data.states.map(({ code, name }) => ({ code, name: name ?? code }));
}

const UNKNOWN_COUNTRY = 'woocommerce_rest_data_invalid_location';
