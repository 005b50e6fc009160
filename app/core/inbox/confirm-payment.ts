import type { CartStore, CustomerStore, OrderStore, ShopStore } from '#core/commerce/index';
import type { ChannelStore } from '#core/messaging/index';
import type { Payment, PaymentStore } from '#core/payments/index';
import { formatMoney } from '../kernel/money';
import type { CustomerId, NewId, PaymentId, ShopId } from '../kernel/ids';
import { inChat } from './in-chat';
import type { InChat } from './in-chat';
import type { ConversationStore } from './ports';
import { sendReply } from './send-reply';
import type { SendReplyOutcome, SendReplyPorts } from './send-reply';

export interface ConfirmPaymentInput {
  readonly shopId: ShopId;
  readonly paymentId: PaymentId;
  readonly customerId: CustomerId | null;
  readonly orderExternalId: string;
  readonly now: Date;
  readonly newId: NewId;
}

export interface ConfirmPaymentPorts extends SendReplyPorts {
  readonly payments: Pick<PaymentStore, 'byId'>;
  readonly orders: Pick<OrderStore, 'byExternalId'>;
  readonly shops: Pick<ShopStore, 'byId'>;
  readonly carts: Pick<CartStore, 'byId'>;
  readonly customers: Pick<CustomerStore, 'byId'>;
  readonly channels: Pick<ChannelStore, 'byId' | 'ofShop'>;
  readonly conversations: ConversationStore;
}

const TEXTS: InChat = {
  en: 'Thank you! Your payment of {sum} has arrived. Your order at {shop} is {order}.',
  it: 'Grazie! Abbiamo ricevuto il suo pagamento di {sum}. Il suo ordine da {shop} è {order}.',
  es: '¡Gracias! Hemos recibido su pago de {sum}. Su pedido en {shop} es {order}.',
  fr: 'Merci ! Nous avons reçu votre paiement de {sum}. Votre commande chez {shop} est {order}.',
  de: 'Danke! Ihre Zahlung von {sum} ist angekommen. Ihre Bestellung bei {shop}: {order}.',
  pt: 'Obrigado! O seu pagamento de {sum} chegou. O seu pedido na {shop} é {order}.',
};

/**
 * Tells a shopper in the chat that the payment has arrived, once, inside the service window; outside
 * of it the store's own e-mail says so.
 */
export async function confirmPayment(
  input: ConfirmPaymentInput,
  ports: ConfirmPaymentPorts,
): Promise<SendReplyOutcome | { readonly kind: 'nobody' }> {
  const { shopId, paymentId, customerId, now, newId } = input;
  const channel = await ports.channels.ofShop(shopId);
  if (!customerId || !channel) return { kind: 'nobody' };
  const conversation = await ports.conversations.ofPerson(shopId, channel.id, customerId);
  const text = conversation && (await textOf(input, ports));
  if (!text) return { kind: 'nobody' };
  return sendReply(
    {
      ...{ shopId, conversationId: conversation.id, body: { kind: 'text', text }, now, newId },
      key: `paid:${paymentId}`,
    },
    ports,
  );
}

async function textOf(
  input: ConfirmPaymentInput,
  ports: ConfirmPaymentPorts,
): Promise<string | null> {
  const { shopId, paymentId, orderExternalId } = input;
  const payment = await ports.payments.byId(shopId, paymentId);
  const order = await ports.orders.byExternalId(shopId, orderExternalId);
  const shop = await ports.shops.byId(shopId);
  if (!payment || !order || !shop) return null;
  const locale = (await localeOf(input, payment, ports)) ?? shop.locale;
  return inChat(TEXTS, locale, (spoken) => ({
    sum: formatMoney(payment.paid ?? payment.quote.total, spoken),
    shop: shop.name,
    order: order.name,
  }));
}

async function localeOf(
  { shopId, customerId }: ConfirmPaymentInput,
  { cartId }: Payment,
  { carts, customers }: Pick<ConfirmPaymentPorts, 'carts' | 'customers'>,
): Promise<string | null> {
  const cart = cartId === null ? null : await carts.byId(shopId, cartId);
  if (cart?.locale) return cart.locale;
  const customer = customerId && (await customers.byId(shopId, customerId));
  return customer ? customer.locale : null;
}
