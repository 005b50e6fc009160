import { z } from 'zod';

import { text } from '#adapters/http/json-fields';
import type { CheckoutSeen, CommercePlatform, OrderSeen } from '#core/commerce/index';

import { utcInstant } from './fields';
import { oddAnswer } from './site-fault';
import { readCart } from './read-cart';
import { readOrder } from './read-order';
import type { SiteRest } from './rest.server';

const AT_ONCE = 100;
const CARTS_AT_ONCE = 50;

const cartPage = z.object({
  carts: z.array(z.unknown()),
  next: text,
});

/** A page of the plugin's own carts, oldest first. */
export async function checkoutsSince(
  domain: string,
  since: Date,
  cursor: string | null,
  rest: SiteRest,
): ReturnType<CommercePlatform['checkoutsSince']> {
  const { data } = await rest.plugin(domain, {
    route: 'carts',
    query: {
      modified_after: since.toISOString(),
      limit: String(CARTS_AT_ONCE),
      ...(cursor === null ? {} : { after: cursor }),
    },
  });
  const page = cartPage.safeParse(data);
  if (!page.success) throw oddAnswer('carts');
  const checkouts = page.data.carts.flatMap((told): CheckoutSeen[] => {
    const read = readCart(told, since);
    return read.ok ? [read.value.checkout] : [];
  });
  return { checkouts, cursor: page.data.next };
}

const orderList = z.array(z.record(z.string(), z.unknown()));
type OrderPayload = z.output<typeof orderList>[number];

/**
 * A page of orders changed since, oldest first. A page number would skip an order whenever an
 * earlier one changes meanwhile and moves to the end, so the cursor is the last change seen; only
 * where a whole page has one time stamp is the next page of the same instant asked for.
 */
export async function ordersSince(
  domain: string,
  since: Date,
  cursor: string | null,
  rest: SiteRest,
): ReturnType<CommercePlatform['ordersSince']> {
  const place = placeOf(cursor) ?? { after: since, page: 1 };
  const { data } = await rest.store(domain, { route: 'orders', query: orderQuery(place) });
  const told = orderList.safeParse(data);
  if (!told.success) throw oddAnswer('orders');
  const orders: OrderSeen[] = [];
  for (const order of told.data) {
    const seen = await withRefunds(domain, order, since, rest);
    if (seen) orders.push(seen);
  }
  return { orders, cursor: nextPlace(place, told.data) };
}

interface Place {
  readonly after: Date;
  readonly page: number;
}

const orderQuery = ({ after, page }: Place): Record<string, string> => ({
  modified_after: after.toISOString().replace(/\.\d+Z$/, ''),
  dates_are_gmt: 'true',
  orderby: 'modified',
  order: 'asc',
  per_page: String(AT_ONCE),
  page: String(page),
});

function placeOf(cursor: string | null): Place | null {
  const [at = '', page = ''] = cursor?.split('|') ?? [];
  return cursor === null ? null : { after: new Date(at), page: Number(page) };
}

function nextPlace({ after, page }: Place, told: readonly OrderPayload[]): string | null {
  if (told.length < AT_ONCE) return null;
  const last = utcInstant.parse(told.at(-1)?.date_modified_gmt);
  // "After" leaves out the very second, and more of it may stand on the next page.
  const reached = last && new Date(last.getTime() - 1000);
  return reached && reached > after
    ? `${reached.toISOString()}|1`
    : `${after.toISOString()}|${page + 1}`;
}

/** The refunds inside an order have no date, so those of refunded orders are asked for. */
async function withRefunds(
  domain: string,
  order: OrderPayload,
  receivedAt: Date,
  rest: SiteRest,
): Promise<OrderSeen | null> {
  const isRefunded = Array.isArray(order.refunds) && order.refunds.length > 0;
  const refunds = isRefunded
    ? await rest.store(domain, {
        route: `orders/${Number(order.id)}/refunds`,
        query: { per_page: String(AT_ONCE) },
      })
    : null;
  const read = readOrder(order, refunds?.data ?? null, receivedAt);
  return read.ok && read.value.kind === 'order' ? read.value.order : null;
}
