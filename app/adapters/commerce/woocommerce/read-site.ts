import { countryCode, currencyCode, section, text } from '#adapters/http/json-fields';
import type { Shop } from '#core/commerce/index';
import { siteDomain } from '#core/commerce/index';

import { languageTag, unread, type ReadResult } from './fields';
import { zoneName } from './zone-name';

const site = section({
  name: text,
  homeUrl: text,
  currency: currencyCode,
  timeZone: text,
  country: countryCode,
  locale: text,
});

export type SiteDetails = Omit<Shop, 'id' | 'state' | 'settings'>;

/** The store as its plugin describes it. */
export function readSite(told: unknown): ReadResult<SiteDetails> {
  const { name, homeUrl, currency, timeZone, country, locale } = site.parse(told);
  const domain = siteDomain(homeUrl ?? '');
  if (domain === null) return unread('a site without address');
  if (currency === null) return unread('a site without currency');
  return {
    ok: true,
    value: {
      platform: 'woocommerce',
      domain,
      name: name ?? domain,
      currency,
      timeZone: zoneName(timeZone),
      countryCode: country ?? '',
      locale: languageTag(locale) ?? 'en',
    },
  };
}
