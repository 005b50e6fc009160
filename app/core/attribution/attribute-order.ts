import { isPaid } from '#core/commerce/index';
import type { Order, OrderStore, ShopStore } from '#core/commerce/index';
import type { EventLog } from '../kernel/event-envelope';
import type { LinkToken, OrderId, ShopId } from '../kernel/ids';
import type { Money } from '../kernel/money';
import { attribute, attributionWindow } from './attribute';
import type { Evidence } from './attribute';
import type { AttributionEvent } from './events';
import type { Attribution, AttributionStore, Proof } from './ports';
import { settle } from './settle-order';

export interface AttributeOrderInput {
  readonly shopId: ShopId;
  readonly orderId: OrderId;
  readonly now: Date;
}

export interface AttributeOrderPorts {
  readonly shops: Pick<ShopStore, 'byId'>;
  readonly orders: Pick<OrderStore, 'byId'>;
  readonly attributions: AttributionStore;
  readonly events: EventLog<AttributionEvent>;
}

export type AttributeOrderOutcome =
  | { readonly kind: 'unknown_order' }
  | { readonly kind: 'not_paid' }
  | { readonly kind: 'no_proof' }
  /** `credited` is zero for an order that was refunded or cancelled before it was seen as paid. */
  | { readonly kind: 'attributed'; readonly proof: Proof; readonly credited: Money }
  | { readonly kind: 'already' };

/**
 * Credits a paid order to the message that led to it, once, with its proof. Runs in the caller's
 * transaction and locks the order in it; telling it twice changes nothing.
 */
export async function attributeOrder(
  input: AttributeOrderInput,
  ports: AttributeOrderPorts,
): Promise<AttributeOrderOutcome> {
  const { shopId, orderId, now } = input;
  await ports.attributions.lockOrder(shopId, orderId);
  const order = await ports.orders.byId(shopId, orderId);
  const shop = await ports.shops.byId(shopId);
  if (!order || !shop) return { kind: 'unknown_order' };
  if (!isPaid(order)) return { kind: 'not_paid' };
  const known = await ports.attributions.byOrder(shopId, orderId);
  if (known) {
    await settle(order, known, { reason: 'paid', sourceKey: 'paid', now }, ports);
    return { kind: 'already' };
  }
  const credit = attribute(await findEvidence(order, shop.settings.attributionWindowDays, ports));
  if (!credit) return { kind: 'no_proof' };
  const attribution: Attribution = { shopId, orderId, ...credit, attributedAt: now };
  await ports.attributions.attribute(attribution);
  const settled = await settle(
    order,
    attribution,
    { reason: 'paid', sourceKey: 'paid', now },
    ports,
  );
  const nothing = { minor: 0, currency: order.total.currency };
  const credited = settled.kind === 'settled' ? settled.amount : nothing;
  return { kind: 'attributed', proof: credit.proof, credited };
}

async function findEvidence(
  order: Order,
  windowDays: number,
  { attributions }: Pick<AttributeOrderPorts, 'attributions'>,
): Promise<Evidence> {
  const { shopId, customerId } = order;
  const { since, until } = attributionWindow(order.placedAt, windowDays);
  const token = order.clickToken as LinkToken | null;
  const checkouts = [order.checkoutToken, order.cartToken].filter((one) => one !== null);
  // Who was asked to pay did not come by a reminder, unless one for this very cart was clicked.
  if (order.isRequested) {
    const byCheckout = await attributions.lastClickByCheckout(shopId, checkouts, since, until);
    return { byClickToken: null, byCheckout, byDiscountCode: null, byPerson: null };
  }
  const coded = await attributions.linkByDiscountCode(shopId, order.discountCodes, until);
  return {
    byClickToken: token && (await attributions.lastClickByToken(shopId, token, since, until)),
    byCheckout: await attributions.lastClickByCheckout(shopId, checkouts, since, until),
    // The store answers codes of sent messages only.
    byDiscountCode: coded && coded.createdAt >= since ? coded : null,
    byPerson:
      customerId && (await attributions.lastClickByCustomer(shopId, customerId, since, until)),
  };
}
