import { randomBytes } from 'node:crypto';
import type { Stores } from '#adapters/postgres/stores';
import { offerSignIn, openSession } from '#core/commerce/index';
import type { Shop } from '#core/commerce/index';
import type { Clock } from '#core/kernel/clock';
import type { ShopId } from '#core/kernel/ids';
import { hash } from './chance';
import type { Env } from './env';

interface Parts {
  readonly env: Pick<Env, 'PUBLIC_URL'>;
  readonly clock: Clock;
  readonly stores: Pick<Stores, 'shops' | 'signIns'>;
}

/** The way of a merchant from their own site's admin into the app's pages. */
export interface SignIn {
  /**
   * A one-time address that opens the admin of a store, for a minute.
   * @param signature of the request that asks; null is answered when it is replayed
   */
  readonly offer: (shopId: ShopId, signature: string) => Promise<string | null>;
  /** Answers the cookie that the browser gets; null when the ticket is used, over or invented. */
  readonly open: (ticket: string) => Promise<string | null>;
  /** The store whose merchant sends these cookies; null when nobody is signed in. */
  readonly shopOf: (cookies: string | null) => Promise<Shop | null>;
  /** Ends the session of these cookies, and answers the cookie that takes theirs back. */
  readonly end: (cookies: string | null) => Promise<string>;
  /** Whether a request that changes something comes from a page of ours. */
  readonly isOwnOrigin: (origin: string | null) => boolean;
}

const newSecret = (): string => randomBytes(32).toString('base64url');

export function createSignIn({ env, clock, stores }: Parts): SignIn {
  const { protocol, origin } = new URL(env.PUBLIC_URL);
  const cookie = sessionCookie(protocol === 'https:');
  return {
    async offer(shopId, signature) {
      const ticket = newSecret();
      const input = { shopId, ticketHash: hash(ticket), requestHash: hash(signature) };
      const isNew = await offerSignIn({ ...input, now: clock.now() }, stores);
      return isNew ? `${env.PUBLIC_URL}/woocommerce/sign-in?ticket=${ticket}` : null;
    },
    async open(ticket) {
      const [session, now] = [newSecret(), clock.now()];
      const input = { ticketHash: hash(ticket), sessionHash: hash(session), now };
      const until = await openSession(input, stores);
      return until && cookie.write(session, (until.getTime() - now.getTime()) / 1000);
    },
    async shopOf(cookies) {
      const session = cookie.read(cookies);
      if (session === null) return null;
      const shopId = await stores.signIns.shopOf(hash(session), clock.now());
      return shopId && stores.shops.byId(shopId);
    },
    async end(cookies) {
      const session = cookie.read(cookies);
      if (session !== null) await stores.signIns.end(hash(session), clock.now());
      return cookie.write('', 0);
    },
    isOwnOrigin: (given) => given === origin,
  };
}

/**
 * `Lax`, because the first page is opened from another site: a strict cookie would not come along.
 * Browsers take the prefix over https alone, and then from this very host alone.
 */
function sessionCookie(isSecure: boolean) {
  const name = isSecure ? '__Host-ripresa' : 'ripresa';
  const rules = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return {
    write: (value: string, seconds: number): string =>
      `${name}=${value}; ${rules}; Max-Age=${Math.floor(seconds)}`,
    read(cookies: string | null): string | null {
      const found = (cookies ?? '').split(';').find((pair) => pair.trim().startsWith(`${name}=`));
      return found?.slice(found.indexOf('=') + 1).trim() || null;
    },
  };
}
