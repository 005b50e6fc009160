import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Services } from '#boot/services';
import { linkClient } from '#core/attribution/index';
import type { Shop } from '#core/commerce/index';
import { isVendorFault } from '#core/kernel/vendor-fault';
import type { LinkView, OpenPaymentOutcome, Payable } from '#core/payments/index';
import { rememberDelivery, rememberedForm } from './delivery-cookie';
import { answer, header, plainHeaders, readBody, refuseBody, requestUrl } from './http';
import { answerPage } from './pages';
import { answerOffer, answerPaymentPage } from './payment-pages';
import { answerOver, checkoutOf, homeOf, withQuote } from './payment-quote';
import type { Exchange, Offer, Press } from './payment-quote';

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
    answerPaymentPage(request, response, 200, 'asking', { refreshSeconds: REFRESH_SECONDS });
  } else {
    await services.payments.opened(view.link);
    const exchange = { request, response };
    const form = await rememberedForm(request, token);
    await withQuote(view, { token, form }, exchange, services, (offer) =>
      showOffer(200, offer, token, exchange, services),
    );
  }
}

async function showOffer(
  status: number,
  offer: Offer,
  token: string,
  { request, response }: Exchange,
  { env }: Services,
): Promise<void> {
  const isSecure = env.PUBLIC_URL.startsWith('https:');
  if (offer.delivery) await rememberDelivery(response, token, offer.delivery, isSecure);
  answerOffer(request, response, status, { ...offer, token });
}

const REFRESH_SECONDS = 4;

const isRobot = (request: IncomingMessage): boolean =>
  linkClient({ method: request.method ?? 'GET', headers: plainHeaders(request) }).robot;

/** What a provider takes to answer the other tap. */
const OTHER_TAP_MS = 1_000;

/** A form with an address in any script. */
const MOST_BYTES = 16_384;

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
    const outcome = await payFor(view, { token, form }, { request, response }, services);
    if (outcome === null) return;
    if (outcome.kind !== 'again' || isLast) {
      answerOpened(outcome, view.shop, request, response);
      return;
    }
    await sleep(OTHER_TAP_MS);
  }
}

/** Null when it has been answered: another total is shown before it is charged. */
async function payFor(
  view: Payable,
  press: Press,
  exchange: Exchange,
  services: Services,
): Promise<OpenPaymentOutcome | null> {
  return withQuote(view, press, exchange, services, async (offer) => {
    const { token, form } = press;
    const { total } = offer.quote;
    const wanted = offer.view.accounts.find(({ provider }) => provider === form.get('provider'));
    if (!wanted || form.get('total') !== `${total.minor} ${total.currency}`) {
      // A step on the way to the button is no mistake.
      await showOffer(form.has('provider') ? 409 : 200, offer, token, exchange, services);
      return null;
    }
    const locale = header(exchange.request, 'accept-language')?.split(',')[0]?.trim() ?? null;
    const { quote, delivery } = offer;
    const { provider } = wanted;
    return orRefused(() =>
      services.payments.open({ view, provider, quote, delivery, token, locale }),
    );
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
