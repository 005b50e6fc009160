import type { Site, SiteStore } from '#core/commerce/index';

/** Another process may have changed the keys: nothing is believed for longer. */
const FRESH_MS = 30_000;
/** A rush of wrong signatures must not ask the database each time. */
const BARELY_READ_MS = 2_000;
const MOST = 1_000;

export interface SiteCache {
  readonly byId: (siteId: string) => Promise<Site | null>;
  /** The same, read again unless that was done just now: for a signature that is not right. */
  readonly again: (siteId: string) => Promise<Site | null>;
  readonly forget: (siteId: string) => void;
}

/**
 * Sites with their keys in clear, so that a rush of webhooks doesn't decrypt them anew each time.
 * Sites that are not known are not remembered: one may be connected the next moment.
 */
export function createSiteCache(sites: Pick<SiteStore, 'byId'>, now: () => number): SiteCache {
  const known = new Map<string, { readonly site: Site; readonly readAt: number }>();
  const read = async (siteId: string): Promise<Site | null> => {
    const site = await sites.byId(siteId);
    known.delete(siteId);
    if (!site) return null;
    known.set(siteId, { site, readAt: now() });
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    return site;
  };
  const notOlderThan = (ms: number) => (siteId: string) => {
    const found = known.get(siteId);
    return found && now() - found.readAt < ms ? Promise.resolve(found.site) : read(siteId);
  };
  return {
    byId: notOlderThan(FRESH_MS),
    again: notOlderThan(BARELY_READ_MS),
    forget: (siteId) => void known.delete(siteId),
  };
}
