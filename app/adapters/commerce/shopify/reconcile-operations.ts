import { z } from 'zod';

import {
  address,
  ADDRESS,
  customer,
  CUSTOMER,
  moneyBag,
  MONEY_BAG,
  ORDER,
  orderNode,
} from './nodes';
import { operation } from './operation';

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });

const checkoutLine = z.object({
  title: z.string().nullish(),
  variantTitle: z.string().nullish(),
  sku: z.string().nullish(),
  quantity: z.number().int(),
  image: z.object({ url: z.string() }).nullish(),
  product: z.object({ id: z.string() }).nullish(),
  variant: z.object({ id: z.string() }).nullish(),
  customAttributes: z.array(z.object({ key: z.string() })),
  originalUnitPriceSet: moneyBag,
});

const checkoutLines = z.object({ nodes: z.array(checkoutLine), pageInfo });

const CHECKOUT_LINES = `
  nodes {
    title variantTitle sku quantity
    image { url }
    product { id }
    variant { id }
    customAttributes { key }
    originalUnitPriceSet { ${MONEY_BAG} }
  }
  pageInfo { hasNextPage endCursor }`;

const checkout = z.object({
  id: z.string(),
  abandonedCheckoutUrl: z.string().nullish(),
  createdAt: z.string(),
  updatedAt: z.string(),
  completedAt: z.string().nullish(),
  discountCodes: z.array(z.string()),
  totalPriceSet: moneyBag,
  customer,
  shippingAddress: address,
  billingAddress: address,
  lineItems: checkoutLines,
});

const checkoutPage = z.object({ nodes: z.array(checkout), pageInfo });

export type CheckoutPage = z.output<typeof checkoutPage>;
export type CheckoutNode = z.output<typeof checkout>;
export type CheckoutLineNode = z.output<typeof checkoutLine>;

/** Page sizes keep the requested cost well below Shopify's 1,000 points for one query. */
export const CHECKOUTS_SINCE = operation(
  'RipresaCheckoutsSince',
  `#graphql
  query RipresaCheckoutsSince($filter: String!, $after: String, $withUrl: Boolean!) {
    abandonedCheckouts(first: 7, after: $after, query: $filter, sortKey: CREATED_AT) {
      nodes {
        id createdAt updatedAt completedAt discountCodes
        abandonedCheckoutUrl @include(if: $withUrl)
        totalPriceSet { ${MONEY_BAG} }
        customer { ${CUSTOMER} }
        shippingAddress { ${ADDRESS} }
        billingAddress { ${ADDRESS} }
        lineItems(first: 15) { ${CHECKOUT_LINES} }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({ abandonedCheckouts: checkoutPage }),
);

export const CHECKOUT_LINES_AFTER = operation(
  'RipresaCheckoutLines',
  `#graphql
  query RipresaCheckoutLines($id: ID!, $after: String) {
    node(id: $id) {
      ... on AbandonedCheckout { lineItems(first: 100, after: $after) { ${CHECKOUT_LINES} } }
    }
  }`,
  z.object({ node: z.object({ lineItems: checkoutLines }).nullish() }),
);

export const ORDERS_SINCE = operation(
  'RipresaOrdersSince',
  `#graphql
  query RipresaOrdersSince($filter: String!, $after: String) {
    orders(first: 15, after: $after, query: $filter, sortKey: UPDATED_AT) {
      nodes { ${ORDER} }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({ orders: z.object({ nodes: z.array(orderNode), pageInfo }) }),
);
