import type { Cart, CartStore, Customer, CustomerStore } from '#core/commerce/index';
import type { OrderStore, Shop, ShopStore } from '#core/commerce/index';
import type { ConsentStore } from '#core/consent/index';
import type { ExperimentStore, UnitInterval } from '#core/experiments/index';
import { allDone } from '../kernel/all-done';
import type { EventLog } from '../kernel/event-envelope';
import type { CartId, CustomerId, NewId, RecoveryId, ShopId } from '../kernel/ids';
import { adoptCart } from './adopt-cart';
import { beginRecovery } from './begin-recovery';
import { whyDeclined } from './decline';
import type { RecoveryEvent } from './events';
import type { NonSendReason } from './non-send-reason';
import type { RecoveryStore, SequenceStore } from './ports';
import { isRunning } from './recovery';
import type { Recovery } from './recovery';

export interface StartRecoveryInput {
  readonly shopId: ShopId;
  /** The cart that was found abandoned. */
  readonly cartId: CartId;
  readonly now: Date;
  readonly newId: NewId;
  /** Draws the arm of the holdout experiment. */
  readonly unit: UnitInterval;
}

export interface StartRecoveryPorts {
  readonly shops: Pick<ShopStore, 'byId'>;
  readonly carts: Pick<CartStore, 'byId' | 'lock'>;
  readonly customers: Pick<CustomerStore, 'byId'>;
  readonly orders: Pick<OrderStore, 'purchasedSince' | 'countBefore'>;
  readonly consents: Pick<ConsentStore, 'of'>;
  readonly sequences: Pick<SequenceStore, 'ofShop'>;
  readonly recoveries: RecoveryStore;
  readonly experiments: Pick<ExperimentStore, 'assign'>;
  readonly events: EventLog<RecoveryEvent>;
}

export type StartRecoveryOutcome =
  | { readonly kind: 'started'; readonly recoveryId: RecoveryId }
  | { readonly kind: 'held_out'; readonly recoveryId: RecoveryId }
  /** Another cart of the same person is being recovered: one recovery serves both. */
  | { readonly kind: 'adopted'; readonly recoveryId: RecoveryId }
  | { readonly kind: 'declined'; readonly reason: NonSendReason }
  /** The cart's recovery goes on (its steps wait for the new abandonment) or is over. */
  | { readonly kind: 'already'; readonly recoveryId: RecoveryId }
  /** Gone, or the shopper is busy with it again. */
  | { readonly kind: 'not_abandoned' };

/**
 * Starts the recovery of an abandoned cart, puts the cart under the person's running one, or says
 * why not. Only what waiting can't change declines; the rest is each step's to find. Runs in the
 * caller's transaction; telling it twice starts nothing twice.
 */
export async function startRecovery(
  input: StartRecoveryInput,
  ports: StartRecoveryPorts,
): Promise<StartRecoveryOutcome> {
  const { shopId, cartId } = input;
  // A connection answers in the order in which it is asked: the recovery is read under the lock.
  const [shop, cart, known] = await allDone([
    ports.shops.byId(shopId),
    ports.carts.lock(shopId, cartId),
    ports.recoveries.byCart(shopId, cartId),
  ]);
  if (!shop || cart?.state !== 'abandoned') return { kind: 'not_abandoned' };
  const subject = { shop, cart, now: input.now };
  if (known && !(await makesWay(known, ports))) return goOn(known, subject, ports);
  return startFor(subject, input, ports);
}

async function startFor(
  subject: Subject,
  input: StartRecoveryInput,
  ports: StartRecoveryPorts,
): Promise<StartRecoveryOutcome> {
  const { shop, cart, now } = subject;
  const customer = cart.customerId && (await ports.customers.byId(shop.id, cart.customerId));
  const running = customer && (await lockRunning(shop.id, customer.id, ports));
  if (running) return adopt(running, subject, ports);
  const verdict = await whyDeclined({ shop, cart, customer, now }, ports);
  if (!verdict.ok) return decline({ shop, cart, customer }, verdict.reason, input, ports);
  const begun = await beginRecovery({ shop, cart, ...verdict }, input, ports);
  return begun ?? lostRace(subject, verdict.customer.id, ports);
}

/**
 * Whether the cart's recovery gives way to another: a cart that was left out, or emptied and filled
 * again, gets its chance, unless a message was written for it already.
 */
async function makesWay(
  { id, shopId, cartId, state, reason }: Recovery,
  { recoveries }: Pick<StartRecoveryPorts, 'recoveries'>,
): Promise<boolean> {
  if (state !== 'declined' && reason !== 'cart_emptied') return false;
  await recoveries.discard(shopId, id);
  return (await recoveries.byCart(shopId, cartId)) === null;
}

/** The person's running recovery, kept running until the transaction ends. */
async function lockRunning(
  shopId: ShopId,
  customerId: CustomerId,
  { recoveries }: Pick<StartRecoveryPorts, 'recoveries'>,
): Promise<Recovery | null> {
  const running = await recoveries.runningOf(shopId, customerId);
  const locked = running && (await recoveries.lock(shopId, running.id));
  return locked && isRunning(locked) ? locked : null;
}

interface Subject {
  readonly shop: Shop;
  readonly cart: Cart;
  readonly now: Date;
}

async function goOn(
  recovery: Recovery,
  subject: Subject,
  ports: StartRecoveryPorts,
): Promise<StartRecoveryOutcome> {
  const locked = await ports.recoveries.lock(subject.shop.id, recovery.id);
  if (locked && isRunning(locked)) await adoptCart(locked, subject, ports);
  return { kind: 'already', recoveryId: recovery.id };
}

async function adopt(
  recovery: Recovery,
  subject: Subject,
  ports: StartRecoveryPorts,
): Promise<StartRecoveryOutcome> {
  await adoptCart(recovery, subject, ports);
  await ports.events.append({
    type: 'recovery.cart_adopted',
    shopId: subject.shop.id,
    subjectId: recovery.id,
    occurredAt: subject.now,
    payload: { cartId: subject.cart.id },
  });
  return { kind: 'adopted', recoveryId: recovery.id };
}

async function decline(
  { shop, cart, customer }: { shop: Shop; cart: Cart; customer: Customer | null },
  reason: NonSendReason,
  { now, newId }: StartRecoveryInput,
  ports: StartRecoveryPorts,
): Promise<StartRecoveryOutcome> {
  const recovery: Recovery = {
    id: newId(),
    shopId: shop.id,
    customerId: customer?.id ?? null,
    cartId: cart.id,
    sequenceId: null,
    steps: [],
    state: 'declined',
    reason,
    startedAt: now,
    endedAt: now,
  };
  await ports.recoveries.start(recovery, []);
  await ports.events.append({
    type: 'recovery.declined',
    shopId: shop.id,
    subjectId: recovery.id,
    occurredAt: now,
    payload: { cartId: cart.id, reason },
  });
  return { kind: 'declined', reason };
}

/** A second cart of the person was started at the same moment, or this very cart was. */
async function lostRace(
  subject: Subject,
  customerId: CustomerId,
  ports: StartRecoveryPorts,
): Promise<StartRecoveryOutcome> {
  const { shop, cart } = subject;
  const known = await ports.recoveries.byCart(shop.id, cart.id);
  if (known) return { kind: 'already', recoveryId: known.id };
  const running = await lockRunning(shop.id, customerId, ports);
  if (!running) throw new Error('a recovery was refused although nothing stands in its way');
  return adopt(running, subject, ports);
}
