import { services } from '#boot/services';
import type { Services } from '#boot/services';
import type { Shop } from '#core/commerce/index';

/** A question of a connected site's plugin. */
export interface SiteQuestion {
  readonly shop: Shop;
  readonly services: Services;
  readonly now: Date;
  readonly query: URLSearchParams;
  readonly body: string;
  /** Of this very request, and of no other. */
  readonly signature: string;
}

const MAX_BODY_BYTES = 64 * 1024;

/**
 * The store whose plugin asks, by the signature over the request's bytes. Every answer starts here,
 * so that no site can read another store's rows.
 * @throws Response 401 or 410 with the protocol's word
 */
export async function signedSite(request: Request): Promise<SiteQuestion> {
  const started = services();
  const url = new URL(request.url);
  const body = Buffer.from(await request.arrayBuffer());
  if (body.length > MAX_BODY_BYTES) refuse(413, { error: 'too_large' });
  const asking = await started.woocommerce.askedBy({
    method: request.method,
    path: `${url.pathname}${url.search}`,
    headers: Object.fromEntries(request.headers),
    body,
  });
  if (asking.kind === 'unknown_site') refuse(410, { error: 'unknown_site' });
  if (asking.kind === 'refused') refuse(401, wordsOf(asking.reason));
  const shop = await started.stores.shops.byId(asking.shopId);
  if (shop?.state !== 'installed') refuse(410, { error: 'unknown_site' });
  return {
    shop,
    services: started,
    now: started.clock.now(),
    query: url.searchParams,
    body: body.toString('utf8'),
    signature: request.headers.get('x-ripresa-signature') ?? '',
  };
}

const wordsOf = (reason: string): Readonly<Record<string, unknown>> =>
  reason === 'clock' ? { error: reason, now: Math.floor(Date.now() / 1000) } : { error: reason };

/** JSON that no cache keeps. */
export const answer = (value: unknown, status = 200): Response =>
  Response.json(value, { status, headers: { 'cache-control': 'no-store' } });

/** Ends an answer from any depth. @throws Response */
export function refuse(status: number, words: Readonly<Record<string, unknown>>): never {
  throw answer(words, status) as unknown as Error;
}
