import { newId } from '#boot/chance';
import type { CartId, PaymentId, PaymentLinkId, ShopId } from '#core/kernel/ids';
import type { OutboundMessage } from '#core/messaging/index';
import { quoteSum } from '#core/payments/index';
import type { Payment, PaymentLink } from '#core/payments/index';
import { TURIN } from '../../fixtures/addresses';
import { minutes, NOW, type Rig } from './sample-rows';

export const paymentLinkOf = (shopId: ShopId, cartId: CartId): PaymentLink => {
  const id: PaymentLinkId = newId();
  return {
    ...{ id, shopId, tokenHash: `hash-${id}`, clickToken: null, discountCode: null },
    ...{ billed: { kind: 'cart', cartId }, request: null },
    ...{ createdAt: NOW, expiresAt: minutes(60) },
  };
};

export const paymentOf = ({ shopId, id: linkId, billed }: PaymentLink, id: string): Payment => ({
  ...{ id: id as PaymentId, shopId, linkId, provider: 'stripe' },
  cartId: billed.kind === 'cart' ? billed.cartId : null,
  ...{ sessionId: null, url: null, state: 'open', reason: null, reference: null },
  quote: {
    ...{ lines: [], parcels: [], total: { minor: 990, currency: 'EUR' }, coupons: [] },
    basis: { b: 1, a: 2 },
  },
  delivery: null,
  ...{ paid: null, paidAt: null, refunded: null, isDisputed: false, orderExternalId: null },
  ...{ acceptedAt: null, attempts: 0, openedAt: NOW, expiresAt: minutes(60) },
});

/** A shop's account at a provider, and a payment of a cart there. */
export async function seedPayment(
  { payments, paymentAccounts }: Rig['stores'],
  shopId: ShopId,
  cartId: CartId,
): Promise<void> {
  const account = { id: newId(), shopId, provider: 'stripe', live: false } as const;
  const state = { state: 'active', stateReason: null, connectedAt: NOW } as const;
  const access = { secret: 'rk_test_1', live: false };
  await paymentAccounts.save({ ...account, ...state }, access, { id: 'we_1', secret: 'whsec_1' });
  const link = paymentLinkOf(shopId, cartId);
  await payments.offer(link);
  const delivery = { address: { ...TURIN, address1: 'Corso Palestro 7' }, rates: {} };
  await payments.begin({ ...paymentOf(link, newId()), delivery }, minutes(10));
}

/** What an agent asked a person for by a message, in words that name the person, and the try to pay it. */
export async function seedRequest(
  { payments }: Rig['stores'],
  { shopId, id: messageId, customerId }: OutboundMessage,
  reason: string,
): Promise<void> {
  const amount = { minor: 1_250, currency: 'EUR' };
  const link: PaymentLink = {
    ...paymentLinkOf(shopId, newId()),
    billed: { kind: 'sum', amount, reason },
    request: { messageId, customerId, openedAt: null, withdrawnAt: null },
  };
  await payments.offer(link);
  await payments.markOpened(shopId, link.id, NOW);
  const payment = { ...paymentOf(link, newId()), quote: quoteSum({ amount, reason }) };
  await payments.begin(payment, minutes(10));
}
