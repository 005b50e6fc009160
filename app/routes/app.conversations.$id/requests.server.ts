import { z } from 'zod';
import { hash, newToken } from '#boot/chance';
import { REPLY_REFUSALS, REQUEST_DAYS, REQUEST_REFUSALS, requestPayment } from '#core/inbox/index';
import type { Cart } from '#core/commerce/index';
import type { RequestPaymentInput, RequestPaymentOutcome } from '#core/inbox/index';
import type { CartId, ConversationId, CustomerId, PaymentLinkId } from '#core/kernel/ids';
import {
  isWithdrawable,
  LONGEST_REASON,
  readSum,
  requestStanding,
  WITHDRAWAL_REFUSALS,
  withdrawRequest,
} from '#core/payments/index';
import { paymentRequests } from '#queries/payment-requests';
import type { RequestSeen } from '#queries/payment-requests';
import type { SaveAnswer } from '#ui/save-bar';
import { found, refuse } from '../app/signed-in.server';
import type { SignedIn } from '../app/signed-in.server';

/** What the composer needs to ask for a payment: whether one can be, and for which carts. */
export async function loadAsking({ shop, services }: SignedIn, customerId: CustomerId) {
  const { carts, paymentAccounts } = services.stores;
  const accounts = await paymentAccounts.ofShop(shop.id);
  const unbought = await carts.unboughtOf(shop.id, customerId);
  const isPossible = services.platformOf(shop).outsideSales !== null;
  const isConnected = accounts.some(({ state }) => state === 'active');
  return {
    place: isPossible ? (isConnected ? 'here' : 'not_connected') : 'store_checkout',
    currency: shop.currency,
    days: REQUEST_DAYS,
    longestReason: LONGEST_REASON,
    carts: unbought.flatMap(choice).slice(0, MOST_CARTS),
  } as const;
}

const MOST_CARTS = 10;

/** A cart as it can be chosen; an empty one can't. */
function choice({ id, lineItems: [first, ...others], total, lastActivityAt }: Cart) {
  if (!first) return [];
  const sum = { totalMinor: total.minor, currency: total.currency };
  return [{ id, title: first.title, others: others.length, ...sum, activeAt: lastActivityAt }];
}

export type ShownRequest = ReturnType<typeof shown>;

/** The requests that messages carry, by the message. */
export async function loadRequests(
  { shop, services, now }: SignedIn,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, ShownRequest>> {
  const requests = await paymentRequests(shop.id, services.database.sql, messageIds);
  return new Map(requests.map((request) => [request.messageId, shown(request, now)]));
}

function shown(request: RequestSeen, now: Date) {
  const standing = requestStanding(request, now);
  return { ...request, standing, isWithdrawable: isWithdrawable(standing) };
}

const askSchema = z.object({
  what: z.enum(['sum', 'cart']),
  amount: z.string().max(40).default(''),
  reason: z.string().max(2_000).default(''),
  cart: z.string().max(100).default(''),
  key: z.string().regex(/^[\w-]{8,64}$/),
});

type Form = Readonly<Record<string, unknown>>;

const wrong = (field: string, sentence: string): SaveAnswer => ({
  ok: false,
  errors: { [field]: sentence },
});

/** Asks the shopper of a conversation for a payment. @throws Response 404 for no such conversation */
export async function askForPayment(
  form: Form,
  conversationId: ConversationId,
  signed: SignedIn,
): Promise<SaveAnswer> {
  const { shop, services } = signed;
  found(await services.stores.conversations.byId(shop.id, conversationId), 'conversation');
  if (!services.platformOf(shop).outsideSales) return wrong('form', NOT_HERE);
  const parsed = askSchema.safeParse(form);
  if (!parsed.success) refuse(400, 'Not understood.');
  const { what, amount, reason, cart, key } = parsed.data;
  if (what === 'cart') {
    return send({ kind: 'cart', cartId: cart as CartId }, { conversationId, key }, signed);
  }
  const read = readSum(amount, reason, shop.currency);
  return read.ok
    ? send({ kind: 'sum', ...read.sum }, { conversationId, key }, signed)
    : wrong(read.field, read.sentence);
}

const NOT_HERE = 'A Shopify store is paid in its own checkout.';

async function send(
  asked: RequestPaymentInput['asked'],
  place: Pick<RequestPaymentInput, 'conversationId' | 'key'>,
  { shop, services, now }: SignedIn,
): Promise<SaveAnswer> {
  const { transact, newId, env, providerOf } = services;
  const token = newToken();
  const url = `${env.PUBLIC_URL}/p/${token}`;
  const outcome = await transact((stores) =>
    requestPayment(
      { shop, ...place, asked, token, url, now, newId, hash },
      { ...stores, providerOf },
    ),
  );
  if (outcome.kind !== 'sent' && outcome.kind !== 'repeated') return answerRefusal(outcome);
  services.wake();
  return { ok: true, said: 'Payment request sent' };
}

function answerRefusal(
  outcome: Extract<RequestPaymentOutcome, { kind: 'refused' | 'objected' }>,
): SaveAnswer {
  if (outcome.kind === 'objected') return wrong('amount', outcome.sentence);
  const { reason } = outcome;
  if (reason === 'conversation_unknown') refuse(404, 'There is no such conversation.');
  return wrong('form', { ...REPLY_REFUSALS, ...REQUEST_REFUSALS }[reason]);
}

const withdrawSchema = z.object({ request: z.string().max(100) });

/**
 * Takes a request of a conversation back.
 * @throws Response 404 for no such conversation or request
 */
export async function takeBack(
  form: Form,
  conversationId: ConversationId,
  { shop, services, now }: SignedIn,
): Promise<SaveAnswer> {
  const { stores } = services;
  found(await stores.conversations.byId(shop.id, conversationId), 'conversation');
  const parsed = withdrawSchema.safeParse(form);
  if (!parsed.success) refuse(400, 'Not understood.');
  const id = parsed.data.request as PaymentLinkId;
  const outcome = await withdrawRequest({ shopId: shop.id, id, now }, services);
  if (outcome.kind === 'unknown') refuse(404, 'There is no such request.');
  return outcome.kind === 'withdrawn'
    ? { ok: true, said: 'Payment request withdrawn' }
    : wrong(`request ${id}`, WITHDRAWAL_REFUSALS[outcome.reason]);
}
