import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '#boot/services';
import { recordTouch } from '#core/attribution/index';
import type { RecordTouchOutcome } from '#core/attribution/index';
import type { Shop } from '#core/commerce/index';
import { answer, plainHeaders } from './http';
import { answerPage } from './pages';

/** Opens a tracked link: writes the touch down, then sends the shopper on to the checkout. */
export async function openLink(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): Promise<void> {
  const outcome = await services.transact((stores) =>
    recordTouch(
      {
        token: path.slice('/r/'.length),
        request: { method: request.method ?? 'GET', headers: plainHeaders(request) },
        now: services.clock.now(),
      },
      {
        ...stores,
        checkoutUrl: services.checkoutUrl,
        offerPayment: (link, shop) => services.payments.offer(link, shop, stores),
      },
    ),
  );
  answerOutcome(outcome, request, response);
}

function answerOutcome(
  outcome: RecordTouchOutcome,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const page = answerPage.bind(null, request, response);
  switch (outcome.kind) {
    case 'redirect':
      answer(response, 302, '', {
        location: outcome.url,
        'cache-control': 'no-store',
        'x-robots-tag': 'noindex',
      });
      break;
    case 'pay':
      answer(response, 302, '', {
        location: `/p/${outcome.token}`,
        'cache-control': 'no-store',
        'x-robots-tag': 'noindex',
      });
      break;
    case 'resume':
      page(200, 'resume', {
        items: outcome.cart.lineItems,
        code: outcome.discountCode,
        shopUrl: homeOf(outcome.shop),
      });
      break;
    case 'bought':
      page(200, 'bought', { shopUrl: homeOf(outcome.shop) });
      break;
    case 'expired':
      page(410, 'expired', { shopUrl: homeOf(outcome.shop) });
      break;
    case 'unknown':
      page(404, 'unknown');
  }
}

const homeOf = (shop: Shop): string => `https://${shop.domain}/`;
