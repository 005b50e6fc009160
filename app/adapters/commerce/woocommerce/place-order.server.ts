import { z } from 'zod';

import { amount, readMoney } from '#adapters/http/json-fields';
import { acceptedNote, differsNote } from '#core/commerce/index';
import type { Buyer, OrderSeen, PlacedOrder, Sale, Sold } from '#core/commerce/index';
import { decimalText, isSameMoney, money, type Money } from '#core/kernel/money';

import { meta, textOf } from './fields';
import { PAID, PAYMENT, REQUESTED } from './own-meta';
import { writtenAddress } from './quote.server';
import { readOrder } from './read-order';
import type { SiteRest } from './rest.server';
import type { Basis } from './shopper-cart';
import { oddAnswer, siteFault } from './site-fault';

const AT_ONCE = 100;
/** A guard against a list that never ends. */
const MOST_PAGES = 50;
/** Clocks differ, and WooCommerce leaves out the very second. */
const LOOK_BACK_MS = 24 * 60 * 60_000;
const written = z.object({ meta_data: meta });

/**
 * Makes a sale's order: first unpaid, for WooCommerce's own total to be compared with what was paid;
 * then paid, whereby WooCommerce reduces the stock and writes to the shopper. An order that an earlier
 * try made is found by the payment's name in it.
 */
export async function placeOrder(
  domain: string,
  sale: Sale,
  rest: Pick<SiteRest, 'store'>,
): Promise<PlacedOrder> {
  const known = await findOrder(domain, sale, rest);
  const made = known ?? (await createOrder(domain, sale, rest));
  if (made.payment !== 'pending') return { kind: 'placed', order: made };
  const order = await asQuoted(domain, made, sale, rest);
  const isWhole = isSameMoney(order.total, sale.paid.amount);
  if (!isWhole && !sale.isAccepted) {
    return { kind: 'differs', order: await holdOrder(domain, order, sale, rest) };
  }
  if (!isWhole) await noteDifference(domain, order, sale, rest);
  const paid = { set_paid: true, transaction_id: sale.paid.reference };
  const really = isWhole
    ? {}
    : { meta_data: [{ key: PAID, value: decimalText(sale.paid.amount) }] };
  const route = `orders/${order.externalId}`;
  const { data } = await rest.store(domain, { route, body: { ...paid, ...really } });
  return { kind: 'placed', order: orderIn(data) };
}

const writtenNotes = z.array(z.object({ note: z.string() }));

/** Says in the order what was really paid, once: a try before may have said it. */
async function noteDifference(
  domain: string,
  { externalId, total }: OrderSeen,
  { paid }: Sale,
  rest: Pick<SiteRest, 'store'>,
): Promise<void> {
  const route = `orders/${externalId}/notes`;
  const note = acceptedNote(paid, total);
  const { data } = await rest.store(domain, { route });
  const known = writtenNotes.safeParse(data);
  if (!known.success) throw oddAnswer('notes');
  if (known.data.some((one) => one.note === note)) return;
  await rest.store(domain, { route, body: { note }, once: true });
}

async function findOrder(
  domain: string,
  { key, since }: Sale,
  rest: Pick<SiteRest, 'store'>,
): Promise<OrderSeen | null> {
  const after = new Date(since.getTime() - LOOK_BACK_MS).toISOString().replace(/\.\d+Z$/, '');
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const query = { after, dates_are_gmt: 'true', orderby: 'date', order: 'desc', status: 'any' };
    const { data } = await rest.store(domain, {
      route: 'orders',
      query: { ...query, per_page: String(AT_ONCE), page: String(page) },
    });
    if (!Array.isArray(data)) throw oddAnswer('orders');
    const found: unknown = data.find((told) => nameOf(told) === key);
    if (found !== undefined) return orderIn(found);
    if (data.length < AT_ONCE) return null;
  }
  throw siteFault('too_many_orders', 'more orders than can be searched', null);
}

const nameOf = (told: unknown): string | null =>
  textOf(written.safeParse(told).data?.meta_data.get(PAYMENT));

/** WooCommerce knows no key for a POST: one without an answer is looked for before it is repeated. */
async function createOrder(
  domain: string,
  sale: Sale,
  rest: Pick<SiteRest, 'store'>,
): Promise<OrderSeen> {
  const { data } = await rest.store(domain, { route: 'orders', body: bodyOf(sale), once: true });
  return orderIn(data);
}

const lineIds = z.object({ line_items: z.array(z.object({ id: z.number() })) });

/**
 * WooCommerce prices an order's lines by their products, to a fraction of a cent where prices include
 * taxes, which no shopper's cart tells. Where the cart had another price (a plugin's, for carts
 * alone), the lines get what the cart said.
 */
