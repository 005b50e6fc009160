import { recordCart, recordOrder, recordRefund } from '#core/commerce/index';
import type { CheckoutSeen, OrderSeen, RefundSeen } from '#core/commerce/index';
import { recordConsent } from '#core/consent/index';
import { recordPaymentNews } from '#core/payments/index';
import type { PaymentNewsSeen } from '#core/payments/index';
import { momentInSecond } from '../kernel/moment-in-second';
import type { CustomerId } from '../kernel/ids';
import { APPLIED, ignored } from './fact-ports';
import type { FactContext, FactOutcome, FactPorts } from './fact-ports';

export async function applyCheckout(
  checkout: CheckoutSeen,
  context: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  const { shop, now, newId, onOurClock } = context;
  // A cart that is kept now would be abandoned, and written about, once the app is back.
  if (shop.state !== 'installed') return ignored('the app was not installed');
  const activityAt = earlier(onOurClock(checkout.updatedAt), now);
  const outcome = await recordCart({ shop, checkout, activityAt, newId, now }, ports);
  if (outcome.kind === 'older') return ignored('a newer state of this checkout is known');
  if (checkout.acceptsMarketing) {
    const proof = { checkout: checkout.externalId };
    const customerId = outcome.cart.customerId;
    await recordCheckbox({ customerId, proof, at: begunAt(checkout, activityAt) }, context, ports);
  }
  return APPLIED;
}

/**
 * A checkout says that its box is ticked, not since when, and the first that we hear of it may be a
 * later change: who withdrew in between must not be taken to have agreed anew. Measured back from the
 * last change, whose time is right on our clock.
 */
function begunAt({ createdAt, updatedAt }: CheckoutSeen, activityAt: Date): Date {
  const age = Math.max(0, updatedAt.getTime() - createdAt.getTime());
  return new Date(activityAt.getTime() - age);
}

interface Checkbox {
  readonly customerId: CustomerId | null;
  /** Where it was ticked; an order names the checkout that it came from, so it counts once. */
  readonly proof: { readonly checkout: string } | { readonly order: string };
  readonly at: Date;
}

/** The marketing checkbox of the checkout, in stores whose wording names WhatsApp. */
async function recordCheckbox(
  { customerId, proof, at }: Checkbox,
  { shop, now }: FactContext,
  ports: FactPorts,
): Promise<void> {
  if (!customerId || !shop.settings.checkoutMarketingCoversWhatsApp) return;
  const place = 'checkout' in proof ? `checkout:${proof.checkout}` : `order:${proof.order}`;
  const record = {
    customerId,
    state: 'granted',
    source: 'checkout_checkbox',
    occurredAt: at,
    proof,
    key: `${place}:${customerId}`,
  } as const;
  await recordConsent({ shopId: shop.id, now, record }, ports);
}

export async function applyOrder(
  seen: OrderSeen,
  context: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  const { shop, now, newId, onOurClock } = context;
  const statedAt = earlier(onOurClock(seen.placedAt), now);
  const order: OrderSeen = {
    ...seen,
    placedAt: momentInSecond(statedAt, now),
    cancelledAt: seen.cancelledAt && onOurClock(seen.cancelledAt),
  };
  const outcome = await recordOrder({ shop, order, now, newId }, ports);
  if (outcome.kind === 'older') return ignored('a newer state of this order is known');
  // Who writes a draft order is the store, so its checkbox is nobody's act.
  if (order.acceptsMarketing && !order.fromDraft) {
    const { checkoutToken, externalId } = order;
    const proof = checkoutToken ? { checkout: checkoutToken } : { order: externalId };
    await recordCheckbox(
      { customerId: outcome.order.customerId, proof, at: statedAt },
      context,
      ports,
    );
  }
  return outcome.isPurchase ? { kind: 'applied', purchase: outcome.order } : APPLIED;
}

export async function applyRefund(
  refund: RefundSeen,
  { shop, now }: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  await recordRefund({ shop, refund, now }, ports);
  return APPLIED;
}

export async function applyPaymentNews(
  news: PaymentNewsSeen,
  { shop, now }: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  const isOurs = await recordPaymentNews({ shopId: shop.id, news, now }, ports);
  return isOurs ? APPLIED : ignored('about no payment of ours');
}

/** A source's clock may run ahead; nothing has happened in the future. */
const earlier = (left: Date, right: Date): Date => (left < right ? left : right);
