import { z } from 'zod';

import { amount, currencyCode, list, readMoney, text } from '#adapters/http/json-fields';
import type { OrderSeen } from '#core/commerce/index';
import { money, type Money } from '#core/kernel/money';

import { id, meta, textOf, unread, utcInstant, type ReadResult } from './fields';
import { orderStanding, type OrderStanding } from './order-standing';
import { PAID, PLACED, REQUESTED } from './own-meta';
import { checkbox, consentAt } from './read-consent';
import { address, readBuyer } from './read-contact';
import { readRefunds, refunds, type RefundPayload } from './read-refund';

const order = z.object({
  id,
  number: text,
  status: text,
  currency: currencyCode,
  total: amount,
  customer_id: id,
  billing: address,
  shipping: address,
  payment_method: text,
  date_paid: text,
  date_paid_gmt: text,
  date_created_gmt: utcInstant,
  date_modified_gmt: utcInstant,
  coupon_lines: list(z.object({ code: text })),
  refunds,
  meta_data: meta,
});

type OrderPayload = z.output<typeof order>;

export type OrderRead =
  | {
      readonly kind: 'order';
      readonly order: OrderSeen;
      readonly consent: ReturnType<typeof consentAt>;
    }
  | { readonly kind: 'no_order'; readonly reason: string };

/**
 * Reads an order as `wc/v3/orders` answers it, with the plugin's own meta.
 * @param refundsBeside what `orders/<id>/refunds` answers, where it was told: it has dates
 */
export function readOrder(
  told: unknown,
  refundsBeside: unknown,
  receivedAt: Date,
): ReadResult<OrderRead> {
  const read = order.safeParse(told);
  if (!read.success) return unread('not an order');
  const { id: externalId, currency, total: written } = read.data;
  if (externalId === null) return unread('an order without id');
  const asked = readMoney(written, currency);
  if (!asked) return unread('an order without a total');
  const total = paidOf(read.data, asked);
  const beside = refunds.parse(refundsBeside);
  const given = beside.length > 0 ? beside : read.data.refunds;
  return {
    ok: true,
    value: toOrder(read.data, { externalId, total, given, receivedAt }),
  };
}

/** What the order is worth: less than its total where the merchant took less for enough. */
function paidOf({ meta_data: own }: OrderPayload, total: Money): Money {
  const paid = readMoney(textOf(own.get(PAID)), total.currency);
  return paid && paid.minor < total.minor ? paid : total;
}

interface Known {
  readonly externalId: string;
  readonly total: Money;
  readonly given: readonly RefundPayload[];
  readonly receivedAt: Date;
}

function toOrder(payload: OrderPayload, known: Known): OrderRead {
  const { externalId, total, given, receivedAt } = known;
  const updatedAt = changedAt(payload, receivedAt);
  const back = readRefunds(given, { externalId, currency: total.currency, at: updatedAt });
  const standing = orderStanding({
    status: payload.status ?? '',
    method: payload.payment_method,
    hasPaidDate: (payload.date_paid_gmt ?? payload.date_paid) !== null,
    isRefundedInPart: back.length > 0,
  });
  if (standing.kind === 'no_order') return standing;
  const contact = readBuyer(payload);
  return {
    kind: 'order',
    consent: consentAt(
      placeOf(payload, externalId),
      contact,
      checkbox.parse(payload.meta_data.get('_ripresa_consent')),
    ),
    order: {
      externalId,
      ...namesOf(payload, externalId),
      contact,
      total,
      currentTotal: standing.payment === 'refunded' ? money(0, total.currency) : total,
      payment: standing.payment,
      discountCodes: payload.coupon_lines.flatMap(({ code }) => code ?? []),
      refunds: back,
      placedAt: placedAt(payload) ?? updatedAt,
      updatedAt,
      cancelledAt: cancelledAt(standing, updatedAt),
      acceptsMarketing: null,
      fromDraft: false,
      isRequested: payload.meta_data.has(REQUESTED),
    },
  };
}

const placedAt = ({ meta_data: own, date_created_gmt: created }: OrderPayload): Date | null =>
  utcInstant.parse(own.get(PLACED)) ?? created;

const changedAt = (
  { date_modified_gmt: modified, date_created_gmt: created }: OrderPayload,
  receivedAt: Date,
): Date => modified ?? created ?? receivedAt;

const cancelledAt = (
  { isCancelled }: Extract<OrderStanding, { kind: 'order' }>,
  at: Date,
): Date | null => (isCancelled ? at : null);

/** The consent of an order is the one of its cart, and counts once. */
const placeOf = (payload: OrderPayload, externalId: string): string => {
  const cart = textOf(payload.meta_data.get('_ripresa_cart'));
  return cart === null ? `order:${externalId}` : `cart:${cart}`;
};

/** Click tokens are 128 bits in base64url or hex; anything else was not made by us. */
const CLICK = /^[A-Za-z0-9_-]{16,64}$/;

function namesOf({ number, meta_data: own }: OrderPayload, externalId: string) {
  const click = textOf(own.get('_ripresa_click'));
  return {
    name: `#${number ?? externalId}`,
    checkoutToken: textOf(own.get('_ripresa_cart')),
    cartToken: null,
    clickToken: click !== null && CLICK.test(click) ? click : null,
  };
}
