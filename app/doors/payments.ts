import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Services } from '#boot/services';
import { clickUrl, linkClient } from '#core/attribution/index';
import type { CartQuote, QuoteOutcome, Shop } from '#core/commerce/index';
import { isVendorFault } from '#core/kernel/vendor-fault';
import type { LinkView, OpenPaymentOutcome, Payable } from '#core/payments/index';
import { answer, header, plainHeaders, readBody, refuseBody, requestUrl } from './http';
import { answerPage } from './pages';
import { answerOffer, answerPaymentPage } from './payment-pages';

const tokenIn = (path: string): string => path.slice('/p/'.length);

/**
 * Shows what a payment link is good for. Nothing but the first look at a request is written down, so
 * that previews and link checkers do no harm; they are not even shown the cart.
 */
export async function showPayment(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): Promise<void> {
  const token = tokenIn(path);
  const view = await services.payments.view(token);
  if (view.kind !== 'payable') {
    answerView(view, request, response, services);
  } else if (isRobot(request)) {
    answerPaymentPage(request, response, 200, 'pay');
  } else if (view.open && requestUrl(request).searchParams.has('paid')) {
    // Sent back by the provider, often before its webhook.
    await services.payments.look(view.open);
    answerPaymentPage(request, response, 200, 'pending', { refreshSeconds: REFRESH_SECONDS });
  } else {
    await services.payments.opened(view.link);
    await withQuote(view, request, response, services, (quote, offered) => {
      answerOffer(request, response, 200, { view: offered, quote, token });
      return Promise.resolve();
    });
  }
}

const REFRESH_SECONDS = 4;

const isRobot = (request: IncomingMessage): boolean =>
  linkClient({ method: request.method ?? 'GET', headers: plainHeaders(request) }).robot;

/** What a provider takes to answer the other tap. */
const OTHER_TAP_MS = 1_000;

/** A form of two short fields. */
const MOST_BYTES = 4_096;

/** The shopper pressed the button: sends the browser on to the provider's page. */
export async function payAtProvider(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): Promise<void> {
  const read = await readBody(request, MOST_BYTES);
  if (read.kind === 'aborted') return;
  if (read.kind !== 'body') {
    refuseBody(response, read.kind);
    return;
  }
  const form = new URLSearchParams(read.bytes.toString('utf8'));
  const token = tokenIn(path);
  // A second look, where another tap opened a page at the same moment.
  for (const isLast of [false, true]) {
    const view = await services.payments.view(token);
    if (view.kind !== 'payable') {
      answerView(view, request, response, services);
      return;
    }
    const outcome = await payFor(view, { token, form }, request, response, services);
    if (outcome === null) return;
    if (outcome.kind !== 'again' || isLast) {
      answerOpened(outcome, view.shop, request, response);
      return;
    }
    await sleep(OTHER_TAP_MS);
  }
}

interface Press {
  readonly token: string;
  readonly form: URLSearchParams;
}

/** Null when it has been answered: another total is shown before it is charged. */
async function payFor(
  view: Payable,
  { token, form }: Press,
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): Promise<OpenPaymentOutcome | null> {
  return withQuote(view, request, response, services, async (quote, offered) => {
    const { total } = quote;
    const wanted = offered.accounts.find(({ provider }) => provider === form.get('provider'));
    if (!wanted || form.get('total') !== `${total.minor} ${total.currency}`) {
      answerOffer(request, response, 409, { view: offered, quote, token });
      return null;
    }
    const locale = header(request, 'accept-language')?.split(',')[0]?.trim() ?? null;
    const { provider } = wanted;
    return orRefused(() => services.payments.open({ view, provider, quote, token, locale }));
  });
}

async function orRefused(open: () => Promise<OpenPaymentOutcome>): Promise<OpenPaymentOutcome> {
  try {
    return await open();
  } catch (error) {
    if (isVendorFault(error)) return { kind: 'refused', later: error.details.retry !== 'never' };
    throw error;
  }
}

/**
 * Asks the store what the cart costs now, and who can take that; what keeps it from being paid is
 * answered at once.
 */
