import { z } from 'zod';

import {
  count,
  currencyCode,
  flag,
  list,
  readMoney,
  section,
  text,
} from '#adapters/http/json-fields';
import type { Cart, LineItem, MissingItem, QuoteOutcome } from '#core/commerce/index';
import { money, type Money } from '#core/kernel/money';
import { isVendorFault } from '#core/kernel/vendor-fault';

import { id, nameText } from './fields';
import type { SiteAnswer, SiteRest } from './rest.server';
import { oddAnswer } from './site-fault';

const amounts = { currency_code: currencyCode, currency_minor_unit: count };

const shopperCart = z.object({
  items: list(
    z.object({
      id,
      name: nameText,
      quantity: count,
      prices: section({ ...amounts, price: text }),
      totals: section({ ...amounts, line_subtotal: text, line_total: text }),
    }),
  ),
  coupons: list(z.object({ code: text })),
  needs_shipping: flag,
  totals: section({ ...amounts, total_price: text }),
});

type ShopperCart = z.output<typeof shopperCart>;

/** What `placeOrder` makes the order of: WooCommerce's own figures, before discounts. */
export interface Basis {
  readonly currency: string;
  readonly lines: readonly {
    readonly product_id: number;
    readonly variation_id: number;
    readonly quantity: number;
    readonly subtotal: string;
  }[];
  /** Of payments that an earlier release opened. */
  readonly shipping?: readonly {
    readonly method_id: string;
    readonly instance_id: string;
    readonly method_title: string;
    readonly total: string;
  }[];
  readonly coupons: readonly string[];
}

/** Refusals of an item, as WooCommerce names them, and what they mean to a shopper. */
const MISSING: Readonly<Record<string, MissingItem['why']>> = {
  woocommerce_rest_cart_invalid_product: 'gone',
  woocommerce_rest_product_not_purchasable: 'gone',
  woocommerce_rest_product_out_of_stock: 'sold_out',
  woocommerce_rest_product_partially_out_of_stock: 'too_few',
};

/**
 * Has WooCommerce price a cart anew, as for a shopper who fills one: in a cart of ours that nobody
 * sees, with the country that is known and no person in it.
 */
export async function quoteCart(
  domain: string,
  cart: Cart,
  coupons: readonly string[],
  rest: Pick<SiteRest, 'shopper'>,
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
  const { countryCode: country } = cart;
  const address = country === null ? {} : { country };
  const { data } = await call('update-customer', {
    billing_address: address,
    shipping_address: address,
  });
  const priced = shopperCart.safeParse(data);
  if (!priced.success) throw oddAnswer('cart');
  return outcomeOf(priced.data, cart.lineItems);
}

type Call = (route: string, body: unknown) => Promise<SiteAnswer>;
type Filled = Exclude<QuoteOutcome, { kind: 'priced' }> | { readonly kind: 'filled' };

async function fill(items: readonly LineItem[], call: Call): Promise<Filled> {
  const missing: MissingItem[] = [];
  for (const { productId, variantId, quantity, title } of items) {
    const product = Number(variantId ?? productId);
    if (!Number.isSafeInteger(product) || product <= 0) return { kind: 'checkout_only' };
    const refusal = await orRefused(() => call('add-item', { id: product, quantity }));
    if (refusal === null) continue;
    const why = MISSING[refusal];
    if (!why) return { kind: 'checkout_only' };
    missing.push({ title, why });
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

function outcomeOf(priced: ShopperCart, items: readonly LineItem[]): QuoteOutcome {
  const total = moneyOf(priced.totals.total_price, priced.totals);
  // A country prices a parcel, but nobody can deliver it there: its street is asked in the checkout.
  if (!total || priced.needs_shipping !== false) return { kind: 'checkout_only' };
  // A few own rules of the store (bundles, gifts) add lines that no cart of ours knows.
  if (priced.items.length !== items.length) return { kind: 'checkout_only' };
  const coupons = priced.coupons.flatMap(({ code }) => code ?? []);
  const basis: Basis = {
    currency: total.currency,
    lines: priced.items.map((item) => lineOf(item, items)),
    coupons,
  };
  const lines = priced.items.map((item) => ({
    title: item.name ?? '…',
    quantity: item.quantity ?? 1,
    unitPrice: moneyOf(item.prices.price, item.prices) ?? money(0, total.currency),
  }));
  return { kind: 'priced', quote: { lines, total, coupons, basis } };
}

function lineOf(item: ShopperCart['items'][number], items: readonly LineItem[]) {
  const known = items.find(({ variantId, productId }) => (variantId ?? productId) === item.id);
  const product = Number(known?.productId ?? item.id);
  const own = Number(item.id);
  return {
    product_id: product,
    variation_id: own === product ? 0 : own,
    quantity: item.quantity ?? 1,
    subtotal: decimalOf(item.totals.line_subtotal, item.totals),
  };
}

interface Unit {
  readonly currency_code: string | null;
  readonly currency_minor_unit: number | null;
}

/** The Store API counts in units of the store's own number of decimals, which need not be the currency's. */
function decimalOf(units: string | null, { currency_minor_unit: decimals }: Unit): string {
  const digits = (units ?? '0').padStart((decimals ?? 2) + 1, '0');
  const cut = digits.length - (decimals ?? 2);
  return decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

const moneyOf = (units: string | null, unit: Unit): Money | null =>
  units !== null && /^\d+$/.test(units)
    ? readMoney(decimalOf(units, unit), unit.currency_code)
    : null;
