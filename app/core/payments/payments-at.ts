import type { Payment, PaymentLink } from './payment';
import type { PaymentStore } from './store-ports';

/** All tries to pay what a link is for: a cart's come by every link to it. */
export const paymentsAt = (
  { shopId, id, billed }: Pick<PaymentLink, 'shopId' | 'id' | 'billed'>,
  payments: Pick<PaymentStore, 'ofCart' | 'ofLink'>,
): Promise<readonly Payment[]> =>
  billed.kind === 'cart' ? payments.ofCart(shopId, billed.cartId) : payments.ofLink(shopId, id);
