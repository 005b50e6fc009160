import { z } from 'zod';

import { operation } from './operation';

const money = z.object({ amount: z.coerce.string(), currencyCode: z.string() });
const moneyBag = z.object({ shopMoney: money, presentmentMoney: money });
const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });

const address = z
  .object({
    firstName: z.string().nullish(),
    lastName: z.string().nullish(),
    phone: z.string().nullish(),
    countryCodeV2: z.string().nullish(),
  })
  .nullish();

const customer = z
  .object({
    id: z.string(),
    firstName: z.string().nullish(),
    lastName: z.string().nullish(),
    locale: z.string().nullish(),
    defaultEmailAddress: z.object({ emailAddress: z.string() }).nullish(),
    defaultPhoneNumber: z.object({ phoneNumber: z.string() }).nullish(),
    defaultAddress: address,
  })
  .nullish();

const ADDRESS = 'firstName lastName phone countryCodeV2';
const CUSTOMER = `
  id firstName lastName locale
  defaultEmailAddress { emailAddress }
  defaultPhoneNumber { phoneNumber }
  defaultAddress { ${ADDRESS} }`;
const MONEY_BAG = `
  shopMoney { amount currencyCode }
  presentmentMoney { amount currencyCode }`;

const checkoutLine = z.object({
  title: z.string().nullish(),
  variantTitle: z.string().nullish(),
  sku: z.string().nullish(),
  quantity: z.number().int(),
  image: z.object({ url: z.string() }).nullish(),
  product: z.object({ id: z.string() }).nullish(),
  variant: z.object({ id: z.string() }).nullish(),
  originalUnitPriceSet: moneyBag,
});

const checkoutLines = z.object({ nodes: z.array(checkoutLine), pageInfo });

const CHECKOUT_LINES = `
  nodes {
    title variantTitle sku quantity
    image { url }
    product { id }
    variant { id }
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
export type CustomerNode = z.output<typeof customer>;
export type AddressNode = z.output<typeof address>;
export type MoneyBagNode = z.output<typeof moneyBag>;

/** Page sizes keep the requested cost well below Shopify's 1,000 points for one query. */
export const CHECKOUTS_SINCE = operation(
  'RipresaCheckoutsSince',
  `#graphql
  query RipresaCheckoutsSince($filter: String!, $after: String, $withUrl: Boolean!) {
    abandonedCheckouts(first: 8, after: $after, query: $filter, sortKey: CREATED_AT) {
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

const order = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  checkoutToken: z.string().nullish(),
  cartToken: z.string().nullish(),
  customerLocale: z.string().nullish(),
  createdAt: z.string(),
  processedAt: z.string().nullish(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullish(),
  displayFinancialStatus: z.string().nullish(),
  sourceName: z.string().nullish(),
  discountCodes: z.array(z.string()),
  customAttributes: z.array(z.object({ key: z.string(), value: z.string().nullish() })),
  totalPriceSet: moneyBag,
  currentTotalPriceSet: moneyBag,
  customer,
  shippingAddress: address,
  billingAddress: address,
  customerJourneySummary: z
    .object({ lastVisit: z.object({ landingPage: z.string().nullish() }).nullish() })
    .nullish(),
  refunds: z.array(
    z.object({
      id: z.string(),
      createdAt: z.string().nullish(),
      totalRefundedSet: moneyBag,
    }),
  ),
});

export type OrderNode = z.output<typeof order>;

export const ORDERS_SINCE = operation(
  'RipresaOrdersSince',
  `#graphql
  query RipresaOrdersSince($filter: String!, $after: String) {
    orders(first: 15, after: $after, query: $filter, sortKey: UPDATED_AT) {
      nodes {
        id name email phone checkoutToken cartToken customerLocale
        createdAt processedAt updatedAt cancelledAt
        displayFinancialStatus sourceName discountCodes
        customAttributes { key value }
        totalPriceSet { ${MONEY_BAG} }
        currentTotalPriceSet { ${MONEY_BAG} }
        customer { ${CUSTOMER} }
        shippingAddress { ${ADDRESS} }
        billingAddress { ${ADDRESS} }
        customerJourneySummary { lastVisit { landingPage } }
        refunds(first: 10) { id createdAt totalRefundedSet { ${MONEY_BAG} } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({ orders: z.object({ nodes: z.array(order), pageInfo }) }),
);
