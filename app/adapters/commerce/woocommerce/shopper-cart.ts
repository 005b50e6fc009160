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
import { soldName } from '#core/commerce/index';
import type { CartQuote, LineItem, Parcel, QuotedLine } from '#core/commerce/index';
import { add, money, type Money } from '#core/kernel/money';

import { id, nameText } from './fields';

const amounts = { currency_code: currencyCode, currency_minor_unit: count };

const rate = z.object({
  rate_id: z.string().min(1),
  name: nameText,
  price: text,
  taxes: text,
  method_id: text,
  instance_id: count,
  meta_data: list(z.object({ key: z.string(), value: z.string() })),
  selected: flag,
  ...amounts,
});

const parcel = z.object({
  package_id: z.union([z.string(), z.number()]),
  shipping_rates: list(rate),
});

/** A cart as WooCommerce answers it to shoppers. */
export const shopperCart = z.object({
  items: list(
    z.object({
      id,
      name: nameText,
      variation: list(z.object({ value: nameText })),
      quantity: count,
      prices: section({ ...amounts, price: text }),
      totals: section({ ...amounts, line_subtotal: text, line_total: text }),
    }),
  ),
  coupons: list(z.object({ code: text })),
  needs_shipping: flag,
  shipping_rates: list(parcel),
  totals: section({ ...amounts, total_price: text }),
});

export type ShopperCart = z.output<typeof shopperCart>;
type Rate = z.output<typeof rate>;

/** What `placeOrder` makes the order of: WooCommerce's own figures, before discounts and taxes. */
export interface Basis {
  readonly currency: string;
  readonly lines: readonly {
    readonly product_id: number;
    readonly variation_id: number;
    readonly quantity: number;
    readonly subtotal: string;
  }[];
  /** Missing of payments that an earlier release opened. */
  readonly shipping?: readonly {
    readonly method_id: string;
    readonly instance_id: string;
    readonly method_title: string;
    readonly total: string;
    readonly meta_data: readonly { readonly key: string; readonly value: string }[];
  }[];
  readonly coupons: readonly string[];
}

export const linesOf = (cart: ShopperCart, { currency }: Money): readonly QuotedLine[] =>
  cart.items.map((item) => ({
    title: soldName(item.name ?? '…', optionsOf(item)),
    quantity: item.quantity ?? 1,
    unitPrice: moneyOf(item.prices.price, item.prices) ?? money(0, currency),
  }));

const optionsOf = ({ variation }: ShopperCart['items'][number]): string | null =>
  variation.flatMap(({ value }) => value ?? []).join(', ') || null;

export const totalOf = ({ totals }: ShopperCart): Money | null =>
  moneyOf(totals.total_price, totals);

/** The cart's quote; the rates that WooCommerce has selected are the chosen ones. */
export function quoteOf(cart: ShopperCart, total: Money, items: readonly LineItem[]): CartQuote {
  const coupons = cart.coupons.flatMap(({ code }) => code ?? []);
  const basis: Basis = {
    currency: total.currency,
    lines: cart.items.map((item) => basisLine(item, items)),
    shipping: cart.shipping_rates.flatMap(({ shipping_rates }) => {
      const chosen = selectedOf(shipping_rates);
      return chosen ? [basisShipping(chosen)] : [];
    }),
    coupons,
  };
  const parcels = cart.shipping_rates.map((one) => parcelOf(one, total));
  return { lines: linesOf(cart, total), parcels, total, coupons, basis };
}

const selectedOf = (rates: readonly Rate[]): Rate | undefined =>
  rates.find(({ selected }) => selected) ?? rates[0];

function parcelOf(
  { package_id, shipping_rates: rates }: ShopperCart['shipping_rates'][number],
  { currency }: Money,
): Parcel {
  return {
    id: String(package_id),
    rates: rates.map((one) => ({
      id: one.rate_id,
      title: one.name ?? one.method_id ?? '…',
      price: add(
        moneyOf(one.price, one) ?? money(0, currency),
        moneyOf(one.taxes, one) ?? money(0, currency),
      ),
    })),
    chosen: selectedOf(rates)?.rate_id ?? '',
  };
}

const basisShipping = (chosen: Rate): NonNullable<Basis['shipping']>[number] => ({
  method_id: chosen.method_id ?? '',
  instance_id: String(chosen.instance_id ?? 0),
  method_title: chosen.name ?? '',
  total: decimalOf(chosen.price, chosen),
  meta_data: chosen.meta_data,
});

function basisLine(
  item: ShopperCart['items'][number],
  items: readonly LineItem[],
): Basis['lines'][number] {
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