async function withQuote<Result>(
  view: Payable,
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
  then: (quote: CartQuote, offered: Payable) => Promise<Result>,
): Promise<Result | null> {
  const { shop, link, bill } = view;
  const shopUrl =
    bill.kind === 'cart' ? checkoutOf({ shop, link, cart: bill.cart }, services) : homeOf(shop);
  const quoted = await quoteOrNull(view, services);
  switch (quoted?.kind) {
    case 'priced': {
      const accounts = services.payments.takers(view, quoted.quote.total);
      if (accounts.length > 0) return then(quoted.quote, { ...view, accounts });
      answerLeftOver(view, shopUrl, request, response);
      return null;
    }
    case 'unavailable':
      answerPaymentPage(request, response, 409, 'missing', { missing: quoted.missing, shopUrl });
      return null;
    case 'checkout_only':
      answerLeftOver(view, shopUrl, request, response);
      return null;
    case undefined:
      answerPaymentPage(request, response, 503, 'busy', { shopUrl });
      return null;
  }
}

/** A cart is left to the store's checkout; a sum has none. */
function answerLeftOver(
  { bill, shop }: Payable,
  shopUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (bill.kind === 'sum') answerOver({ kind: 'untaken', shop }, request, response);
  else answer(response, 302, '', { location: shopUrl, 'cache-control': 'no-store' });
}

async function quoteOrNull(
  view: Payable,
  { payments, log }: Services,
): Promise<QuoteOutcome | null> {
  try {
    return await payments.quote(view);
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    log.warn({ err: error, shopId: view.shop.id }, 'a store could not price a cart');
    return null;
  }
}

const homeOf = (shop: Shop): string => `https://${shop.domain}/`;

/** The store's own checkout, with the click that led here. */
function checkoutOf(
  { shop, cart, link }: Pick<Extract<LinkView, { kind: 'checkout' }>, 'shop' | 'cart' | 'link'>,
  { checkoutUrl }: Services,
): string {
  const url = checkoutUrl(shop, cart, link.discountCode) ?? homeOf(shop);
  const { clickToken: token } = link;
  return token === null ? url : clickUrl(url, { token, campaign: 'payment-link' });
}

function answerView(
  view: Exclude<LinkView, Payable>,
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): void {
  switch (view.kind) {
    case 'unknown':
      answerPage(request, response, 404, 'unknown');
      break;
    case 'expired':
    case 'withdrawn':
    case 'untaken':
      answerOver(view, request, response);
      break;
    case 'bought':
      answerPage(request, response, 200, 'bought', { shopUrl: homeOf(view.shop) });
      break;
    case 'settled':
      answerPaymentPage(request, response, 200, view.how, { shopUrl: homeOf(view.shop) });
      break;
    case 'checkout':
      answer(response, 302, '', {
        location: checkoutOf(view, services),
        'cache-control': 'no-store',
      });
  }
}

/** It could be paid once. */
function answerOver(
  view: Extract<LinkView, { kind: 'expired' | 'withdrawn' | 'untaken' }>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const place = { shopUrl: homeOf(view.shop) };
  if (view.kind !== 'expired') answerPaymentPage(request, response, 410, view.kind, place);
  else if (view.isRequest) answerPaymentPage(request, response, 410, 'lapsed', place);
  else answerPage(request, response, 410, 'expired', place);
}

function answerOpened(
  outcome: OpenPaymentOutcome,
  shop: Shop,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (outcome.kind === 'opened') {
    answer(response, 303, '', { location: outcome.url, 'cache-control': 'no-store' });
  } else if (outcome.kind === 'under_way') {
    answerPaymentPage(request, response, 200, 'pending', { shopUrl: homeOf(shop) });
  } else if (outcome.kind === 'refused' && !outcome.later) {
    answerPaymentPage(request, response, 409, 'refused', { shopUrl: homeOf(shop) });
  } else {
    answerPaymentPage(request, response, 503, 'busy', { shopUrl: homeOf(shop) });
  }
}
