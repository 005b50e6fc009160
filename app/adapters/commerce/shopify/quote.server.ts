import type {
  AddressPart,
  Cart,
  CartQuote,
  Delivery,
  MissingItem,
  Parcel,
  QuotedLine,
  QuoteOutcome,
  QuoteTerms,
} from '#core/commerce/index';
import { chosenRate, soldName } from '#core/commerce/index';
import { isVendorFault } from '#core/kernel/vendor-fault';

import { draftOf, gid, moneyOf, writtenAddress, type Basis, type Content } from './draft-input';
import type { AdminGraphql } from './graphql.server';
import { resourceId } from './payload-fields';
import { PRICE_DRAFT, READ_SHELF, type PricedNode, type ShelfNode } from './sales-operations';

/**
 * Has Shopify price a cart as a draft order that is never made: with the address that is known, and no
 * e-mail or phone in it. Prices of ways of sending are as Shopify names them: without taxes in a store
 * that adds these.
 */
export async function quoteCart(
  domain: string,
  cart: Cart,
  terms: QuoteTerms,
  graphql: AdminGraphql,
): Promise<QuoteOutcome> {
  const lines = linesIn(cart);
  if (!lines) return { kind: 'checkout_only' };
  try {
    const standing = await standingOf(domain, cart, lines, graphql);
    return standing ?? (await priceCart(domain, basisOf(cart, lines, terms), terms, graphql));
  } catch (error) {
    // The app was installed before it asked for these access scopes.
    const isDenied = isVendorFault(error) && error.details.code === 'ACCESS_DENIED';
    if (isDenied) return { kind: 'checkout_only' };
    throw error;
  }
}

/** Null for what a draft can't hold: no variant of the store's, or one with the shopper's own words. */
function linesIn({ lineItems }: Cart): Content['lines'] | null {
  const quantities = new Map<string, number>();
  for (const { variantId, quantity, isCustomised } of lineItems) {
    if (variantId === null || !/^\d+$/.test(variantId) || isCustomised) return null;
    quantities.set(variantId, (quantities.get(variantId) ?? 0) + quantity);
  }
  if (quantities.size === 0) return null;
  return [...quantities].map(([variantId, quantity]) => ({ variantId, quantity }));
}

const basisOf = (
  cart: Cart,
  lines: Content['lines'],
  { coupons, delivery }: QuoteTerms,
): Content => ({
  currency: cart.total.currency,
  lines,
  discountCodes: [...new Set([...cart.discountCodes, ...coupons])],
  country: delivery ? null : cart.countryCode,
});

/** What keeps the cart from being bought here; null when nothing does. */
async function standingOf(
  domain: string,
  cart: Cart,
  lines: Content['lines'],
  graphql: AdminGraphql,
): Promise<QuoteOutcome | null> {
  const ids = lines.map(({ variantId }) => gid('ProductVariant', variantId));
  const { nodes } = await graphql(domain, READ_SHELF, { ids });
  const shelf = new Map(nodes.flatMap((node) => (node ? [[resourceId(node.id, null), node]] : [])));
  const missing = lines.flatMap(({ variantId, quantity }): MissingItem[] => {
    const why = whyMissing(shelf.get(variantId), quantity);
    if (!why) return [];
    const item = cart.lineItems.find((one) => one.variantId === variantId);
    return [{ title: item ? soldName(item.title, item.variantTitle) : '…', why }];
  });
  if (missing.length > 0) return { kind: 'unavailable', missing };
  // A bundle and a subscription are put together in a checkout.
  const isSpecial = [...shelf.values()].some(
    ({ requiresComponents, product }) => requiresComponents || product.requiresSellingPlan,
  );
  return isSpecial ? { kind: 'checkout_only' } : null;
}

/** Unlisted products are sold, too: to whoever has their address. */
const SOLD: ReadonlySet<string> = new Set(['ACTIVE', 'UNLISTED']);

function whyMissing(node: ShelfNode | undefined, quantity: number): MissingItem['why'] | null {
  if (!node || !SOLD.has(node.product.status)) return 'gone';
  if (!node.availableForSale) return 'sold_out';
  const isCounted = node.inventoryItem.tracked && node.inventoryPolicy === 'DENY';
  return isCounted && node.sellableOnlineQuantity < quantity ? 'too_few' : null;
}

type Input = Readonly<Record<string, unknown>>;
type Priced =
  | { readonly kind: 'priced'; readonly draft: PricedNode }
  | Extract<QuoteOutcome, { kind: 'address_refused' | 'checkout_only' }>;

