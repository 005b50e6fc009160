import { z } from 'zod';

import type { LineItem } from '#core/commerce/index';
import { money, type Money } from '#core/kernel/money';

import { amount, count, list, readMoney, text } from './payload-fields';

const lineItem = z.object({
  product_id: text,
  variant_id: text,
  presentment_title: text,
  title: text,
  name: text,
  presentment_variant_title: text,
  variant_title: text,
  sku: text,
  quantity: count,
  price: amount,
  variant_price: amount,
  line_price: amount,
  compare_at_price: amount,
  properties: z.unknown().optional(),
});

export const lineItems = list(lineItem);

type LinePayload = z.output<typeof lineItem>;

/** Shopify's name for the one variant of a product without options. */
const NO_VARIANT = 'Default Title';

/** What is shown for an item that came without any name. */
export const NAMELESS = '…';

/**
 * Items as the shopper sees them. One with an odd price stays, at 0, because losing the cart would
 * be worse; a removed one (quantity 0) goes.
 * @param currency presentment currency
 */
export const readLineItems = (items: readonly LinePayload[], currency: string): LineItem[] =>
  items.flatMap((item) => {
    const quantity = item.quantity ?? 1;
    return quantity < 1 ? [] : [readLineItem(item, quantity, currency)];
  });

function readLineItem(item: LinePayload, quantity: number, currency: string): LineItem {
  const unitPrice = unitPriceOf(item, quantity, currency);
  return {
    productId: item.product_id,
    variantId: item.variant_id,
    title: item.presentment_title ?? item.title ?? item.name ?? item.sku ?? NAMELESS,
    variantTitle: variantTitle(item.presentment_variant_title ?? item.variant_title),
    sku: item.sku,
    quantity,
    unitPrice,
    compareAt: reducedFrom(readMoney(item.compare_at_price, currency), unitPrice),
    imageUrl: null,
    ...customised(item.properties),
  };
}

/** Shopify writes properties as a list or as an object, and none as either or null. */
const customised = (properties: unknown): Pick<LineItem, 'isCustomised'> =>
  Object.keys(properties ?? {}).length > 0 ? { isCustomised: true } : {};

function unitPriceOf(item: LinePayload, quantity: number, currency: string): Money {
  const price = readMoney(item.price, currency) ?? readMoney(item.variant_price, currency);
  if (price && price.minor >= 0) return price;
  const line = readMoney(item.line_price, currency);
  if (line && line.minor >= 0) return money(Math.round(line.minor / quantity), currency);
  return money(0, currency);
}

/** A compare-at price that isn't higher promises a discount that there is none of. */
export const reducedFrom = (compareAt: Money | null, price: Money): Money | null =>
  compareAt && compareAt.minor > price.minor ? compareAt : null;

export const variantTitle = (title: string | null): string | null =>
  title === NO_VARIANT ? null : title;
