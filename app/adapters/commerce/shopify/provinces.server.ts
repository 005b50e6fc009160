import type { Province } from '#core/commerce/index';

import type { AdminGraphql } from './graphql.server';
import { READ_SHIPPING_ZONES } from './sales-operations';

/**
 * Shopify lists provinces only in the store's shipping zones, and there those it sends to. A country of
 * the rest of the world has none, and is not asked for one.
 */
export async function provincesOf(
  domain: string,
  country: string,
  graphql: AdminGraphql,
): Promise<readonly Province[]> {
  const { deliveryProfiles } = await graphql(domain, READ_SHIPPING_ZONES);
  const regions = deliveryProfiles.nodes
    .flatMap(({ profileLocationGroups }) => profileLocationGroups)
    .flatMap(({ locationGroupZones }) => locationGroupZones.nodes)
    .flatMap(({ zone }) => zone.countries)
    .filter(({ code }) => code.countryCode === country)
    .flatMap(({ provinces }) => provinces);
  const named = new Map(regions.map(({ code, name }) => [code, name]));
  return [...named]
    .map(([code, name]) => ({ code, name }))
    .sort((left, right) => left.name.localeCompare(right.name));
}
