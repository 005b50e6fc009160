import { creditable } from '#core/commerce/index';
import type { Order, OrderStore } from '#core/commerce/index';
import type { EventLog } from '../kernel/event-envelope';
import type { OrderId, ShopId } from '../kernel/ids';
import { subtract } from '../kernel/money';
import type { Money } from '../kernel/money';
import type { AttributionEvent } from './events';
import type { Attribution, AttributionEntry, AttributionStore } from './ports';

export type SettleReason = 'paid' | 'refund' | 'cancellation' | 'edit';

export interface SettleOrderInput {
  readonly shopId: ShopId;
  readonly orderId: OrderId;
  readonly reason: SettleReason;
  /** Names the change; a change told twice counts once. */
  readonly sourceKey: string;
  readonly now: Date;
}

export interface SettleOrderPorts {
  readonly orders: Pick<OrderStore, 'byId'>;
  readonly attributions: Pick<AttributionStore, 'byOrder' | 'lockOrder' | 'balance' | 'append'>;
  readonly events: EventLog<AttributionEvent>;
}

export type SettleOrderOutcome =
  | { readonly kind: 'unknown_order' }
  | { readonly kind: 'not_attributed' }
  | { readonly kind: 'even' }
  /** `amount` is what was appended, signed, in the shop's currency. */
  | { readonly kind: 'settled'; readonly amount: Money };

const KINDS: Readonly<Record<SettleReason, AttributionEntry['kind']>> = {
  paid: 'credit',
  refund: 'refund',
  cancellation: 'cancellation',
  edit: 'edit',
};

/**
 * Appends the difference between what an attributed order is credited with and what it is worth
 * now, so that the entries always add up to `creditable(order)`, in whatever order and however often
 * its changes are told. Runs in the caller's transaction and locks the order in it.
 */
export async function settleOrder(
  input: SettleOrderInput,
  ports: SettleOrderPorts,
): Promise<SettleOrderOutcome> {
  await ports.attributions.lockOrder(input.shopId, input.orderId);
  const order = await ports.orders.byId(input.shopId, input.orderId);
  if (!order) return { kind: 'unknown_order' };
  const attribution = await ports.attributions.byOrder(input.shopId, input.orderId);
  if (!attribution) return { kind: 'not_attributed' };
  return settle(order, attribution, input, ports);
}

/** As `settleOrder`, for a caller that holds the order's lock and has read both rows under it. */
export async function settle(
  order: Order,
  attribution: Attribution,
  input: Pick<SettleOrderInput, 'reason' | 'sourceKey' | 'now'>,
  ports: Pick<SettleOrderPorts, 'attributions' | 'events'>,
): Promise<SettleOrderOutcome> {
  const target = creditable(order);
  const balance = await ports.attributions.balance(order.shopId, order.id, target.currency);
  const amount = subtract(target, balance);
  if (amount.minor === 0) return { kind: 'even' };
  await appendOnce(order, { kind: KINDS[input.reason], amount, at: input.now }, input, ports);
  await announce(order, attribution, { amount, balance }, input, ports);
  return { kind: 'settled', amount };
}

/** So often an order may move to and fro by one change and within one millisecond. */
const MOST_RESTS = 20;

/**
 * The order may have moved on since a key was spent (two refunds read at once, told one by one; an
 * order that is paid, unpaid and paid again); the rest then gets a key of its own. The order's lock
 * keeps each key from being written twice.
 */
async function appendOnce(
  order: Order,
  entry: Omit<AttributionEntry, 'sourceKey'>,
  { sourceKey, now }: Pick<SettleOrderInput, 'sourceKey' | 'now'>,
  { attributions }: Pick<SettleOrderPorts, 'attributions'>,
): Promise<void> {
  const rest = `${sourceKey}:rest:${now.toISOString()}`;
  for (let number = 0; number < MOST_RESTS; number += 1) {
    const key = [sourceKey, rest][number] ?? `${rest}:${number}`;
    if (await attributions.append(order.shopId, order.id, { ...entry, sourceKey: key })) return;
  }
  throw new Error('an attribution entry was refused again and again');
}

async function announce(
  order: Order,
  attribution: Attribution,
  { amount, balance }: { amount: Money; balance: Money },
  { reason, now }: Pick<SettleOrderInput, 'reason' | 'now'>,
  { events }: Pick<SettleOrderPorts, 'events'>,
): Promise<void> {
  const about = { shopId: order.shopId, subjectId: order.id, occurredAt: now };
  const { minor, currency } = amount;
  if (reason === 'paid' && balance.minor === 0) {
    const { recoveryId, proof } = attribution;
    const payload = { orderId: order.id, recoveryId, minor, currency, proof };
    await events.append({ ...about, type: 'revenue.attributed', payload });
    return;
  }
  const payload = { orderId: order.id, minor, currency, reason };
  await events.append({ ...about, type: 'revenue.adjusted', payload });
}
