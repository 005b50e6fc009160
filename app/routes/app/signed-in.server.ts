import { redirect } from '@remix-run/node';
import type { TypedResponse } from '@remix-run/node';
import { services } from '#boot/services';
import type { Services } from '#boot/services';
import type { Shop } from '#core/commerce/index';
import { authenticateAdmin } from '../../shopify.server';

export interface SignedIn {
  readonly shop: Shop;
  readonly services: Services;
  readonly now: Date;
  /** Inside Shopify's admin, or on a page of its own. */
  readonly place: 'embedded' | 'standalone';
  /** Keeps what the embedded admin needs in the address. */
  readonly redirect: (url: string) => TypedResponse<never>;
}

/**
 * The store whose admin asks. Every page's loader and action starts here, so that no page can read
 * another store's rows.
 * @throws Response for what is not signed in, 404 for a store that was erased
 */
export async function signedIn(request: Request): Promise<SignedIn> {
  const started = services();
  const own = isShopifys(request) ? null : await standalone(request, started);
  if (own) return own;
  const { domain, redirect: within } = await authenticateAdmin(request);
  const shop = await started.stores.shops.byDomain(domain);
  if (!shop) refuse(404, 'This store is not known.');
  const now = started.clock.now();
  return { shop, services: started, now, place: 'embedded', redirect: within };
}

/** Shopify's admin names the store in the address, or sends a session token. */
const isShopifys = (request: Request): boolean =>
  request.headers.has('authorization') || new URL(request.url).searchParams.has('shop');

const READING = new Set(['GET', 'HEAD']);

/**
 * A merchant who came from their own site's admin, by the session's cookie.
 * @throws Response 403 for a change that another site's page asks for
 */
async function standalone(request: Request, started: Services): Promise<SignedIn | null> {
  const shop = await started.signIn.shopOf(request.headers.get('cookie'));
  if (!shop) return null;
  const isOwn = started.signIn.isOwnOrigin(request.headers.get('origin'));
  if (!READING.has(request.method) && !isOwn) refuse(403, 'This was sent by another page.');
  return { shop, services: started, now: started.clock.now(), place: 'standalone', redirect };
}

/**
 * Ends a loader or action with a status, which the page's error boundary puts into words.
 * @throws Response, the framework's way to leave from any depth
 */
export function refuse(status: 400 | 403 | 404, text: string): never {
  throw new Response(text, { status }) as unknown as Error;
}

const UNREADABLE = 'Not understood.';

/** PostgreSQL keeps no NUL in a text, and none of our forms can make one. */
const refuseNul = (text: string): void => {
  if (text.includes('\0') || text.includes('\\u0000')) refuse(400, UNREADABLE);
};

/** The fields of a form that was posted. @throws Response 400 for a body of another kind */
export async function readForm(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const form = await request.formData().catch(() => null);
  if (!form) refuse(400, UNREADABLE);
  for (const value of form.values()) if (typeof value === 'string') refuseNul(value);
  return Object.fromEntries(form);
}

/** The JSON that was posted, of any shape. @throws Response 400 for a body of another kind */
export async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  refuseNul(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    refuse(400, UNREADABLE);
  }
}

/** @throws Response 404 when there is nothing, as for another store's id */
export function found<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) {
    refuse(404, `There is no such ${what}.`);
  }
  return value;
}
