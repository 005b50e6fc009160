import { creditable } from '#core/commerce/index';
import type { Order, OrderStore, Shop, ShopStore } from '#core/commerce/index';
import type { OrderId, ShopId } from '../kernel/ids';
import { HOLDOUT_EXPERIMENT } from './holdout';
import type { Arm, ExperimentStore, Exposure } from './ports';

export interface RecordConversionInput {
  readonly shopId: ShopId;
  readonly orderId: OrderId;
}

export interface RecordConversionPorts {
  readonly shops: Pick<ShopStore, 'byId'>;
  readonly orders: Pick<OrderStore, 'byId'>;
  readonly experiments: Pick<ExperimentStore, 'exposure' | 'recordConversion'>;
}

export type RecordConversionOutcome =
  | { readonly kind: 'unknown_order' }
  | { readonly kind: 'not_paid' }
  /** The buyer was in no arm, or bought outside the window. */
  | { readonly kind: 'not_in_experiment' }
  | { readonly kind: 'recorded'; readonly arm: Arm };

const DAY_MS = 24 * 60 * 60_000;

/**
 * Counts a paid order for the arm of the person who bought, held out or not, from the start of the
 * recovery to the end of the attribution window after the first message was, or would have been,
 * sent. Both arms are counted by the same rule and as they were assigned, whatever was sent: only
 * then is the difference the messages' doing (intention to treat). Told again after a refund or an
 * edit, or when its payment came to nothing, it replaces the amount.
 */
export async function recordConversion(
  { shopId, orderId }: RecordConversionInput,
  ports: RecordConversionPorts,
): Promise<RecordConversionOutcome> {
  const order = await ports.orders.byId(shopId, orderId);
  const shop = await ports.shops.byId(shopId);
  if (!order || !shop) return { kind: 'unknown_order' };
  if (!order.paidAt) return { kind: 'not_paid' };
  // A sum that an agent asked for is no purchase of a cart, in neither arm.
  if (order.isRequested && order.checkoutToken === null) return { kind: 'not_in_experiment' };
  const { customerId, placedAt } = order;
  const exposure = await exposureOf(order, shop, ports);
  if (!customerId || !exposure) return { kind: 'not_in_experiment' };
  await ports.experiments.recordConversion(shopId, {
    orderId,
    recoveryId: exposure.recoveryId,
    customerId,
    arm: exposure.arm,
    amount: creditable(order),
    convertedAt: placedAt,
  });
  return { kind: 'recorded', arm: exposure.arm };
}

/** Null for a buyer who was in no arm, or whose order came after the window. */
async function exposureOf(
  { shopId, customerId, placedAt }: Order,
  { settings }: Shop,
  { experiments }: Pick<RecordConversionPorts, 'experiments'>,
): Promise<Exposure | null> {
  if (!customerId) return null;
  const exposure = await experiments.exposure(shopId, customerId, HOLDOUT_EXPERIMENT, placedAt);
  if (!exposure) return null;
  const from = exposure.firstSendAt ?? exposure.startedAt;
  const until = from.getTime() + settings.attributionWindowDays * DAY_MS;
  return placedAt.getTime() <= until ? exposure : null;
}
