import type { Money } from '../kernel/money';
import type { PaymentEvent } from './events';
import { nextLook } from './look-again';
import { hasLeft } from './part-with-store';
import type { Payment, PaymentState } from './payment';
import type { SessionSeen } from './payment-session';
import type { PaymentChange } from './store-ports';
import { customerOf } from './settle-ports';
import type { SettlePorts, Subject } from './settle-ports';

/**
 * Writes down what a look showed that brought no new money: a page that closed, money that is on its
 * way, went back or is contested. `seen` is null for a page that the provider never made.
 */
export async function noteNews(
  subject: Subject,
  seen: SessionSeen | null,
  ports: SettlePorts,
): Promise<void> {
  const at = ports.now();
  const { payment, shop } = subject;
  const refunded = newRefund(payment, seen);
  if (refunded) await tellStore(subject, refunded, ports);
  await ports.transact(async (stores) => {
    const held = await stores.payments.lock(shop.id, payment.id);
    if (held?.state !== payment.state) return;
    const change = changeOf(held, seen, at);
    const isNews = Object.keys(change).length > 0;
    const next = { ...held, ...change, attempts: isNews ? 0 : held.attempts + 1 };
    const customerId = await customerOf(subject, stores);
    const lookAt = nextLook(next, at);
    // Nobody comes back to it: where it was to be sent is forgotten.
    const forgotten = lookAt === null ? { delivery: null } : {};
    const written = { ...change, ...forgotten, attempts: next.attempts };
    await stores.payments.change(shop.id, held.id, written, lookAt);
    if (held.cartId !== null && isUndone(held, next)) {
      await stores.carts.setState(shop.id, held.cartId, 'abandoned', at);
    }
    await stores.events.append(...eventsOf(held, next, customerId, at));
  });
}

/** The store's own books get the same, where there is an order of it. */
async function tellStore(
  { payment, shop }: Subject,
  refunded: Money,
  { salesOf }: SettlePorts,
): Promise<void> {
  const { orderExternalId } = payment;
  if (orderExternalId === null || payment.state !== 'ordered' || hasLeft(shop)) return;
  await salesOf(shop)?.noteRefund(shop.domain, orderExternalId, refunded);
}

function newRefund({ refunded, paid }: Payment, seen: SessionSeen | null): Money | null {
  const now = seen?.refunded;
  if (!now || now.currency !== paid?.currency) return null;
  return now.minor > minorOf(refunded) ? now : null;
}

const minorOf = (sum: Money | null): number => sum?.minor ?? 0;

function changeOf(held: Payment, seen: SessionSeen | null, now: Date): PaymentChange {
  const state = nextState(held, seen, now);
  const refunded = newRefund(held, seen);
  const isDisputed = seen?.disputed ?? held.isDisputed;
  return {
    ...(state === held.state ? {} : { state }),
    ...(refunded ? { refunded } : {}),
    ...(isDisputed === held.isDisputed ? {} : { isDisputed }),
  };
}

function nextState(held: Payment, seen: SessionSeen | null, now: Date): PaymentState {
  if (held.state === 'open' || held.state === 'pending') return ofUnpaid(held, seen, now);
  const back = minorOf(seen?.refunded ?? held.refunded);
  const isBack = held.state === 'held' && held.paid !== null && back >= held.paid.minor;
  return isBack ? 'failed' : held.state;
}

/** All of a payment that waited for the merchant went back: the cart may be paid again. */
const isUndone = (before: Payment, after: Payment): boolean =>
  before.state === 'held' &&
  after.state === 'failed' &&
  before.reason !== 'paid_twice' &&
  before.orderExternalId === null;

function ofUnpaid(held: Payment, seen: SessionSeen | null, now: Date): PaymentState {
  const told = seen?.state;
  if (told === 'pending' || told === 'failed' || told === 'expired') return told;
  return held.expiresAt <= now ? 'expired' : held.state;
}

type Person = PaymentEvent['payload']['customerId'];

function eventsOf(before: Payment, after: Payment, customerId: Person, at: Date): PaymentEvent[] {
  const about = { paymentId: after.id, customerId };
  const event = { shopId: after.shopId, subjectId: after.id, occurredAt: at } as const;
  const told: PaymentEvent[] = [];
  const refundedMinor = minorOf(after.refunded);
  if (refundedMinor > minorOf(before.refunded)) {
    told.push({ ...event, type: 'payment.refunded', payload: { ...about, refundedMinor } });
  }
  if (after.isDisputed !== before.isDisputed) {
    const disputed = after.isDisputed;
    told.push({ ...event, type: 'payment.disputed', payload: { ...about, disputed } });
  }
  return told;
}
