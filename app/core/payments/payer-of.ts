import type { Cart } from '#core/commerce/index';
import type { CustomerId } from '../kernel/ids';
import type { PaymentLink } from './payment';

/** Who pays at a link, as far as it is known: whom an agent asked, or whose cart it is. */
export const payerOf = (
  { request }: Pick<PaymentLink, 'request'>,
  cart: Pick<Cart, 'customerId'> | null,
): CustomerId | null => request?.customerId ?? cart?.customerId ?? null;
