import type { Order, ShopStore } from '#core/commerce/index';
import type { CartId, CustomerId, RecoveryId, ShopId } from '../kernel/ids';
import { endEarly } from './end-recovery';
import type { EndRecoveryPorts } from './end-recovery';
import type { NonSendReason } from './non-send-reason';
import type { BoughtRecovery, EndedRecovery, RecoveryStand, RecoveryStore } from './ports';
import { isRunning, purchasesCountFrom } from './recovery';

/** What happened that ends recoveries. */
export type StopCause =
  | { readonly kind: 'purchase'; readonly orders: readonly Order[] }
  /** The person wrote to us; an emoji reaction isn't a reply and causes no stop. */
  | { readonly kind: 'reply'; readonly customerId: CustomerId }
  | { readonly kind: 'opted_out'; readonly customerId: CustomerId }
  /** The vendor says that the person can't be reached at all. */
  | { readonly kind: 'unreachable'; readonly customerId: CustomerId }
  | { readonly kind: 'cart_emptied'; readonly cartId: CartId }
  | { readonly kind: 'uninstalled' };

export interface StopRecoveryInput {
  readonly shopId: ShopId;
  readonly cause: StopCause;
  readonly now: Date;
}

export interface StopRecoveryPorts extends EndRecoveryPorts {
  readonly shops: Pick<ShopStore, 'byId'>;
  readonly recoveries: RecoveryStore;
}

export interface StopRecoveryOutcome {
  /** Recoveries that ended by this; empty when none was concerned. */
  readonly ended: readonly EndedRecovery[];
}

const REASONS: Readonly<Record<StopCause['kind'], NonSendReason>> = {
  purchase: 'purchased',
  reply: 'replied',
  opted_out: 'opted_out',
  unreachable: 'not_on_whatsapp',
  cart_emptied: 'cart_emptied',
  uninstalled: 'shop_uninstalled',
};

const DAY_MS = 24 * 60 * 60_000;
/** Recoveries ended at a time when a shop uninstalls. */
const BATCH = 200;

/**
 * Ends every recovery that an occurrence concerns, in a handful of statements however many they are.
 * Runs in the caller's transaction; telling it twice ends nothing twice. A purchase is matched by
 * checkout token, by the click or code of ours that it carries, then by phone and e-mail, so a cart
 * that was left on one device and bought on another is found; several orders that concern one
 * recovery end it once.
 */
export async function stopRecovery(
  input: StopRecoveryInput,
  ports: StopRecoveryPorts,
): Promise<StopRecoveryOutcome> {
  const { shopId, cause, now } = input;
  const ended: EndedRecovery[] = [];
  for (;;) {
    const concerned = await concernedBy(input, ports);
    if (concerned.length > 0) {
      const locked = await ports.recoveries.lockAll(shopId, concerned);
      const open = locked.filter((recovery) => mayEnd(recovery, cause));
      ended.push(...(await endEarly(open, REASONS[cause.kind], now, ports)));
    }
    if (cause.kind !== 'uninstalled' || concerned.length < BATCH) return { ended };
  }
}

/** A purchase also ends well what had said all it had to say. */
const mayEnd = (recovery: RecoveryStand, cause: StopCause): boolean =>
  isRunning(recovery) || (cause.kind === 'purchase' && recovery.state === 'completed');

async function concernedBy(
  { shopId, cause, now }: StopRecoveryInput,
  ports: StopRecoveryPorts,
): Promise<readonly RecoveryId[]> {
  const { recoveries } = ports;
  switch (cause.kind) {
    case 'purchase':
      return boughtBy(shopId, cause.orders, now, ports);
    case 'cart_emptied':
      return showing(shopId, cause.cartId, recoveries);
    case 'uninstalled':
      return (await recoveries.running(shopId, BATCH)).map(({ id }) => id);
    case 'reply':
    case 'opted_out':
    case 'unreachable': {
      const recovery = await recoveries.runningOf(shopId, cause.customerId);
      return recovery ? [recovery.id] : [];
    }
  }
}

/** Messages go on about the newer cart when an older one is emptied. */
async function showing(
  shopId: ShopId,
  cartId: CartId,
  recoveries: Pick<RecoveryStore, 'byCart'>,
): Promise<readonly RecoveryId[]> {
  const recovery = await recoveries.byCart(shopId, cartId);
  return recovery?.cartId === cartId ? [recovery.id] : [];
}

async function boughtBy(
  shopId: ShopId,
  orders: readonly Order[],
  now: Date,
  { recoveries, shops }: StopRecoveryPorts,
): Promise<readonly RecoveryId[]> {
  const found = await recoveries.boughtBy(shopId, orders, now);
  if (found.length === 0) return [];
  const windowMs = ((await shops.byId(shopId))?.settings.attributionWindowDays ?? 0) * DAY_MS;
  const placedAt = new Map(orders.map((order) => [order.id, order.placedAt]));
  const concerned = found.filter((one) => {
    const at = placedAt.get(one.orderId);
    return at && (one.foundBy === 'checkout' || concerns(one, at, windowMs));
  });
  return [...new Set(concerned.map(({ id }) => id))];
}

/**
 * An order that is told late, or comes with a history that is imported, is of no concern: it must
 * have been placed after the cart was left, and soon enough after the last message.
 */
function concerns(found: BoughtRecovery, placedAt: Date, windowMs: number): boolean {
  if (placedAt < purchasesCountFrom(found, found.cart)) return false;
  return !found.endedAt || placedAt.getTime() <= found.endedAt.getTime() + windowMs;
}
