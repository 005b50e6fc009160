import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '#boot/services';
import { answer, header, requestUrl } from './http';
import { usedTicketPage, signedOutPage } from './woocommerce-pages';

const NO_STORE = { 'cache-control': 'no-store' } as const;

/** The merchant's browser brings the ticket of a one-time address, and gets a session for it. */
export async function openAdmin(
  request: IncomingMessage,
  response: ServerResponse,
  { signIn }: Services,
): Promise<void> {
  const ticket = requestUrl(request).searchParams.get('ticket') ?? '';
  const cookie = /^[\w-]{20,100}$/.test(ticket) ? await signIn.open(ticket) : null;
  if (cookie) answer(response, 303, '', { ...NO_STORE, location: '/app', 'set-cookie': cookie });
  else answerPage(response, 410, usedTicketPage());
}

/** A form of ours alone signs out: another page must not end a merchant's work. */
export async function closeAdmin(
  request: IncomingMessage,
  response: ServerResponse,
  { signIn }: Services,
): Promise<void> {
  if (!signIn.isOwnOrigin(header(request, 'origin'))) {
    answer(response, 403, 'This form was sent by another page.');
    return;
  }
  const cookie = await signIn.end(header(request, 'cookie'));
  answerPage(response, 200, signedOutPage(), { 'set-cookie': cookie });
}

const answerPage = (
  response: ServerResponse,
  status: number,
  page: string,
  headers: Readonly<Record<string, string>> = {},
): void => {
  answer(response, status, page, {
    ...NO_STORE,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    ...headers,
  });
};
