import { z } from 'zod';

import { operation } from './operation';

export const READ_SHOP = operation(
  'RipresaShop',
  `#graphql
  query RipresaShop {
    shop {
      name
      myshopifyDomain
      currencyCode
      ianaTimezone
      shopAddress { countryCodeV2 }
      primaryDomain { localization { defaultLocale } }
    }
  }`,
  z.object({
    shop: z.object({
      name: z.string(),
      myshopifyDomain: z.string(),
      currencyCode: z.string(),
      ianaTimezone: z.string(),
      shopAddress: z.object({ countryCodeV2: z.string().nullish() }).nullish(),
      primaryDomain: z
        .object({ localization: z.object({ defaultLocale: z.string() }).nullish() })
        .nullish(),
    }),
  }),
);

const preview = z
  .object({ preview: z.object({ image: z.object({ url: z.string() }).nullish() }).nullish() })
  .nullish();

const variantNode = z.object({
  id: z.string(),
  price: z.coerce.string(),
  compareAtPrice: z.coerce.string().nullish(),
  image: z.object({ url: z.string() }).nullish(),
  product: z.object({ id: z.string(), featuredMedia: preview }),
});

export type VariantNode = z.output<typeof variantNode>;

/**
 * `ProductVariant.image` is deprecated for `media`, a list that may hold videos and models and that
 * costs points for each variant; the one photo of a variant is `image`, in `unstable` too.
 */
export const VARIANT_DETAILS = operation(
  'RipresaVariants',
  `#graphql
  query RipresaVariants($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on ProductVariant {
        id price compareAtPrice
        image { url }
        product { id featuredMedia { preview { image { url } } } }
      }
    }
  }`,
  z.object({ nodes: z.array(variantNode.nullable().catch(null)) }),
);

const userErrors = z.array(z.object({ code: z.string().nullish() }));

export const CREATE_DISCOUNT = operation(
  'RipresaDiscountCreate',
  `#graphql
  mutation RipresaDiscountCreate($discount: DiscountCodeBasicInput!) {
    discountCodeBasicCreate(basicCodeDiscount: $discount) {
      codeDiscountNode { id }
      userErrors { code field }
    }
  }`,
  z.object({
    discountCodeBasicCreate: z.object({
      codeDiscountNode: z.object({ id: z.string() }).nullish(),
      userErrors,
    }),
  }),
);

const consent = z.object({
  whatsAppMarketingConsent: z.object({ state: z.string(), updatedAt: z.string().nullish() }),
});

export const READ_CONSENT = operation(
  'RipresaWhatsAppConsent',
  `#graphql
  query RipresaWhatsAppConsent($id: ID!) {
    customer(id: $id) {
      defaultPhoneNumber { whatsAppMarketingConsent { state updatedAt } }
    }
  }`,
  z.object({ customer: z.object({ defaultPhoneNumber: consent.nullish() }).nullish() }),
);

export const WRITE_CONSENT = operation(
  'RipresaWhatsAppConsentUpdate',
  `#graphql
  mutation RipresaWhatsAppConsentUpdate($input: CustomerWhatsAppMarketingConsentUpdateInput!) {
    customerWhatsAppMarketingConsentUpdate(input: $input) {
      customerPhoneNumber { whatsAppMarketingConsent { state updatedAt } }
      userErrors { code field }
    }
  }`,
  z.object({
    customerWhatsAppMarketingConsentUpdate: z.object({
      customerPhoneNumber: consent.nullish(),
      userErrors,
    }),
  }),
);
