import type { Cart, CartStore, CustomerStore, Shop } from '#core/commerce/index';
import { objectionSentence, PROVIDER_NAMES } from '#core/payments/index';
import type {
  Billed,
  PaymentAccountStore,
  PaymentProvider,
  PaymentProviderId,
  PaymentStore,
  Sum,
} from '#core/payments/index';
import type { CartId, ConversationId, MessageId, NewId } from '../kernel/ids';
import { isSameMoney } from '../kernel/money';
import type { Money } from '../kernel/money';
import type { Conversation, ConversationStore } from './ports';
import { requestText } from './request-words';
import { sendReply } from './send-reply';
import type { ReplyRefusal, SendReplyPorts } from './send-reply';

const DAY_MS = 24 * 60 * 60_000;
/** Long enough for a payday to come, short enough that the agent still knows what it was about. */
export const REQUEST_DAYS = 7;

/** Why no payment can be asked for, in words for the agent; a provider's objections have their own. */
export const REQUEST_REFUSALS = {
  payments_off: 'Connect Stripe or PayPal in the settings first.',
  cart_gone: 'This cart is not open any more.',
  asked_already:
    'The shopper was asked for the same and can still pay it. Take that request back first.',
} as const;

export type RequestPaymentOutcome =
  | { readonly kind: 'sent'; readonly messageId: MessageId }
  /** Its key had been sent. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'refused'; readonly reason: keyof typeof REQUEST_REFUSALS | ReplyRefusal }
  /** No provider of the shop takes such a sum. */
  | { readonly kind: 'objected'; readonly sentence: string };

export interface RequestPaymentInput {
  readonly shop: Shop;
  readonly conversationId: ConversationId;
  readonly asked:
    ({ readonly kind: 'sum' } & Sum) | { readonly kind: 'cart'; readonly cartId: CartId };
  /** Of the form that was filled in: sent twice it asks once. */
  readonly key: string;
  /** Of the link, and the address that it makes. */
  readonly token: string;
  readonly url: string;
  readonly now: Date;
  readonly newId: NewId;
  readonly hash: (text: string) => string;
}

export interface RequestPaymentPorts extends SendReplyPorts {
  readonly conversations: ConversationStore;
  readonly customers: Pick<CustomerStore, 'byId'>;
  readonly carts: Pick<CartStore, 'unboughtOf'>;
  readonly payments: Pick<PaymentStore, 'offer' | 'openRequests'>;
  readonly paymentAccounts: Pick<PaymentAccountStore, 'ofShop'>;
  readonly providerOf: (id: PaymentProviderId) => Pick<PaymentProvider, 'objection'>;
}

/**
 * Asks a shopper for a payment by a message with a link of its own, inside the service window. Runs in
 * the caller's transaction, one at a time for a conversation, so that two agents don't ask for the same.
 */
export async function requestPayment(
  input: RequestPaymentInput,
  ports: RequestPaymentPorts,
): Promise<RequestPaymentOutcome> {
  const { shop, conversationId, asked } = input;
  const conversation = await ports.conversations.lock(shop.id, conversationId);
  if (!conversation) return refused('conversation_unknown');
  const known = await sameRequest(input, conversation, ports);
  if (known) return known;
  const cart = asked.kind === 'cart' ? await openCart(input, conversation, ports) : null;
  const amount = asked.kind === 'sum' ? asked.amount : cart?.total;
  if (!amount) return refused('cart_gone');
  const wrong = await objectionOf(shop, amount, ports);
  return wrong ?? send(input, { conversation, cart }, ports);
}

/** What was asked for already: by this very form, or by another one for the same. */
async function sameRequest(
  { shop, asked, key, now }: RequestPaymentInput,
  { customerId }: Conversation,
  { payments }: Pick<RequestPaymentPorts, 'payments'>,
): Promise<RequestPaymentOutcome | null> {
  const open = await payments.openRequests(shop.id, customerId, now);
  if (open.some((one) => one.key === messageKey(key))) return { kind: 'repeated' };
  return open.some(({ link }) => isSame(link.billed, asked)) ? refused('asked_already') : null;
}

const messageKey = (key: string): string => `request:${key}`;

function isSame(left: Billed, right: RequestPaymentInput['asked']): boolean {
  if (left.kind === 'cart') return right.kind === 'cart' && left.cartId === right.cartId;
  return (
    right.kind === 'sum' &&
    isSameMoney(left.amount, right.amount) &&
    left.reason.toLowerCase() === right.reason.toLowerCase()
  );
}

/** Null where it was bought, emptied, or is somebody else's. */
async function openCart(
  { shop, asked }: RequestPaymentInput,
  { customerId }: Conversation,
  { carts }: Pick<RequestPaymentPorts, 'carts'>,
): Promise<Cart | null> {
  const open = await carts.unboughtOf(shop.id, customerId);
  const wanted = asked.kind === 'cart' ? asked.cartId : null;
  return open.find(({ id, lineItems }) => id === wanted && lineItems.length > 0) ?? null;
}

async function objectionOf(
  shop: Shop,
  amount: Money,
  { paymentAccounts, providerOf }: Pick<RequestPaymentPorts, 'paymentAccounts' | 'providerOf'>,
): Promise<RequestPaymentOutcome | null> {
  const accounts = await paymentAccounts.ofShop(shop.id);
  const active = accounts.filter(({ state }) => state === 'active');
  const objections = active.map(({ provider }) => {
    const objection = providerOf(provider).objection(amount);
    return objection && objectionSentence(PROVIDER_NAMES[provider], amount, objection);
  });
  if (objections.length === 0) return refused('payments_off');
  const all = objections.filter((one) => one !== null);
  return all.length < objections.length ? null : { kind: 'objected', sentence: all.join(' ') };
}

async function send(
  input: RequestPaymentInput,
  { conversation, cart }: { readonly conversation: Conversation; readonly cart: Cart | null },
  ports: RequestPaymentPorts,
): Promise<RequestPaymentOutcome> {
  const { shop, asked, token, url, now, newId } = input;
  const expiresAt = new Date(now.getTime() + REQUEST_DAYS * DAY_MS);
  const customer = await ports.customers.byId(shop.id, conversation.customerId);
  const sum = asked.kind === 'sum' ? asked : null;
  const locale = cart?.locale ?? customer?.locale ?? null;
  const text = requestText({ shop, locale, sum, url, expiresAt });
  const about = { shopId: shop.id, conversationId: conversation.id, key: messageKey(input.key) };
  const outcome = await sendReply({ ...about, body: { kind: 'text', text }, now, newId }, ports);
  if (outcome.kind !== 'queued') return outcome;
  const { messageId } = outcome;
  const { customerId } = conversation;
  await ports.payments.offer({
    ...{ id: newId(), shopId: shop.id, tokenHash: input.hash(token), billed: asked },
    request: { messageId, customerId, openedAt: null, withdrawnAt: null },
    ...{ clickToken: null, discountCode: null, createdAt: now, expiresAt },
  });
  return { kind: 'sent', messageId };
}

const refused = (
  reason: keyof typeof REQUEST_REFUSALS | ReplyRefusal,
): Extract<RequestPaymentOutcome, { kind: 'refused' }> => ({ kind: 'refused', reason });
