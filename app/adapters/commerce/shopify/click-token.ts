/** Query parameter of our tracked links; it reaches the order through its landing page. */
export const CLICK_PARAMETER = 'rp_click';

/** Cart attribute of the same token; it survives a landing page that Shopify didn't record. */
export const CLICK_ATTRIBUTE = 'ripresa_click';

/** Our tokens are 128 bits in base64url or hex; anything else was not made by us. */
const TOKEN = /^[A-Za-z0-9_-]{16,64}$/;

interface Attribute {
  readonly name: string | null;
  readonly value: string | null;
}

/**
 * The click token that an order carries, or null.
 * @param landingPage a path ("/cart/1:1?rp_click=…") or a whole URL
 */
export function clickTokenOf(
  landingPage: string | null,
  attributes: readonly Attribute[],
): string | null {
  const written = attributes.find(({ name }) => name === CLICK_ATTRIBUTE)?.value ?? null;
  return [written, fromQuery(landingPage)].find((token) => token && TOKEN.test(token)) ?? null;
}

function fromQuery(landingPage: string | null): string | null {
  const query = landingPage?.split('?').slice(1).join('?').split('#')[0];
  return query ? new URLSearchParams(query).get(CLICK_PARAMETER) : null;
}
