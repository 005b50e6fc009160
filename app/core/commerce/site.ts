import type { ShopId } from '../kernel/ids';

/** Where a connected site answers. */
export interface SiteAddress {
  /** The store's home URL, without a slash at its end. */
  readonly home: string;
  /** The REST address as the site names it ("https://shop.example/wp-json/"). */
  readonly rest: string;
}

/** A connected site with its secrets: never logged, encrypted at rest. */
export interface Site extends SiteAddress {
  readonly id: string;
  readonly shopId: ShopId;
  readonly domain: string;
  /** The current one and, during a change, the one before it. */
  readonly signingKeys: readonly [string, ...string[]];
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

/**
 * How a site is named: its home URL's host and path ("shop.example", "a.example/en"), because the
 * blogs of one network may differ in their path alone. Null for what is no address of a site.
 */
export function siteDomain(home: string): string | null {
  if (!URL.canParse(home)) return null;
  const { protocol, host, pathname } = new URL(home);
  if (!/^https?:$/.test(protocol) || host === '') return null;
  return `${host}${pathname}`.replace(/\/+$/, '').toLowerCase();
}

/** A one-time code that a merchant's browser carries from our consent page to the site. */
export interface ConnectCode extends SiteAddress {
  /** Only its hash is kept. */
  readonly hash: string;
  readonly state: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

export interface SiteStore {
  /** Null when nobody has this id, or not any more. */
  byId(siteId: string): Promise<Site | null>;
  byDomain(domain: string): Promise<Site | null>;
  /**
   * Keeps a connection of a store: its first, or a new one with new keys. The id that it had stays,
   * and its key before is taken until then. Answers the site's id.
   */
  connect(
    site: Omit<Site, 'signingKeys'> & { readonly signingKey: string },
    times: { readonly at: Date; readonly previousKeyUntil: Date },
  ): Promise<string>;
  /** Forgets the store's secrets; a repetition changes nothing. */
  disconnect(shopId: ShopId, at: Date): Promise<void>;
  /**
   * A store that disconnected before this moment, when it did so; null when there is none. Until the
   * transaction ends nobody else is given it, and it can't connect again.
   */
  leftBefore(moment: Date): Promise<{ readonly shopId: ShopId; readonly at: Date } | null>;
  offerCode(code: Omit<ConnectCode, 'usedAt'>, at: Date): Promise<void>;
  code(hash: string): Promise<ConnectCode | null>;
  /** Uses a code up; false when somebody else has. */
  useCode(hash: string, at: Date): Promise<boolean>;
}
