import type { CartId, LinkToken, NewId, ShopId } from '../kernel/ids';
import type { PaymentAccountStore, PaymentStore } from './store-ports';

export interface OfferPaymentInput {
  readonly shopId: ShopId;
  readonly cartId: CartId;
  /** The tracked link's, or one of its own: the payment link has it, too. */
  readonly token: string;
  readonly clickToken: LinkToken | null;
  readonly discountCode: string | null;
  readonly expiresAt: Date;
  readonly now: Date;
  readonly newId: NewId;
  readonly hash: (text: string) => string;
}

export interface OfferPaymentPorts {
  readonly payments: Pick<PaymentStore, 'offer'>;
  readonly paymentAccounts: Pick<PaymentAccountStore, 'ofShop'>;
}

/**
 * Lets a cart be paid at a token's address, once, where the merchant takes payments by link; answers
 * whether it can be.
 */
export async function offerPayment(
  input: OfferPaymentInput,
  ports: OfferPaymentPorts,
): Promise<boolean> {
  const { shopId, cartId, clickToken, discountCode, expiresAt, now } = input;
  const accounts = await ports.paymentAccounts.ofShop(shopId);
  if (!accounts.some(({ state }) => state === 'active')) return false;
  await ports.payments.offer({
    ...{ id: input.newId(), shopId, tokenHash: input.hash(input.token), clickToken },
    ...{ billed: { kind: 'cart', cartId }, request: null },
    ...{ discountCode, createdAt: now, expiresAt },
  });
  return true;
}
