import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '#boot/services';
import { answerControl, isControl } from './control';
import { answerHealth, answerMetrics } from './health';
import { answer, hasReadableUrl, requestUrl } from './http';
import { openLink } from './links';
import { serveMedia } from './media';
import { takePaymentEvent } from './payment-events';
import { payAtProvider, showPayment } from './payments';
import { closeAdmin, openAdmin } from './merchant-sign-in';
import { answerChallenge, takeWebhook } from './webhooks';
import { exchangeKeys, showConsent, takeConsent } from './woocommerce-connect';
import { takeStoreEvent } from './woocommerce-events';

type Door = (
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
) => Promise<void> | void;

const EXACT: Readonly<Record<string, Door>> = {
  'POST /webhooks/shopify': (...door) => takeWebhook('shopify', ...door),
  'POST /webhooks/whatsapp': (...door) => takeWebhook('whatsapp', ...door),
  'POST /webhooks/woocommerce': takeStoreEvent,
  'GET /webhooks/whatsapp': answerChallenge,
  'GET /woocommerce/connect': showConsent,
  'POST /woocommerce/connect': takeConsent,
  'POST /woocommerce/exchange': exchangeKeys,
  'GET /woocommerce/sign-in': openAdmin,
  'POST /woocommerce/sign-out': closeAdmin,
  'GET /healthz': (_request, response, services) => answerHealth(response, services),
  'GET /metrics': (_request, response, services) => answerMetrics(response, services),
};

const notAllowed: Door = (_request, response) => {
  answer(response, 405, 'Not like this.');
};

const unreadable: Door = (_request, response) => {
  answer(response, 400, 'This is no address.');
};

/** Doors whose address ends in a name of its own; they are read, never written to. */
const READ: readonly (readonly [prefix: string, door: (path: string) => Door])[] = [
  [
    '/r/',
    (path) =>
      (...door) =>
        openLink(path, ...door),
  ],
  [
    '/p/',
    (path) =>
      (...door) =>
        showPayment(path, ...door),
  ],
  [
    '/media/',
    (path) =>
      (_request, ...door) =>
        serveMedia(path, ...door),
  ],
];

/** The same for addresses that are written to. */
const WRITTEN: readonly (readonly [prefix: string, door: (path: string) => Door])[] = [
  [
    '/p/',
    (path) =>
      (...door) =>
        payAtProvider(path, ...door),
  ],
  [
    '/webhooks/payments/',
    (path) =>
      (...door) =>
        takePaymentEvent(path, ...door),
  ],
];

/** Addresses that are doors whatever the method, so that the pages never see them. */
const isDoorsOnly = (path: string): boolean =>
  path.startsWith('/webhooks/') ||
  path.startsWith('/woocommerce/') ||
  path === '/healthz' ||
  path === '/metrics';

/**
 * Finds the door for machines and shoppers; null for everything that belongs to the merchant's
 * pages. Doors come first, so that a webhook never passes through the web framework.
 */
export function doorFor(request: IncomingMessage): Door | null {
  // Nearly every request of a rush is an exact one; only the others are worth reading as addresses.
  return EXACT[`${request.method ?? 'GET'} ${request.url ?? '/'}`] ?? doorByAddress(request);
}

function doorByAddress(request: IncomingMessage): Door | null {
  if (!hasReadableUrl(request)) return unreadable;
  const method = request.method ?? 'GET';
  const path = requestUrl(request).pathname;
  const exact = EXACT[`${method} ${path}`];
  if (exact) return exact;
  const written = method === 'POST' && WRITTEN.find(([prefix]) => path.startsWith(prefix));
  if (written) return written[1](path);
  if (isDoorsOnly(path)) return notAllowed;
  if (isControl(method, path)) return (...door) => answerControl(`${method} ${path}`, ...door);
  return readDoorFor(method, path);
}

function readDoorFor(method: string, path: string): Door | null {
  const found = READ.find(([prefix]) => path.startsWith(prefix));
  if (!found) return null;
  return method === 'GET' || method === 'HEAD' ? found[1](path) : notAllowed;
}

/** Runs a door; what is unexpected becomes a 500 without details and a line in the log. */
export async function passThrough(
  door: Door,
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): Promise<void> {
  try {
    const actor = `door ${firstPart(request)}`;
    await services.faultPoints.as(actor, () => door(request, response, services));
  } catch (error) {
    services.log.error({ err: error, path: firstPart(request) }, 'a door failed');
    if (!response.headersSent) answer(response, 500, 'Something went wrong on our side.');
    else response.destroy();
  }
}

/** Read without a URL, which every webhook would pay for. */
const firstPart = (request: IncomingMessage): string =>
  /^\/([^/?#]*)/.exec(request.url ?? '/')?.[1] ?? '';
