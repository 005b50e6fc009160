import { cancelOrder, markPaid, refundOrder } from '../shopify/order-desk';
import { orderLines } from '../shopify/payload-parts';
import { mintSessionToken } from '../shopify/session-token';
import { decimal, minorOf, SHOP } from '../shopify/shop';
import type { Order } from '../shopify/state';
import type { Sandbox } from '../world';
import type { ControlRoute, Fields } from './route';
import { ControlRefusal } from './move-clock';

function orderView(order: Order): unknown {
  return {
    id: order.id,
    name: `#${order.number}`,
    total: decimal(order.total),
    currency: SHOP.currency,
    financialStatus: order.financialStatus,
    gateway: order.gateway,
    note: order.note,
    items: orderLines(order.lines, order.discount).map(({ title, quantity }) => ({
      title,
      quantity,
    })),
    sentBy: order.shipping?.title ?? null,
    createdAt: order.createdAt.toISOString(),
    email: order.checkout.contact.email,
    phone: order.checkout.contact.phone,
  };
}

/** The order that is named by id or by name; the newest when none is named. */
function orderOf(sandbox: Sandbox, fields: Fields): Order {
  const orders = [...sandbox.shopify.world.state.orders.values()];
  const wanted = fields['order'];
  const found =
    wanted === undefined
      ? orders.at(-1)
      : orders.find((order) => order.id === wanted || `#${order.number}` === wanted);
  if (found === undefined) throw new ControlRefusal(404, 'There is no such order.');
  return found;
}

async function refund(sandbox: Sandbox, fields: Fields): Promise<unknown> {
  const order = orderOf(sandbox, fields);
  const given = fields['amount'];
  const already = order.refunds.reduce((sum, item) => sum + item.amount, 0);
  const amount = given === undefined ? order.total - already : (minorOf(given) ?? 0);
  const isDone = await refundOrder(sandbox.shopify.world, order, amount);
  if (!isDone) throw new ControlRefusal(400, 'The amount is more than what is left to refund.');
  return orderView(order);
}

function progress(sandbox: Sandbox): unknown {
  const { state } = sandbox.shopify.world;
  const checkouts = [...state.checkouts.values()];
  const messages = sandbox.meta.world.phones.known().flatMap((phone) => phone.messages);
  const carts = [...state.carts.values()].map((cart) =>
    cart.lines.reduce((sum, line) => sum + line.quantity, 0),
  );
  return {
    cart: carts.some((units) => units >= 2) || checkouts.length > 0,
    phone: checkouts.some((checkout) => checkout.contact.phone !== null),
    reminder: messages.some((message) => message.template !== null),
    paid: state.orders.size > 0,
    question: messages.some((message) => message.from === 'shopper'),
  };
}

export const shopRoutes: Record<string, ControlRoute> = {
  'GET shopify/requests': (sandbox) => Promise.resolve(sandbox.shopify.ledger.entries()),
  'GET shopify/orders': (sandbox) =>
    Promise.resolve([...sandbox.shopify.world.state.orders.values()].map(orderView)),
  'POST shopify/refund': refund,
  'POST shopify/cancel': async (sandbox, fields) => {
    const order = orderOf(sandbox, fields);
    if (order.cancelledAt !== null)
      throw new ControlRefusal(409, 'The order is cancelled already.');
    await cancelOrder(sandbox.shopify.world, order);
    return orderView(order);
  },
  'POST shopify/mark-paid': async (sandbox, fields) => {
    const order = orderOf(sandbox, fields);
    if (order.financialStatus !== 'pending') {
      throw new ControlRefusal(409, 'The order does not wait for a payment.');
    }
    await markPaid(sandbox.shopify.world, order);
    return orderView(order);
  },
  'POST shopify/uninstall': async (sandbox) => {
    await sandbox.shopify.uninstall();
    return { installed: false };
  },
  'GET id-token': (sandbox) => {
    const { shopifyApiKey, shopifyApiSecret } = sandbox.settings;
    return Promise.resolve({
      idToken: mintSessionToken(shopifyApiKey, shopifyApiSecret, new Date()),
    });
  },
  'GET progress': (sandbox) => Promise.resolve(progress(sandbox)),
};
