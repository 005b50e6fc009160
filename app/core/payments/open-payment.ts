import type { CartQuote, Delivery } from '#core/commerce/index';
import type { NewId } from '../kernel/ids';
import type { Transact } from '../kernel/transact';
import { isVendorFault } from '../kernel/vendor-fault';
import type { EventLog } from '../kernel/event-envelope';
import type { AccountKeys } from './account';
import { askedFor } from './asked-for';
import { lastLook } from './look-again';
import type { PaymentEvent } from './events';
import type { Payment } from './payment';
import { payerOf } from './payer-of';
import type { PaymentProviderId } from './payment-session';
import type { PaymentProvider } from './ports';
import type { PaymentAccountStore, PaymentStore } from './store-ports';
import type { Payable } from './view-link';

export interface OpenPaymentInput {
  readonly view: Payable;
  readonly provider: PaymentProviderId;
  readonly quote: CartQuote;
  /** What the quote was asked for; null where nothing is sent. */
  readonly delivery: Delivery | null;
  /** Our own page, where the provider sends the shopper back to. */
  readonly pageUrl: string;
  /** BCP 47 */
  readonly locale: string | null;
  readonly now: Date;
  readonly newId: NewId;
}

interface OpenStores {
  readonly payments: Pick<PaymentStore, 'lockLink' | 'begin' | 'change' | 'lookBy'>;
  readonly paymentAccounts: Pick<PaymentAccountStore, 'keys' | 'setState'>;
  readonly events: EventLog<PaymentEvent>;
}

export interface OpenPaymentPorts {
  readonly transact: Transact<OpenStores>;
  readonly providerOf: (id: PaymentProviderId) => PaymentProvider;
}

export interface GiveUpPorts {
  readonly transact: Transact<{
    readonly payments: Pick<PaymentStore, 'change' | 'lookBy'>;
    readonly paymentAccounts: Pick<PaymentAccountStore, 'keys'>;
  }>;
  readonly providerOf: OpenPaymentPorts['providerOf'];
}

export type OpenPaymentOutcome =
  | { readonly kind: 'opened'; readonly url: string }
  /** The page that was open before has been paid meanwhile, or it may have been. */
  | { readonly kind: 'under_way' }
  /** Somebody else opened one at the same moment: look again. */
  | { readonly kind: 'again' }
  /** It can't be opened now; `later`: in a moment it may. */
  | { readonly kind: 'refused'; readonly later: boolean };

const MINUTE_MS = 60_000;
/** Long enough to look for a card, short enough that price and stock still hold. */
const OPEN_FOR_MS = 120 * MINUTE_MS;
/** A page that closes while the shopper types is of no use. */
const SHORTEST_REST_MS = 10 * MINUTE_MS;
/** When the provider is asked by ourselves for the first time. */
export const FIRST_LOOK_MS = 10 * MINUTE_MS;

/**
 * Opens a page at the provider for the sum that the store named, or answers the one that is still
 * open. The payment is written down first and its id is the provider's key, so that whatever happens
 * in between makes one page.
 */
export async function openPayment(
  input: OpenPaymentInput,
  ports: OpenPaymentPorts,
): Promise<OpenPaymentOutcome> {
  const { view, provider, now } = input;
  const keys = await ports.transact(({ paymentAccounts }) =>
    paymentAccounts.keys(view.shop.id, provider),
  );
  if (!keys) return { kind: 'refused', later: false };
  const { open } = view;
  if (open && isStillGood(open, input)) return visit(open, keys, input, ports);
  if (open && !(await giveUp(open, now, ports))) return { kind: 'under_way' };
  const payment = newPayment(input);
  const begun = await ports.transact(async ({ payments, events }) => {
    const link = await payments.lockLink(view.shop.id, view.link.id);
    // Taken back at this moment: the next look says so.
    if (!link || link.request?.withdrawnAt) return false;
    const isFirst = await payments.begin(payment, new Date(now.getTime() + FIRST_LOOK_MS));
    if (isFirst) await events.append(openedEvent(payment, view, now));
    return isFirst;
  });
  return begun ? visit(payment, keys, input, ports) : { kind: 'again' };
}