async function asQuoted(
  domain: string,
  order: OrderSeen,
  { sold, paid, isAccepted }: Sale,
  rest: Pick<SiteRest, 'store'>,
): Promise<OrderSeen> {
  if (sold.kind === 'sum' || isAccepted || isSameMoney(order.total, paid.amount)) return order;
  const route = `orders/${order.externalId}`;
  const told = lineIds.safeParse((await rest.store(domain, { route })).data);
  if (!told.success) throw oddAnswer('orders');
  const { lines } = sold.quote.basis as Basis;
  const { line_items: items } = told.data;
  if (items.length !== lines.length) return order;
  const line_items = items.map(({ id }, at) => {
    const subtotal = lines[at]?.subtotal ?? '0';
    return { id, subtotal, total: subtotal };
  });
  return orderIn((await rest.store(domain, { route, body: { line_items } })).data);
}

function bodyOf(sale: Sale) {
  const { phone, email, country } = sale.buyer;
  const address = writtenAddress(sale.shipTo) ?? {
    ...namesOf(sale.buyer),
    ...present({ country }),
  };
  return {
    status: 'pending',
    set_paid: false,
    payment_method: `ripresa_${sale.paid.provider}`,
    payment_method_title: `${sale.paid.providerName} (payment link)`,
    billing: { ...address, ...present({ email, phone }) },
    shipping: address,
    ...contentOf(sale.sold),
    meta_data: Object.entries(
      present({
        [PAYMENT]: sale.key,
        [REQUESTED]: sale.isRequested ? '1' : null,
        ...(sale.sold.kind === 'cart'
          ? { _ripresa_cart: sale.sold.cartExternalId, _ripresa_click: sale.sold.clickToken }
          : {}),
      }),
    ).map(([key, value]) => ({ key, value })),
  };
}

function contentOf(sold: Sold) {
  if (sold.kind === 'sum') {
    const { amount: sum, reason } = sold;
    // The shopper agreed to this sum, everything included: no tax comes on top of it.
    const fee = { name: reason || 'Payment', total: decimalText(sum), tax_status: 'none' };
    return { currency: sum.currency, fee_lines: [fee] };
  }
  const { lines, shipping = [], coupons, currency } = sold.quote.basis as Basis;
  return {
    currency,
    line_items: lines.map(({ subtotal: _asInTheCart, ...line }) => line),
    shipping_lines: shipping.map((one) => ({ ...one })),
    coupon_lines: coupons.map((code) => ({ code })),
  };
}

const namesOf = ({ firstName, lastName }: Buyer) =>
  present({ first_name: firstName, last_name: lastName });

/** WooCommerce takes no null for a text. */
const present = (fields: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === null || value === '' ? [] : [[name, value]],
    ),
  );

async function holdOrder(
  domain: string,
  { externalId }: OrderSeen,
  { paid }: Sale,
  rest: Pick<SiteRest, 'store'>,
): Promise<OrderSeen> {
  const route = `orders/${externalId}`;
  const { data } = await rest.store(domain, { route, body: { status: 'on-hold' } });
  await rest.store(domain, {
    route: `${route}/notes`,
    body: { note: differsNote(paid) },
    once: true,
  });
  return orderIn(data);
}

function orderIn(data: unknown): OrderSeen {
  const read = readOrder(data, null, new Date());
  if (!read.ok || read.value.kind !== 'order') throw oddAnswer('orders');
  return read.value.order;
}

const refundList = z.array(z.object({ amount }));

/** Writes down the part of a refund that the order does not have yet; the money went at the provider. */
export async function noteRefund(
  domain: string,
  orderExternalId: string,
  refunded: Money,
  rest: Pick<SiteRest, 'store'>,
): Promise<void> {
  const order = `orders/${orderExternalId}`;
  const route = `${order}/refunds`;
  const { total } = orderIn((await rest.store(domain, { route: order })).data);
  const { data } = await rest.store(domain, { route, query: { per_page: String(AT_ONCE) } });
  const known = refundList.safeParse(data);
  if (!known.success) throw oddAnswer('refunds');
  const back = known.data.reduce(
    (sum, one) => sum + Math.abs(readMoney(one.amount, refunded.currency)?.minor ?? 0),
    0,
  );
  // More than its total was paid where the merchant took it so; an order gives back its total at most.
  const wanted = Math.min(refunded.minor, total.minor);
  if (back >= wanted) return;
  const missing = decimalText(money(wanted - back, refunded.currency));
  const body = { amount: missing, reason: 'Refunded at the payment provider', api_refund: false };
  await rest.store(domain, { route, body, once: true });
}
