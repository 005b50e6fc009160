import { z } from 'zod';

import { operation } from './operation';

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });

const variant = z.object({
  id: z.string(),
  title: z.string(),
  sku: z.string().nullish(),
  price: z.coerce.string(),
  compareAtPrice: z.coerce.string().nullish(),
  availableForSale: z.boolean(),
  image: z.object({ url: z.string() }).nullish(),
});

const variants = z.object({ nodes: z.array(variant), pageInfo });

const product = z.object({
  id: z.string(),
  title: z.string(),
  handle: z.string(),
  status: z.string(),
  updatedAt: z.string(),
  featuredMedia: z
    .object({ preview: z.object({ image: z.object({ url: z.string() }).nullish() }).nullish() })
    .nullish(),
  variants,
});

export type CatalogProductNode = z.output<typeof product>;
export type CatalogVariantNode = z.output<typeof variant>;

/** The photo of a variant: see `VARIANT_DETAILS`. */
const VARIANTS = `
  nodes { id title sku price compareAtPrice availableForSale image { url } }
  pageInfo { hasNextPage endCursor }`;

/** In the order of their ids, which no change of a product moves. */
export const PRODUCTS = operation(
  'RipresaProducts',
  `#graphql
  query RipresaProducts($after: String) {
    products(first: 25, after: $after, sortKey: ID) {
      nodes {
        id title handle status updatedAt
        featuredMedia { preview { image { url } } }
        variants(first: 10) { ${VARIANTS} }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({ products: z.object({ nodes: z.array(product), pageInfo }) }),
);

export const PRODUCT_VARIANTS_AFTER = operation(
  'RipresaProductVariants',
  `#graphql
  query RipresaProductVariants($id: ID!, $after: String) {
    node(id: $id) {
      ... on Product { variants(first: 100, after: $after) { ${VARIANTS} } }
    }
  }`,
  z.object({ node: z.object({ variants }).nullish() }),
);
