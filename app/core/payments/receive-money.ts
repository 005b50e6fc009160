import type { Cart } from '#core/commerce/index';
import type { PaymentEvent } from './events';
import { judgePayment } from './judge-payment';
import type { HoldReason, Payment } from './payment';
import { hasMoney } from './payment';
import type { SessionSeen } from './payment-session';
import type { PaymentChange } from './store-ports';
import type { SettlePorts, Subject } from './settle-ports';

/**
 * Writes down that money came, under the cart's lock: one payment of a cart becomes its order. Answers
 * the payment when its order is to be placed; null when it is held for the merchant.
 */
export async function receiveMoney(
  { payment, shop }: Subject,
  seen: SessionSeen,
  { transact, now }: SettlePorts,
): Promise<Payment | null> {
  const at = now();
  return transact(async (stores) => {
    const cart = await stores.carts.lock(shop.id, payment.cartId);
    const held = await stores.payments.lock(shop.id, payment.id);
    if (!held || hasMoney(held.state)) return null;
    const others = await stores.payments.ofCart(shop.id, payment.cartId);
    const wasBought = isBought(cart, others);
    const reason = holdReason(held, seen, wasBought);
    const change = { ...moneyOf(seen), state: reason ? 'held' : 'paid', reason } as const;
    await stores.payments.change(shop.id, held.id, { ...change, attempts: 0 }, at);
    // Money is there, whatever comes of it: nobody is reminded of this cart.
    if (cart && !wasBought) await stores.carts.setState(shop.id, cart.id, 'ordered', at);
    await stores.events.append(...eventsOf(held, cart, reason, at));
    return reason ? null : { ...held, ...change };
  });
}

const isBought = (cart: Cart | null, others: readonly Payment[]): boolean =>
  cart?.state === 'ordered' || others.some(({ state }) => hasMoney(state));

function eventsOf(
  { id, shopId }: Payment,
  cart: Cart | null,
  reason: HoldReason | null,
  at: Date,
): readonly PaymentEvent[] {
  const about = { paymentId: id, customerId: cart?.customerId ?? null };
  const event = { shopId, subjectId: id, occurredAt: at } as const;
  const received: PaymentEvent = { ...event, type: 'payment.received', payload: about };
  if (!reason) return [received];
  return [received, { ...event, type: 'payment.held', payload: { ...about, reason } }];
}

function holdReason({ quote }: Payment, seen: SessionSeen, wasBought: boolean): HoldReason | null {
  const verdict = judgePayment(quote.total, seen);
  if (verdict.kind === 'held') return verdict.reason;
  return wasBought ? 'paid_twice' : null;
}

const moneyOf = (seen: SessionSeen): PaymentChange => ({
  reference: seen.reference,
  paid: seen.paid,
  paidAt: seen.paidAt,
  refunded: seen.refunded,
  isDisputed: seen.disputed,
});
