import { draftCut, priceOf, usableDiscount, type Price } from './pricing';
import type { Checkout, Customer, Discount, ShopState } from './state';

/** A checkout with what follows from it at one moment. */
export interface CheckoutView {
  checkout: Checkout;
  customer: Customer | null;
  discount: Discount | null;
  price: Price;
  recoveryUrl: string;
}

export function viewCheckout(
  state: ShopState,
  checkout: Checkout,
  publicUrl: string,
  now: Date,
): CheckoutView {
  const draft =
    checkout.draftOrderId === null ? undefined : state.drafts.get(checkout.draftOrderId);
  const discount = usableDiscount(state, checkout.discountCode, checkout.customerId, now);
  return {
    checkout,
    customer:
      checkout.customerId === null ? null : (state.customers.get(checkout.customerId) ?? null),
    discount,
    price: priceOf(checkout.lines, draftCut(draft) ?? discount),
    recoveryUrl: `${publicUrl}/sandbox/store/checkouts/${checkout.token}/recover?key=${checkout.recoveryKey}`,
  };
}

const ABANDONED_AFTER_MS = 10 * 60 * 1000;

/** Shopify lists a checkout as abandoned ten minutes after the shopper's last step. */
export function isAbandoned(checkout: Checkout, now: Date): boolean {
  const until = checkout.completedAt ?? now;
  return checkout.announced && until.getTime() - checkout.touchedAt.getTime() >= ABANDONED_AFTER_MS;
}
