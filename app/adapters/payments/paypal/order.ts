import { z } from 'zod';
import type { OpenedSession, PaymentAsked, SessionSeen, SessionState } from '#core/payments/index';
import type { ShippingAddress } from '#core/commerce/index';
import { add, times, type Money } from '#core/kernel/money';
import { VendorFault } from '#core/kernel/vendor-fault';
import { fromPayPal, toPayPal } from './amounts';

/** https://developer.paypal.com/docs/api/orders/v2/: what is not approved by then is forgotten. */
const OPEN_FOR_MS = 3 * 60 * 60_000;
const LONGEST_TEXT = 127;

/** The body that makes an order. */
export function orderRequest(asked: PaymentAsked): object {
  const amount = toPayPal(asked.amount);
  const items = itemsOf(asked);
  return {
    intent: 'CAPTURE',
    purchase_units: [
      {
        custom_id: asked.key,
        description: asked.description.slice(0, LONGEST_TEXT),
        amount: items.length > 0 ? { ...amount, breakdown: { item_total: amount } } : amount,
        ...(items.length > 0 ? { items } : {}),
        ...(asked.shipTo ? { shipping: shippingOf(asked.shipTo) } : {}),
      },
    ],
    payment_source: {
      paypal: {
        ...(asked.email === null ? {} : { email_address: asked.email }),
        experience_context: {
          user_action: 'PAY_NOW',
          // The address was asked on our own page: the total depends on it.
          shipping_preference: asked.shipTo ? 'SET_PROVIDED_ADDRESS' : 'NO_SHIPPING',
          return_url: asked.paidUrl,
          cancel_url: asked.cancelUrl,
          ...localeOf(asked.locale),
        },
      },
    },
  };
}

/** PayPal protects sellers only of what is sent to an address that it knows. */
const shippingOf = (address: ShippingAddress): object => ({
  type: 'SHIPPING',
  name: { full_name: `${address.firstName} ${address.lastName}` },
  address: {
    address_line_1: address.address1,
    ...(address.address2 === null ? {} : { address_line_2: address.address2 }),
    admin_area_2: address.city,
    ...(address.province === null ? {} : { admin_area_1: address.province }),
    ...(address.postcode === null ? {} : { postal_code: address.postcode }),
    country_code: address.country,
  },
});

/** PayPal refuses lines that do not come to the amount. */
function itemsOf({ lines, amount }: PaymentAsked): readonly object[] {
  const nothing: Money = { minor: 0, currency: amount.currency };
  const sum = lines.reduce(
    (all, { unitPrice, quantity }) => add(all, times(unitPrice, quantity)),
    nothing,
  );
  if (sum.minor !== amount.minor) return [];
  return lines.map(({ title, quantity, unitPrice }) => ({
    name: title.slice(0, LONGEST_TEXT),
    quantity: String(quantity),
    unit_amount: toPayPal(unitPrice),
  }));
}

const localeOf = (locale: string | null): { locale?: string } =>
  locale !== null && /^[a-z]{2}-[A-Z]{2}$/.test(locale) ? { locale } : {};

const amount = z.object({ currency_code: z.string(), value: z.string() });
const movement = z.object({
  id: z.string(),
  status: z.string(),
  amount,
  create_time: z.coerce.date(),
});

const order = z.object({
  id: z.string(),
  status: z.string(),
  create_time: z.coerce.date().optional(),
  links: z.array(z.object({ rel: z.string(), href: z.string() })).default([]),
  purchase_units: z
    .array(
      z.object({
        custom_id: z.string().optional(),
        payments: z
          .object({
            captures: z.array(movement).default([]),
            refunds: z.array(movement).default([]),
          })
          .optional(),
      }),
    )
    .default([]),
});

export type PayPalOrder = z.infer<typeof order>;
type Movement = z.infer<typeof movement>;

/** @throws VendorFault when the answer is no order */
export function readOrder(answer: unknown): PayPalOrder {
  const read = order.safeParse(answer);
  if (read.success) return read.data;
  const details = { vendor: 'paypal', code: 'unreadable', retry: 'after' } as const;
  throw new VendorFault('PayPal answered something that is no order', details);
}

export function openedSession(opened: PayPalOrder, now: Date): OpenedSession {
  const link = opened.links.find(({ rel }) => rel === 'payer-action' || rel === 'approve');
  const since = opened.create_time ?? now;
  return {
    id: opened.id,
    url: link?.href ?? '',
    expiresAt: new Date(since.getTime() + OPEN_FOR_MS),
  };
}

/** Captures whose money came, also where a part of it went back. */
const TAKEN: ReadonlySet<string> = new Set(['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED']);

export function orderSeen(told: PayPalOrder, disputed: boolean): SessionSeen {
  const payments = told.purchase_units.flatMap((unit) => unit.payments ?? []);
  const captures = payments.flatMap((one) => one.captures);
  const taken = captures.filter(({ status }) => TAKEN.has(status));
  const first = taken[0] ?? captures[0];
  return {
    id: told.id,
    key: told.purchase_units[0]?.custom_id ?? null,
    state: stateOf(told.status, captures, taken),
    disputed,
    reference: first ? first.id : null,
    ...moneyOf(
      taken,
      payments.flatMap((one) => one.refunds),
    ),
  };
}

function moneyOf(
  taken: readonly Movement[],
  refunds: readonly Movement[],
): Pick<SessionSeen, 'paid' | 'refunded' | 'paidAt'> {
  const [first] = taken;
  const paid = sumOf(taken);
  if (!paid || !first) return { paid: null, refunded: null, paidAt: null };
  const back = sumOf(refunds.filter(({ status }) => status === 'COMPLETED'));
  return { paid, refunded: back ?? none(paid), paidAt: first.create_time };
}

const none = ({ currency }: Money): Money => ({ minor: 0, currency });

function sumOf(movements: readonly Movement[]): Money | null {
  const [first, ...others] = movements.map((one) => fromPayPal(one.amount));
  return first ? others.reduce(add, first) : null;
}

function stateOf(
  status: string,
  captures: readonly Movement[],
  taken: readonly Movement[],
): SessionState {
  if (taken.length > 0) return 'paid';
  if (captures.some((capture) => capture.status === 'PENDING')) return 'pending';
  if (captures.length > 0) return 'failed';
  if (status === 'VOIDED') return 'expired';
  return status === 'APPROVED' ? 'approved' : 'open';
}