async function priceCart(
  domain: string,
  basis: Content,
  { delivery }: QuoteTerms,
  graphql: AdminGraphql,
): Promise<QuoteOutcome> {
  const address = delivery ? { shippingAddress: writtenAddress(delivery.address) } : {};
  const input = { ...draftOf(basis), ...address };
  const priced = await price(domain, input, delivery, graphql);
  if (priced.kind !== 'priced') return priced;
  const { draft } = priced;
  // A few own rules of the store (bundles, gifts) add lines that no cart of ours knows.
  if (draft.lineItems.length !== basis.lines.length) return { kind: 'checkout_only' };
  if (!draft.lineItems.some(({ requiresShipping }) => requiresShipping)) {
    return { kind: 'priced', quote: quoteOf(draft, basis, null) };
  }
  if (!delivery) return { kind: 'needs_address', lines: shownLines(draft) };
  return priceSent(domain, { basis, input, delivery, draft }, graphql);
}

interface Sent {
  readonly basis: Content;
  readonly input: Input;
  readonly delivery: Delivery;
  readonly draft: PricedNode;
}

async function priceSent(
  domain: string,
  { basis, input, delivery, draft }: Sent,
  graphql: AdminGraphql,
): Promise<QuoteOutcome> {
  const rates = draft.availableShippingRates;
  const chosen = rates.find(({ handle }) => handle === delivery.rates[PARCEL]) ?? rates[0];
  if (!chosen) return { kind: 'undeliverable' };
  const shippingLine = { shippingRateHandle: chosen.handle, title: chosen.title };
  const sent = await price(domain, { ...input, shippingLine }, delivery, graphql);
  if (sent.kind !== 'priced') return sent;
  const parcel = parcelOf(rates, chosen, sent.draft);
  return { kind: 'priced', quote: quoteOf(sent.draft, basis, parcel) };
}

async function price(
  domain: string,
  input: Input,
  delivery: Delivery | null,
  graphql: AdminGraphql,
): Promise<Priced> {
  try {
    const { draftOrderCalculate: answer } = await graphql(domain, PRICE_DRAFT, { input });
    const { calculatedDraftOrder: draft, userErrors } = answer;
    if (draft && userErrors.length === 0) return { kind: 'priced', draft };
    return refusedFor(userErrors, delivery);
  } catch (error) {
    // A country is a word of the schema: one that Shopify does not know is refused before all else.
    const isUnread = isVendorFault(error) && error.details.code === 'INVALID_VARIABLE';
    if (isUnread && delivery) return { kind: 'address_refused', parts: ['country'] };
    throw error;
  }
}

function refusedFor(
  errors: readonly { readonly field?: readonly string[] | null | undefined }[],
  delivery: Delivery | null,
): Exclude<Priced, { kind: 'priced' }> {
  const parts = errors.flatMap(({ field }) => PARTS[field?.at(-1) ?? ''] ?? []);
  if (!delivery || parts.length === 0) return { kind: 'checkout_only' };
  return { kind: 'address_refused', parts: [...new Set(parts)] };
}

/** The parts of an address as Shopify's refusals name them. */
const PARTS: Readonly<Record<string, AddressPart>> = {
  ...{ firstName: 'firstName', lastName: 'lastName', address1: 'address1', address2: 'address2' },
  ...{ city: 'city', zip: 'postcode', province: 'province', provinceCode: 'province' },
  ...{ country: 'country', countryCode: 'country' },
};

/** A draft is sent as one. */
const PARCEL = '0';

type Rate = PricedNode['availableShippingRates'][number];

/** The chosen rate costs what the draft reckons for it: the shopper's currency, and a free code. */
const parcelOf = (rates: readonly Rate[], { handle: chosen }: Rate, draft: PricedNode): Parcel => ({
  id: PARCEL,
  rates: rates.map(({ handle, title, price: asked }) => ({
    id: handle,
    title,
    price: moneyOf(handle === chosen ? draft.totalShippingPriceSet.presentmentMoney : asked),
  })),
  chosen,
});

function quoteOf(draft: PricedNode, basis: Content, parcel: Parcel | null): CartQuote {
  const chosen = parcel && chosenRate(parcel);
  const { amount } = draft.totalShippingPriceSet.presentmentMoney;
  const kept: Basis = {
    ...basis,
    lines: basis.lines.map((line, at) => ({ ...line, price: priceIn(draft, line, at) })),
    discountCodes: draft.discountCodes,
    shipping: chosen ? { title: chosen.title, price: amount } : null,
  };
  return {
    lines: shownLines(draft),
    parcels: parcel ? [parcel] : [],
    total: moneyOf(draft.totalPriceSet.presentmentMoney),
    coupons: draft.discountCodes,
    basis: kept,
  };
}

/** By its variant; Shopify need not keep the order of lines. */
function priceIn({ lineItems }: PricedNode, line: Content['lines'][number], at: number): string {
  const wanted = gid('ProductVariant', line.variantId);
  const found = lineItems.find(({ variant }) => variant?.id === wanted) ?? lineItems[at];
  return found?.originalUnitPriceSet.presentmentMoney.amount ?? '0';
}

const shownLines = ({ lineItems }: PricedNode): readonly QuotedLine[] =>
  lineItems.map(({ name, quantity, originalUnitPriceSet }) => ({
    title: name,
    quantity,
    unitPrice: moneyOf(originalUnitPriceSet.presentmentMoney),
  }));
