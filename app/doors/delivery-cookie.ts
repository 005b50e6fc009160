import type { IncomingMessage, ServerResponse } from 'node:http';
import { createCookie } from '@remix-run/node';
import type { Delivery } from '#core/commerce/index';
import { fieldsOf } from './delivery-form';
import { header } from './http';

/** As long as a provider's page stays open, from which the shopper may come back. */
const KEPT_S = 2 * 60 * 60;
/** Browsers drop larger cookies whole. */
const MOST_BYTES = 3_800;

/**
 * Where a cart is sent, kept by the very browser it was written in: whoever comes back from the
 * provider's page need not write it again, and nobody else sees it.
 */
const cookieFor = (token: string) =>
  createCookie('rp_delivery', {
    path: `/p/${token}`,
    maxAge: KEPT_S,
    httpOnly: true,
    sameSite: 'lax',
  });

/** @param isSecure whether our address is https */
export async function rememberDelivery(
  response: ServerResponse,
  token: string,
  delivery: Delivery,
  isSecure: boolean,
): Promise<void> {
  const written = new URLSearchParams(fieldsOf(delivery).map(([name, value]) => [name, value]));
  const cookie = await cookieFor(token).serialize(written.toString(), { secure: isSecure });
  if (Buffer.byteLength(cookie) <= MOST_BYTES) response.setHeader('set-cookie', cookie);
}

/** The form as this browser last sent it; empty where it sent none. */
export async function rememberedForm(
  request: IncomingMessage,
  token: string,
): Promise<URLSearchParams> {
  const kept: unknown = await cookieFor(token).parse(header(request, 'cookie'));
  return new URLSearchParams(typeof kept === 'string' ? kept : '');
}
