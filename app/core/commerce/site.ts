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