/** Whoever began it and has no page a minute later has died over it. */
const isStillGood = (
  open: Payment,
  { provider, quote, delivery, now }: OpenPaymentInput,
): boolean =>
  open.provider === provider &&
  JSON.stringify([open.quote, open.delivery]) === JSON.stringify([quote, delivery]) &&
  (open.url !== null || now.getTime() - open.openedAt.getTime() < MINUTE_MS) &&
  open.expiresAt.getTime() - now.getTime() > SHORTEST_REST_MS;

const newPayment = ({
  view,
  provider,
  quote,
  delivery,
  now,
  newId,
}: OpenPaymentInput): Payment => ({
  id: newId(),
  shopId: view.shop.id,
  linkId: view.link.id,
  cartId: view.bill.kind === 'cart' ? view.bill.cart.id : null,
  ...{ provider, sessionId: null, url: null, quote, delivery },
  ...{ state: 'open', reason: null, reference: null },
  ...{ paid: null, paidAt: null, refunded: null, isDisputed: false, orderExternalId: null },
  ...{
    acceptedAt: null,
    attempts: 0,
    openedAt: now,
    expiresAt: new Date(now.getTime() + OPEN_FOR_MS),
  },
});

const openedEvent = (
  { id, shopId }: Payment,
  { link, bill }: Payable,
  now: Date,
): PaymentEvent => ({
  ...{ type: 'payment.opened', shopId, subjectId: id, occurredAt: now },
  payload: { paymentId: id, customerId: payerOf(link, bill.kind === 'cart' ? bill.cart : null) },
});

async function visit(
  payment: Payment,
  { access }: AccountKeys,
  input: OpenPaymentInput,
  ports: OpenPaymentPorts,
): Promise<OpenPaymentOutcome> {
  if (payment.url !== null) return { kind: 'opened', url: payment.url };
  const { shop, bill } = input.view;
  const email = bill.kind === 'cart' ? bill.cart.email : null;
  try {
    const opened = await ports
      .providerOf(payment.provider)
      .open(access, askedFor(payment, { shop, email, ...input }));
    const { id: sessionId, url, expiresAt } = opened;
    const lookAt = new Date(input.now.getTime() + FIRST_LOOK_MS);
    await ports.transact(({ payments }) =>
      payments.change(shop.id, payment.id, { sessionId, url, expiresAt }, lookAt),
    );
    return { kind: 'opened', url };
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    return refused(payment, error.details, ports);
  }
}

/** What may have been made at the provider keeps its key, and the next tap asks for it again. */
async function refused(
  { shopId, id, provider }: Payment,
  { retry, code }: { readonly retry: string; readonly code: string },
  { transact }: OpenPaymentPorts,
): Promise<OpenPaymentOutcome> {
  if (code === 'key_in_use') return { kind: 'again' };
  if (retry !== 'never') return { kind: 'refused', later: true };
  await transact(async ({ payments, paymentAccounts }) => {
    await payments.change(shopId, id, { state: 'failed' }, null);
    if (code === 'keys_refused') {
      await paymentAccounts.setState(shopId, provider, 'refused', code);
    }
  });
  return { kind: 'refused', later: false };
}

/** Closes a page whose sum or provider is not the right one any more; false when it may be paid. */
export async function giveUp(open: Payment, now: Date, ports: GiveUpPorts): Promise<boolean> {
  const { shopId, id, sessionId } = open;
  const lookAt = lastLook(open, now);
  if (sessionId !== null && !(await isClosed({ ...open, sessionId }, ports))) return false;
  await ports.transact(({ payments }) =>
    payments.change(shopId, id, { state: 'replaced' }, lookAt),
  );
  return true;
}

/**
 * A provider that can't close its page tells of an agreement at most, and what is replaced is never
 * taken.
 */
async function isClosed(
  { shopId, id, provider, sessionId }: Payment & { readonly sessionId: string },
  { transact, providerOf }: GiveUpPorts,
): Promise<boolean> {
  const keys = await transact(({ paymentAccounts }) => paymentAccounts.keys(shopId, provider));
  if (!keys) return true;
  const seen = await providerOf(provider).close(keys.access, sessionId);
  if (seen.state !== 'paid' && seen.state !== 'pending') return true;
  await transact(({ payments }) => payments.lookBy(shopId, id, new Date(0)));
  return false;
}
