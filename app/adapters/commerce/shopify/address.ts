/** Where a shop's services answer. Both overrides exist for rehearsals and for proxies. */
export interface ShopifyAddress {
  /** Takes all API calls instead of `https://<shop domain>`. */
  readonly apiBaseUrl?: string | undefined;
  /** Takes cart permalinks instead of `https://<shop domain>`. */
  readonly storefrontUrl?: string | undefined;
}

/**
 * The URL of an API path, and the headers that belong to it: with an override the original host
 * travels in `x-forwarded-host`, so that the receiver knows the shop.
 */
export function addressOf(
  address: ShopifyAddress,
  domain: string,
  path: string,
): { url: string; headers: Record<string, string> } {
  if (!address.apiBaseUrl) return { url: `https://${domain}${path}`, headers: {} };
  const base = address.apiBaseUrl.replace(/\/+$/, '');
  return { url: `${base}${path}`, headers: { 'x-forwarded-host': domain } };
}
