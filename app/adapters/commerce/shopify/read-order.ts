import { z } from 'zod';

import type { OrderSeen, PaymentState, RefundSeen } from '#core/commerce/index';
import type { Money } from '#core/kernel/money';

import {
  amount,
  currencyCode,
  flag,
  instant,
  list,
  moneySet,
  presentmentMoney,
  readMoney,
  resourceId,
  shopMoney,
  text,
} from './payload-fields';
import { clickTokenOf } from './click-token';
import { readOwn } from './own-attributes';
import { contactShape, readContact } from './read-contact';
import { readRefund, refund } from './read-refund';
import type { ReadResult } from './read-result';

const order = z.object({
  ...contactShape,
  id: text,
  admin_graphql_api_id: text,
  name: text,
  order_number: text,
  checkout_token: text,
  cart_token: text,
  landing_site: text,
  note_attributes: list(z.object({ name: text, value: text })),
  currency: currencyCode,
  total_price: amount,
  total_price_set: moneySet,
  current_total_price: amount,
  current_total_price_set: moneySet,
  financial_status: text,
  discount_codes: list(z.object({ code: text })),
  refunds: list(refund),
  created_at: instant,
  processed_at: instant,
  updated_at: instant,
  cancelled_at: instant,
  buyer_accepts_marketing: flag,
  source_name: text,
});

type OrderPayload = z.output<typeof order>;

/**
 * Reads every orders/* topic. `currency` and the plain amounts are the shop's; the pairs
 * (`*_set`) say so themselves and are preferred.
 */
export function readOrder(payload: unknown, receivedAt: Date): ReadResult<OrderSeen> {
  const read = order.safeParse(payload);
  if (!read.success) return { ok: false, reason: 'not an order' };
  const externalId = resourceId(read.data.admin_graphql_api_id, read.data.id);
  if (!externalId) return { ok: false, reason: 'an order without id' };
  const total = shopMoney(read.data.total_price_set) ?? plainTotal(read.data);
  if (!total) return { ok: false, reason: 'an order without a total' };
  return { ok: true, value: toOrder(read.data, externalId, total, receivedAt) };
}

const plainTotal = (payload: OrderPayload): Money | null =>
  readMoney(payload.total_price, payload.currency);

function toOrder(
  payload: OrderPayload,
  externalId: string,
  total: Money,
  receivedAt: Date,
): OrderSeen {
  const updatedAt = payload.updated_at ?? payload.created_at ?? receivedAt;
  return {
    externalId,
    name: payload.name ?? payload.order_number ?? externalId,
    cartToken: payload.cart_token,
    clickToken: clickTokenOf(payload.landing_site, payload.note_attributes),
    contact: readContact(payload),
    ...readOwn({
      source: payload.source_name,
      checkoutToken: payload.checkout_token,
      attributes: payload.note_attributes,
      total,
      presentmentTotal: presentmentMoney(payload.total_price_set),
    }),
    currentTotal: currentTotal(payload, total),
    payment: paymentState(payload.financial_status),
    discountCodes: payload.discount_codes.flatMap(({ code }) => code ?? []),
    refunds: refundsOf(payload, externalId, total, receivedAt),
    placedAt: placedAt(payload.created_at, payload.processed_at) ?? updatedAt,
    updatedAt,
    cancelledAt: payload.cancelled_at,
    acceptsMarketing: payload.buyer_accepts_marketing,
  };
}

function currentTotal(payload: OrderPayload, total: Money): Money {
  const { current_total_price_set: pair, current_total_price: plain } = payload;
  const current = shopMoney(pair) ?? readMoney(plain, total.currency);
  return current?.currency === total.currency ? current : total;
}

function refundsOf(
  payload: OrderPayload,
  externalId: string,
  total: Money,
  receivedAt: Date,
): RefundSeen[] {
  const currencies = {
    currency: total.currency,
    total,
    presentmentTotal: presentmentMoney(payload.total_price_set),
  };
  return payload.refunds.flatMap((entry) => {
    const read = readRefund(entry, currencies, receivedAt, externalId);
    return typeof read === 'string' ? [] : [read];
  });
}

/** An imported order is created today but was bought when it was processed. */
export function placedAt(createdAt: Date | null, processedAt: Date | null): Date | null {
  if (!createdAt || !processedAt) return createdAt ?? processedAt;
  return processedAt.getTime() < createdAt.getTime() ? processedAt : createdAt;
}

const STATES: Readonly<Record<string, PaymentState>> = {
  pending: 'pending',
  authorized: 'authorized',
  partially_paid: 'partially_paid',
  paid: 'paid',
  partially_refunded: 'partially_refunded',
  refunded: 'refunded',
  voided: 'voided',
  // An authorisation that ran out: no money will come from it.
  expired: 'voided',
};

/**
 * Cash on delivery, bank deposit and a null status are `pending`: an order, but no money yet.
 * Shopify's `test` flag changes nothing: a development store has no other orders, and a merchant
 * who tries the app there must see what it does; a live store's checkout makes none.
 */
export const paymentState = (status: string | null): PaymentState =>
  STATES[status?.toLowerCase() ?? ''] ?? 'pending';
