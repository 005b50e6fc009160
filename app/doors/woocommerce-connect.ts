import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '#boot/services';
import type { ConnectProblem } from '#core/commerce/index';
import { answer, answerJson, header, readBody, refuseBody, requestUrl } from './http';
import { consentPage, problemPage } from './woocommerce-pages';
import type { ConnectWish } from './woocommerce-pages';

const MOST_BYTES = 64 * 1024;

/** Shows which store is about to be connected; nothing is kept before the merchant agrees. */
export function showConsent(
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): void {
  const wish = wishOf(requestUrl(request).searchParams, services);
  if (wish.kind === 'refused') answerPage(response, 400, problemPage(wish.problem), "'none'");
  else answerPage(response, 200, consentPage(wish), `'self' ${wish.returnTo.origin}`);
}

/** The merchant has agreed: the browser carries a one-time code back to the site. */
export async function takeConsent(
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): Promise<void> {
  if (!isOwnPage(request, services)) {
    answer(response, 403, 'This form was sent by another page.');
    return;
  }
  const body = await bodyOf(request, response);
  if (body === null) return;
  const wish = wishOf(new URLSearchParams(body.toString('utf8')), services);
  if (wish.kind === 'refused') {
    answerPage(response, 400, problemPage(wish.problem), "'none'");
    return;
  }
  const { home, rest, state, returnTo } = wish;
  const code = await services.woocommerce.offer({ home, rest, state });
  returnTo.searchParams.set('ripresa_code', code);
  returnTo.searchParams.set('state', state);
  answer(response, 303, '', { location: returnTo.href, 'cache-control': 'no-store' });
}

const STATUS: Readonly<Record<ConnectProblem, number>> = {
  code_expired: 410,
  code_used: 409,
  site_unreachable: 502,
  site_mismatch: 403,
  loopback: 422,
  clock: 422,
  not_https: 422,
};

/** From server to server: the code for the keys, once. */
export async function exchangeKeys(
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): Promise<void> {
  const body = await bodyOf(request, response);
  if (body === null) return;
  const outcome = await services.woocommerce.exchange(body);
  if (outcome.kind === 'unreadable') {
    answerJson(response, 400, { error: 'unreadable' });
  } else if (outcome.kind === 'refused') {
    const { problem, detail } = outcome;
    answerJson(response, STATUS[problem], { error: problem, ...(detail ? { detail } : {}) });
  } else {
    const { siteId, signingKey } = outcome;
    const appUrl = services.env.PUBLIC_URL;
    answerJson(response, 200, { siteId, signingKey, appUrl, adminUrl: `${appUrl}/app` });
  }
}

type Judged =
  | ({ readonly kind: 'wish' } & ConnectWish)
  | { readonly kind: 'refused'; readonly problem: ConnectProblem };

/** A browser is sent back to the admin of the very site only: a code in other hands is a key lent. */
function wishOf(given: URLSearchParams, { woocommerce }: Services): Judged {
  const asked = (name: string): string => given.get(name) ?? '';
  const [home, rest, state] = [asked('site'), asked('rest'), asked('state')];
  const problem = woocommerce.problemOf({ home, rest });
  if (problem) return { kind: 'refused', problem };
  const returnTo = returnAddress(asked('return'), home);
  return returnTo && /^[0-9a-f]{32}$/.test(state)
    ? { kind: 'wish', home, rest, state, returnTo }
    : { kind: 'refused', problem: 'site_mismatch' };
}

function returnAddress(written: string, home: string): URL | null {
  const address = URL.canParse(written) ? new URL(written) : null;
  return address?.origin === new URL(home).origin ? address : null;
}

/** Browsers name the page that a form was sent from; one that doesn't has no page. */
function isOwnPage(request: IncomingMessage, { env }: Services): boolean {
  const origin = header(request, 'origin');
  return origin === null || origin === new URL(env.PUBLIC_URL).origin;
}

async function bodyOf(request: IncomingMessage, response: ServerResponse): Promise<Buffer | null> {
  const read = await readBody(request, MOST_BYTES);
  if (read.kind === 'body') return read.bytes;
  if (read.kind !== 'aborted') refuseBody(response, read.kind);
  return null;
}

/** @param formTargets a form's answer leads to the site, and browsers ask about that, too */
function answerPage(
  response: ServerResponse,
  status: number,
  page: string,
  formTargets: string,
): void {
  answer(response, status, page, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${formTargets}; frame-ancestors 'none'`,
    'x-robots-tag': 'noindex',
    // Under "no-referrer" a browser hides the origin of its form, too, and the door would refuse it.
    'referrer-policy': 'same-origin',
  });
}
