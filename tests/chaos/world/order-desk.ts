import { MINUTE } from '../script/plan';
import type { CartPlan } from '../script/plan';
import { totalOf } from './payloads';
import type { MutableCart, MutableOrder } from './store';
import { tellCheckout, tellOrder, tellRefund } from './webhooks';
import type { World } from './world';

export interface OrderDesk {
  /** The shopper buys what is in the cart, once; `clickToken` of the link that led there. */
  buy(cart: MutableCart, clickToken: string | null): void;
}

/** Where a store's orders are placed, paid, refunded and cancelled. */
export function createDesk(world: World): OrderDesk {
  return {
    buy: (cart, clickToken) => {
      const at = wholeSecond(world.clock.now());
      if (cart.isBought || cart.isEmpty) return;
      cart.isBought = true;
      const order = placed(cart, clickToken, at);
      const { plan } = cart;
      world.write(plan.shop.number, {
        kind: 'order',
        order: order.id,
        cart: order.device === 'same' ? plan.token : null,
        person: plan.person.number,
        at,
        minor: order.minor,
        currency: plan.shop.currency,
      });
      note(world, order, order.isPaid ? ['create', 'paid'] : ['create']);
      if (order.device === 'same') {
        cart.completedAt = at;
        cart.updatedAt = Math.max(at, cart.updatedAt + 1_000);
        tellCheckout(world, 'update', cart);
      }
      followUp(world, order);
    },
  };
}

const wholeSecond = (at: number): number => Math.floor(at / 1_000) * 1_000;

function placed(cart: MutableCart, clickToken: string | null, at: number): MutableOrder {
  const { plan } = cart;
  // A shopper who came through the link buys where the link led.
  const device = clickToken === null ? deviceOf(plan) : 'same';
  return {
    id: String(5_000_000_000_000 + plan.number),
    plan,
    device,
    placedAt: at,
    updatedAt: at,
    minor: totalOf(cart),
    isPaid: plan.order.payment === 'paid',
    refunds: [],
    cancelledAt: null,
    clickToken,
  };
}

/** Another device can be matched only by what the shopper typed on the first one. */
const deviceOf = ({ contact, order }: CartPlan): MutableOrder['device'] =>
  order.device === 'other by phone' && contact !== 'phone' ? 'other by email' : order.device;

/** Lists and tells an order's newest state, and writes down what it has come to. */
function note(world: World, order: MutableOrder, topics: readonly string[]): void {
  world.stores.orders[order.plan.shop.number]?.note(order);
  world.write(order.plan.shop.number, {
    kind: 'worth',
    order: order.id,
    at: order.updatedAt,
    isPaid: order.isPaid,
    refundedMinor: order.refunds.reduce((sum, { minor }) => sum + minor, 0),
    isCancelled: order.cancelledAt !== null,
  });
  for (const topic of topics) tellOrder(world, topic, order);
}

function followUp(world: World, order: MutableOrder): void {
  const { payment, regret, regretAfter } = order.plan.order;
  const later = (after: number, act: (at: number) => void): void =>
    world.agenda.add(order.placedAt + after, () => {
      order.updatedAt = Math.max(wholeSecond(world.clock.now()), order.updatedAt + 1_000);
      act(order.updatedAt);
    });
  if (payment === 'paid later') {
    later(25 * MINUTE, () => {
      order.isPaid = true;
      note(world, order, ['paid', 'updated']);
    });
  }
  if (regret !== 'keeps') later(regretAfter, (at) => regretOrder(world, order, at));
}

function regretOrder(world: World, order: MutableOrder, at: number): void {
  const { regret } = order.plan.order;
  if (regret === 'cancels') {
    order.cancelledAt = at;
    if (order.isPaid) order.refunds.push({ id: `9${order.id}`, minor: order.minor, at });
    note(world, order, ['cancelled', 'updated']);
    tellRefund(world, order);
    return;
  }
  if (!order.isPaid) return;
  const minor = regret === 'refunds all' ? order.minor : Math.ceil(order.minor / 3);
  order.refunds.push({ id: `9${order.id}`, minor, at });
  note(world, order, ['updated']);
  tellRefund(world, order);
}
