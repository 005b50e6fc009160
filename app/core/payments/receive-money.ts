import type { Cart } from '#core/commerce/index';
import type { CustomerId } from '../kernel/ids';
import type { PaymentEvent } from './events';
import { judgePayment } from './judge-payment';
import type { HoldReason, Payment, PaymentLink } from './payment';
import { hasMoney } from './payment';
import type { SessionSeen } from './payment-session';
import type { PaymentChange } from './store-ports';
import type { SettlePorts, SettleStores, Subject } from './settle-ports';
import { payerOf } from './payer-of';
import { paymentsAt } from './payments-at';

/**
 * Writes down that money came, under the lock of what it is for: one payment of a cart, or of a sum,
 * becomes its order. Answers
 * the payment when its order is to be placed; null when it is held for the merchant.
 */
export async function receiveMoney(
  { payment, link: known, shop }: Subject,
  seen: SessionSeen,
  { transact, now }: SettlePorts,
): Promise<Payment | null> {
  const at = now();
  return transact(async (stores) => {
    const { cart, link } = await lockBilled(known, stores);
    const held = await stores.payments.lock(shop.id, payment.id);
    if (!held || hasMoney(held.state)) return null;
    const wasBought = isBought(cart, await paymentsAt(link, stores.payments));
    const reason = holdReason(held, seen, { wasBought, link });
    const change = { ...moneyOf(seen), state: reason ? 'held' : 'paid', reason } as const;
    await stores.payments.change(shop.id, held.id, { ...change, attempts: 0 }, at);
    // Money is there, whatever comes of it: nobody is reminded of this cart.
    if (cart && !wasBought) await stores.carts.setState(shop.id, cart.id, 'ordered', at);
    await stores.events.append(...eventsOf(held, payerOf(link, cart), reason, at));
    return reason ? null : { ...held, ...change };
  });
}

/** Who opens a page, takes a request back or brings other money waits for it. */
async function lockBilled(
  known: PaymentLink,
  { carts, payments }: SettleStores,
): Promise<{ readonly cart: Cart | null; readonly link: PaymentLink }> {
  const { shopId, id, billed } = known;
  const cart = billed.kind === 'cart' ? await carts.lock(shopId, billed.cartId) : null;
  return { cart, link: (await payments.lockLink(shopId, id)) ?? known };
}

const isBought = (cart: Cart | null, others: readonly Payment[]): boolean =>
  cart?.state === 'ordered' || others.some(({ state }) => hasMoney(state));

function eventsOf(
  { id, shopId }: Payment,
  customerId: CustomerId | null,
  reason: HoldReason | null,
  at: Date,
): readonly PaymentEvent[] {
  const about = { paymentId: id, customerId };
  const event = { shopId, subjectId: id, occurredAt: at } as const;
  const received: PaymentEvent = { ...event, type: 'payment.received', payload: about };
  if (!reason) return [received];
  return [received, { ...event, type: 'payment.held', payload: { ...about, reason } }];
}

function holdReason(
  { quote }: Payment,
  seen: SessionSeen,
  { wasBought, link }: { readonly wasBought: boolean; readonly link: PaymentLink },
): HoldReason | null {
  const verdict = judgePayment(quote.total, seen);
  if (verdict.kind === 'held') return verdict.reason;
  if (wasBought) return 'paid_twice';
  return link.request?.withdrawnAt ? 'withdrawn' : null;
}

const moneyOf = (seen: SessionSeen): PaymentChange => ({
  reference: seen.reference,
  paid: seen.paid,
  paidAt: seen.paidAt,
  refunded: seen.refunded,
  isDisputed: seen.disputed,
});
