import { z } from 'zod';

import {
  amount,
  count,
  currencyCode,
  list,
  readMoney,
  text,
  webAddress,
} from '#adapters/http/json-fields';
import type { CheckoutSeen, LineItem } from '#core/commerce/index';
import { add, money, times, type Money } from '#core/kernel/money';

import { id, languageTag, nameText, unread, utcInstant, type ReadResult } from './fields';
import { checkbox, consentAt } from './read-consent';
import { contact, readContact } from './read-contact';

const item = z.object({
  productId: id,
  variationId: id,
  sku: text,
  title: nameText,
  variant: nameText,
  quantity: count,
  unitPrice: amount,
  regularPrice: amount,
  imageUrl: text,
});

const cart = z.object({
  token: text,
  sequence: count,
  state: text,
  currency: currencyCode,
  total: amount,
  items: list(item),
  coupons: list(text),
  contact,
  locale: text,
  restoreUrl: text,
  consent: checkbox,
  createdAt: utcInstant,
  updatedAt: utcInstant,
});

type CartPayload = z.output<typeof cart>;

export interface CartRead {
  readonly checkout: CheckoutSeen;
  readonly consent: ReturnType<typeof consentAt>;
}

/** Reads a cart as our plugin tells it. */
export function readCart(told: unknown, receivedAt: Date): ReadResult<CartRead> {
  const read = cart.safeParse(told);
  if (!read.success) return unread('not a cart');
  const { token, currency } = read.data;
  if (token === null) return unread('a cart without token');
  if (currency === null) return unread('a cart without currency');
  const checkout = toCheckout(read.data, token, currency, receivedAt);
  const consent = consentAt(`cart:${token}`, checkout.contact, read.data.consent);
  return { ok: true, value: { checkout, consent } };
}

function toCheckout(
  payload: CartPayload,
  token: string,
  currency: string,
  receivedAt: Date,
): CheckoutSeen {
  const items =
    payload.state === 'emptied'
      ? []
      : payload.items.flatMap((one) => readItem(one, currency) ?? []);
  const locale = languageTag(payload.locale);
  const updatedAt = inSequence(payload.updatedAt ?? receivedAt, payload.sequence);
  return {
    externalId: token,
    cartToken: null,
    contact: readContact(payload.contact, locale),
    lineItems: items,
    total: readMoney(payload.total, currency) ?? sumOf(items, currency),
    recoveryUrl: webAddress(payload.restoreUrl),
    discountCodes: payload.coupons.flatMap((code) => code ?? []),
    locale,
    acceptsMarketing: null,
    createdAt: payload.createdAt ?? updatedAt,
    updatedAt,
    completedAt: payload.state === 'ordered' ? updatedAt : null,
  };
}

/** The site may stamp whole seconds; within one second the cart's own sequence decides. */
function inSequence(at: Date, sequence: number | null): Date {
  const second = Math.floor(at.getTime() / 1000) * 1000;
  return new Date(second + Math.min(Math.max(sequence ?? 0, 0), 999));
}

/** What is shown for an item that came without any name. */
const NAMELESS = '…';

/** One with an odd price stays, at 0, because losing the cart would be worse. */
function readItem(payload: z.output<typeof item>, currency: string): LineItem | null {
  const quantity = payload.quantity ?? 1;
  if (quantity < 1) return null;
  return {
    productId: payload.productId,
    // A product without variations is its own one variant.
    variantId: payload.variationId ?? payload.productId,
    title: payload.title ?? payload.sku ?? NAMELESS,
    variantTitle: payload.variant,
    sku: payload.sku,
    quantity,
    ...pricesOf(payload, currency),
    imageUrl: webAddress(payload.imageUrl),
  };
}

function pricesOf(
  { unitPrice, regularPrice }: z.output<typeof item>,
  currency: string,
): Pick<LineItem, 'unitPrice' | 'compareAt'> {
  const price = readMoney(unitPrice, currency);
  const asked = price && price.minor >= 0 ? price : money(0, currency);
  const regular = readMoney(regularPrice, currency);
  return { unitPrice: asked, compareAt: regular && regular.minor > asked.minor ? regular : null };
}

const sumOf = (items: readonly LineItem[], currency: string): Money =>
  items.reduce((sum, one) => add(sum, times(one.unitPrice, one.quantity)), money(0, currency));
