import { z } from 'zod';

import type { CheckoutSeen } from '#core/commerce/index';
import { add, money, times, type Money } from '#core/kernel/money';

import {
  amount,
  currencyCode,
  flag,
  instant,
  list,
  readMoney,
  text,
  webAddress,
} from './payload-fields';
import { contactShape, readContact } from './read-contact';
import { lineItems, readLineItems } from './read-line-item';
import type { ReadResult } from './read-result';

const checkout = z.object({
  ...contactShape,
  id: text,
  token: text,
  cart_token: text,
  currency: currencyCode,
  presentment_currency: currencyCode,
  total_price: amount,
  subtotal_price: amount,
  line_items: lineItems,
  abandoned_checkout_url: text,
  discount_codes: list(z.union([z.object({ code: text }), text])),
  buyer_accepts_marketing: flag,
  created_at: instant,
  updated_at: instant,
  completed_at: instant,
});

type CheckoutPayload = z.output<typeof checkout>;

/**
 * Reads checkouts/create and checkouts/update. Amounts of a checkout are in the presentment
 * currency (REST reference of AbandonedCheckout); `currency` is the shop's.
 * @param receivedAt stands in for time stamps that are missing
 */
export function readCheckout(payload: unknown, receivedAt: Date): ReadResult<CheckoutSeen> {
  const read = checkout.safeParse(payload);
  if (!read.success) return { ok: false, reason: 'not a checkout' };
  const externalId = read.data.token ?? read.data.id;
  if (!externalId) return { ok: false, reason: 'a checkout without token and id' };
  const currency = read.data.presentment_currency ?? read.data.currency;
  if (!currency) return { ok: false, reason: 'a checkout without currency' };
  return { ok: true, value: toCheckout(read.data, externalId, currency, receivedAt) };
}

function toCheckout(
  payload: CheckoutPayload,
  externalId: string,
  currency: string,
  receivedAt: Date,
): CheckoutSeen {
  const items = readLineItems(payload.line_items, currency);
  const updatedAt = payload.updated_at ?? payload.created_at ?? receivedAt;
  return {
    externalId,
    cartToken: payload.cart_token,
    contact: readContact(payload),
    lineItems: items,
    total:
      readMoney(payload.total_price, currency) ??
      readMoney(payload.subtotal_price, currency) ??
      sumOf(items, currency),
    recoveryUrl: webAddress(payload.abandoned_checkout_url),
    discountCodes: payload.discount_codes.flatMap((entry) => codeOf(entry) ?? []),
    locale: payload.customer_locale,
    acceptsMarketing: payload.buyer_accepts_marketing,
    createdAt: payload.created_at ?? updatedAt,
    updatedAt,
    completedAt: payload.completed_at,
  };
}

const codeOf = (entry: CheckoutPayload['discount_codes'][number]): string | null =>
  typeof entry === 'string' ? entry : (entry?.code ?? null);

const sumOf = (items: CheckoutSeen['lineItems'], currency: string): Money =>
  items.reduce((sum, item) => add(sum, times(item.unitPrice, item.quantity)), money(0, currency));
