import type { Http } from '#adapters/http/request';
import type { CatalogPlatform } from '#core/catalog/index';
import type { CommercePlatform, OutsideSales, VariantDetails } from '#core/commerce/index';
import { decimalText } from '#core/kernel/money';

import { createAccessTokens } from './access-token.server';
import type { ShopifyAddress } from './address';
import { productsPage } from './catalog.server';
import { checkoutUrl } from './checkout-url';
import { gid } from './draft-input';
import { createAdminGraphql, type AdminGraphql } from './graphql.server';
import { shopifyFault } from './graphql-errors';
import type { Distribution } from './manifest';
import { noteRefund } from './note-refund.server';
import {
  CREATE_DISCOUNT,
  READ_CONSENT,
  READ_SHOP,
  VARIANT_DETAILS,
  WRITE_CONSENT,
  type VariantNode,
} from './operations';
import { resourceId } from './payload-fields';
import { placeOrder } from './place-order.server';
import { provincesOf } from './provinces.server';
import { quoteCart } from './quote.server';
import { decisionOf } from './read-customer';
import { higherPrice } from './read-product';
import { checkoutsSince, ordersSince } from './reconcile.server';
import type { OfflineTokenStore } from '#core/commerce/index';

export interface ShopifyClientOptions extends ShopifyAddress {
  readonly http: Pick<Http, 'request'>;
  readonly tokens: OfflineTokenStore;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly distribution: Distribution;
  /** The real time (see AccessTokenOptions). */
  readonly now?: () => Date;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** Shopify as the app uses it: the Admin GraphQL API with each shop's own offline token. */
export function createShopifyClient(
  options: ShopifyClientOptions,
): CommercePlatform & CatalogPlatform {
  const address = { apiBaseUrl: options.apiBaseUrl, storefrontUrl: options.storefrontUrl };
  const { http, now, wait } = options;
  const timing = { ...(now ? { now } : {}), ...(wait ? { wait } : {}) };
  const tokens = createAccessTokens({
    store: options.tokens,
    http,
    address,
    apiKey: options.apiKey,
    apiSecret: options.apiSecret,
    ...timing,
  });
  const graphql = createAdminGraphql({ http, tokens, address, ...timing });
  return {
    platform: 'shopify',
    outsideSales: options.distribution === 'custom' ? outsideSales(graphql) : null,
    readShop: (domain) => readShop(domain, graphql),
    createDiscountCode: (domain, discount) => createDiscountCode(domain, discount, graphql),
    variantDetails: (domain, ids) => variantDetails(domain, ids, graphql),
    checkoutUrl: (domain, cart, code) => checkoutUrl(address, domain, cart, code),
    checkoutsSince: (domain, since, cursor) => checkoutsSince(domain, since, cursor, graphql),
    ordersSince: (domain, since, cursor) => ordersSince(domain, since, cursor, graphql),
    products: (domain, cursor) => productsPage(domain, cursor, graphql),
    readWhatsAppConsent: (domain, customerId) => readConsent(domain, customerId, graphql),
    writeWhatsAppConsent: (domain, customerId, consent) =>
      writeConsent(domain, customerId, consent, graphql),
  };
}

/** Not through the App Store, whose rule 1.1.2 lets nothing go past Shopify's checkout. */
const outsideSales = (graphql: AdminGraphql): OutsideSales => ({
  quote: (domain, cart, terms) => quoteCart(domain, cart, terms, graphql),
  provinces: (domain, country) => provincesOf(domain, country, graphql),
  placeOrder: (domain, sale) => placeOrder(domain, sale, graphql),
  noteRefund: (domain, order, refunded) => noteRefund(domain, order, refunded, graphql),
});

async function readShop(
  domain: string,
  graphql: AdminGraphql,
): ReturnType<CommercePlatform['readShop']> {
  const { shop } = await graphql(domain, READ_SHOP);
  const countryCode = shop.shopAddress?.countryCodeV2 ?? '';
  return {
    platform: 'shopify',
    domain: shop.myshopifyDomain,
    name: shop.name,
    currency: shop.currencyCode,
    timeZone: shop.ianaTimezone,
    countryCode,
    locale: shop.primaryDomain?.localization?.defaultLocale ?? likelyLocale(countryCode),
  };
}

/** The most spoken language of a country (CLDR likely subtags); "en" for an unknown one. */
function likelyLocale(countryCode: string): string {
  if (!/^[A-Z]{2}$/.test(countryCode)) return 'en';
  const { language } = new Intl.Locale(`und-${countryCode}`).maximize();
  return language === 'und' ? 'en' : language;
}

type Discount = Parameters<CommercePlatform['createDiscountCode']>[1];

async function createDiscountCode(
  domain: string,
  discount: Discount,
  graphql: AdminGraphql,
): Promise<void> {
  const { discountCodeBasicCreate: made } = await graphql(domain, CREATE_DISCOUNT, {
    discount: discountInput(discount),
  });
  // The code is made from the recovery, so a taken one is our own earlier call.
  const refused = made.userErrors.find(({ code }) => code !== 'TAKEN');
  if (!refused) return;
  const code = refused.code ?? 'INVALID';
  throw shopifyFault(code, `the discount was refused (${code})`, null);
}

const discountInput = ({ code, title, value, validFrom, validUntil }: Discount) => ({
  code,
  title,
  startsAt: validFrom.toISOString(),
  endsAt: validUntil.toISOString(),
  usageLimit: 1,
  appliesOncePerCustomer: true,
  context: { all: 'ALL' },
  customerGets: { items: { all: true }, value: discountValue(value) },
});

const discountValue = (value: Discount['value']) =>
  value.kind === 'percentage'
    ? { percentage: value.percent / 100 }
    : { discountAmount: { amount: decimalText(value), appliesOnEachItem: false } };

/** Keeps a query's cost far below the limit; a cart has at most 500 lines. */
const VARIANTS_AT_ONCE = 50;

async function variantDetails(
  domain: string,
  variantIds: readonly string[],
  graphql: AdminGraphql,
): Promise<readonly VariantDetails[]> {
  const ids = [...new Set(variantIds)].map((id) => gid('ProductVariant', id));
  const found: VariantDetails[] = [];
  for (let start = 0; start < ids.length; start += VARIANTS_AT_ONCE) {
    const { nodes } = await graphql(domain, VARIANT_DETAILS, {
      ids: ids.slice(start, start + VARIANTS_AT_ONCE),
    });
    found.push(...nodes.flatMap((node) => (node ? [toDetails(node)] : [])));
  }
  return found;
}

const toDetails = (node: VariantNode): VariantDetails => ({
  variantId: resourceId(node.id, null) ?? node.id,
  productId: resourceId(node.product.id, null) ?? node.product.id,
  imageUrl: node.image?.url ?? productPhoto(node),
  compareAtPrice: higherPrice(node.compareAtPrice ?? null, node.price),
});

const productPhoto = ({ product }: VariantNode): string | null =>
  product.featuredMedia?.preview?.image?.url ?? null;

async function readConsent(
  domain: string,
  externalCustomerId: string,
  graphql: AdminGraphql,
): ReturnType<CommercePlatform['readWhatsAppConsent']> {
  const { customer } = await graphql(domain, READ_CONSENT, {
    id: gid('Customer', externalCustomerId),
  });
  const given = customer?.defaultPhoneNumber?.whatsAppMarketingConsent;
  const state = decisionOf(given?.state ?? null);
  return state ? { state, at: given?.updatedAt ? new Date(given.updatedAt) : null } : null;
}

async function writeConsent(
  domain: string,
  externalCustomerId: string,
  consent: Parameters<CommercePlatform['writeWhatsAppConsent']>[2],
  graphql: AdminGraphql,
): Promise<void> {
  const { customerWhatsAppMarketingConsentUpdate: written } = await graphql(domain, WRITE_CONSENT, {
    input: {
      customerId: gid('Customer', externalCustomerId),
      whatsAppMarketingConsent: {
        state: consent.state === 'granted' ? 'SUBSCRIBED' : 'UNSUBSCRIBED',
        // Shopify wants a level with an opt-in; a shopper's own message is one step.
        ...(consent.state === 'granted' ? { optInLevel: 'SINGLE_OPT_IN' } : {}),
        updatedAt: consent.at.toISOString(),
      },
    },
  });
  const refused = written.userErrors[0];
  if (refused) {
    const code = refused.code ?? 'INVALID';
    throw shopifyFault(code, `the consent was refused (${code})`, null);
  }
}
