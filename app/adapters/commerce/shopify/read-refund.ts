import { z } from 'zod';

import type { RefundSeen } from '#core/commerce/index';
import { money, type Money } from '#core/kernel/money';

import {
  amount,
  currencyCode,
  instant,
  list,
  moneySet,
  presentmentMoney,
  readMoney,
  resourceId,
  shopMoney,
  text,
  type MoneySet,
} from './payload-fields';

const transaction = z.object({
  kind: text,
  status: text,
  amount,
  currency: currencyCode,
});

const lineRefund = z.object({
  subtotal: amount,
  total_tax: amount,
  subtotal_set: moneySet,
  total_tax_set: moneySet,
});

const adjustment = z.object({
  kind: text,
  amount,
  tax_amount: amount,
  amount_set: moneySet,
  tax_amount_set: moneySet,
});

const shippingRefund = z.object({ subtotal_amount_set: moneySet });

export const refund = z.object({
  id: text,
  admin_graphql_api_id: text,
  order_id: text,
  created_at: instant,
  processed_at: instant,
  transactions: z.unknown().optional(),
  refund_line_items: list(lineRefund),
  order_adjustments: list(adjustment),
  refund_shipping_lines: list(shippingRefund),
  duties: list(z.object({ amount_set: moneySet })),
});

export type RefundPayload = z.output<typeof refund>;

/** What is known about the order's currencies where the refund itself doesn't say. */
export interface OrderCurrencies {
  readonly currency: string | null;
  readonly total: Money | null;
  readonly presentmentTotal: Money | null;
}

export const UNKNOWN_ORDER: OrderCurrencies = {
  currency: null,
  total: null,
  presentmentTotal: null,
};

/** Why a refund payload is no refund of money: nothing is booked, and the reason is kept. */
export type NoRefund = 'unreadable' | 'pending' | 'no money moved';

/**
 * Reads one refund. What counts is money that went back: successful refund transactions. An empty
 * list of them is a restock or an edit; only where the list is absent is the sum of the refunded
 * lines taken instead. A pending transaction is left for the payload that reports its success,
 * because a refund is booked once.
 */
export function readRefund(
  payload: RefundPayload,
  order: OrderCurrencies,
  receivedAt: Date,
  orderId: string | null = payload.order_id,
): RefundSeen | NoRefund {
  const externalId = resourceId(payload.admin_graphql_api_id, payload.id);
  const given = refundedMoney(payload, order);
  if (typeof given === 'string') return given;
  if (!externalId || !orderId) return 'unreadable';
  const at = payload.processed_at ?? payload.created_at ?? receivedAt;
  return given.minor > 0
    ? { externalId, orderExternalId: orderId, amount: given, at }
    : 'no money moved';
}

function refundedMoney(payload: RefundPayload, order: OrderCurrencies): Money | NoRefund {
  const lines = linesTotal(payload);
  if (!Array.isArray(payload.transactions)) return lines.shop ?? 'no money moved';
  const refunds = list(transaction)
    .parse(payload.transactions)
    .filter((entry) => entry.kind === 'refund');
  if (refunds.some((entry) => entry.status === 'pending')) return 'pending';
  const paid = refunds.filter((entry) => entry.status === 'success');
  if (paid.length === 0) return 'no money moved';
  return paidBack(paid, lines, order) ?? 'unreadable';
}

function paidBack(
  paid: readonly z.output<typeof transaction>[],
  lines: LinesTotal,
  order: OrderCurrencies,
): Money | null {
  const currency = order.currency ?? lines.shop?.currency ?? null;
  const paidIn = paid.find((entry) => entry.currency)?.currency ?? currency;
  if (!paidIn) return null;
  const minor = paid.reduce(
    (total, entry) => total + (readMoney(entry.amount, paidIn)?.minor ?? 0),
    0,
  );
  return toShopCurrency(money(minor, paidIn), currency ?? paidIn, lines, order);
}

/**
 * Transactions are in the currency that the shopper paid with. The rate is the one that Shopify
 * itself used: of the refunded lines, else of the whole order.
 */
function toShopCurrency(
  paid: Money,
  currency: string,
  lines: LinesTotal,
  order: OrderCurrencies,
): Money | null {
  if (paid.currency === currency) return paid;
  const rate =
    rateOf(lines.shop, lines.presentment, paid.currency) ??
    rateOf(order.total, order.presentmentTotal, paid.currency);
  return rate === null ? null : money(Math.round(paid.minor * rate), currency);
}

function rateOf(shop: Money | null, presentment: Money | null, paidIn: string): number | null {
  if (!shop || !presentment || presentment.currency !== paidIn) return null;
  return presentment.minor > 0 ? shop.minor / presentment.minor : null;
}

interface LinesTotal {
  readonly shop: Money | null;
  readonly presentment: Money | null;
}

/** Refunded lines with their tax, plus shipping and duties, less what was held back. */
function linesTotal(payload: RefundPayload): LinesTotal {
  const parts = signedParts(payload);
  return { shop: sum(parts, shopMoney), presentment: sum(parts, presentmentMoney) };
}

interface SignedPart {
  readonly set: MoneySet;
  readonly sign: 1 | -1;
}

/**
 * Adjustments are written from the order's side: a refunded shipping fee is negative, an amount
 * held back ("refund_discrepancy") positive. Newer payloads repeat shipping in its own list.
 */
function signedParts(payload: RefundPayload): SignedPart[] {
  const { refund_line_items: lines, order_adjustments: adjustments } = payload;
  const shippingIsAdjusted = adjustments.some((entry) => entry.kind === 'shipping_refund');
  const shipping = shippingIsAdjusted ? [] : payload.refund_shipping_lines;
  return [
    ...lines.flatMap((line) => [line.subtotal_set, line.total_tax_set].map(plus)),
    ...adjustments.flatMap((entry) => [entry.amount_set, entry.tax_amount_set].map(minus)),
    ...shipping.map((line) => plus(line.subtotal_amount_set)),
    ...payload.duties.map((duty) => plus(duty.amount_set)),
  ];
}

const plus = (set: MoneySet): SignedPart => ({ set, sign: 1 });
const minus = (set: MoneySet): SignedPart => ({ set, sign: -1 });

function sum(parts: readonly SignedPart[], side: (set: MoneySet) => Money | null): Money | null {
  const amounts = parts.flatMap(({ set, sign }) => {
    const part = side(set);
    return part ? [money(part.minor * sign, part.currency)] : [];
  });
  const currency = amounts[0]?.currency;
  if (!currency) return null;
  const same = amounts.filter((part) => part.currency === currency);
  return money(
    same.reduce((total, part) => total + part.minor, 0),
    currency,
  );
}
