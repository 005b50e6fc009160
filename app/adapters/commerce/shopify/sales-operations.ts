import { z } from 'zod';

import { moneyBag, moneyNode, ORDER, orderNode, refusals } from './nodes';
import { onceOnly, operation } from './operation';

const variant = z.object({
  id: z.string(),
  availableForSale: z.boolean(),
  sellableOnlineQuantity: z.number(),
  inventoryPolicy: z.string(),
  requiresComponents: z.boolean(),
  inventoryItem: z.object({ tracked: z.boolean() }),
  product: z.object({ status: z.string(), requiresSellingPlan: z.boolean() }),
});

export type ShelfNode = z.output<typeof variant>;

/** Whether variants can be bought, and how many. */
export const READ_SHELF = operation(
  'RipresaShelf',
  `#graphql
  query RipresaShelf($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on ProductVariant {
        id availableForSale sellableOnlineQuantity inventoryPolicy requiresComponents
        inventoryItem { tracked }
        product { status requiresSellingPlan }
      }
    }
  }`,
  z.object({ nodes: z.array(variant.nullable().catch(null)) }),
);

const shopperMoney = moneyBag.pick({ presentmentMoney: true });
const SHOPPER_MONEY = 'presentmentMoney { amount currencyCode }';

const priced = z.object({
  totalPriceSet: shopperMoney,
  totalShippingPriceSet: shopperMoney,
  discountCodes: z.array(z.string()),
  lineItems: z.array(
    z.object({
      name: z.string(),
      quantity: z.number().int(),
      requiresShipping: z.boolean(),
      originalUnitPriceSet: shopperMoney,
      variant: z.object({ id: z.string() }).nullish(),
    }),
  ),
  availableShippingRates: z.array(
    z.object({ handle: z.string(), title: z.string(), price: moneyNode }),
  ),
});

export type PricedNode = z.output<typeof priced>;

/** What a draft order would cost; nothing is made. */
export const PRICE_DRAFT = operation(
  'RipresaDraftPrice',
  `#graphql
  mutation RipresaDraftPrice($input: DraftOrderInput!) {
    draftOrderCalculate(input: $input) {
      calculatedDraftOrder {
        totalPriceSet { ${SHOPPER_MONEY} }
        totalShippingPriceSet { ${SHOPPER_MONEY} }
        discountCodes
        lineItems {
          name quantity requiresShipping
          originalUnitPriceSet { ${SHOPPER_MONEY} }
          variant { id }
        }
        availableShippingRates { handle title price { amount currencyCode } }
      }
      userErrors { field }
    }
  }`,
  z.object({
    draftOrderCalculate: z.object({
      calculatedDraftOrder: priced.nullish(),
      userErrors: refusals,
    }),
  }),
);

const region = z.object({
  code: z.object({ countryCode: z.string().nullish() }),
  provinces: z.array(z.object({ code: z.string(), name: z.string() })),
});

/** The countries that the store sends to; a profile is a set of products that are sent alike. */
export const READ_SHIPPING_ZONES = operation(
  'RipresaShippingZones',
  `#graphql
  query RipresaShippingZones {
    deliveryProfiles(first: 5) {
      nodes {
        profileLocationGroups {
          locationGroupZones(first: 20) {
            nodes { zone { countries { code { countryCode } provinces { code name } } } }
          }
        }
      }
    }
  }`,
  z.object({
    deliveryProfiles: z.object({
      nodes: z.array(
        z.object({
          profileLocationGroups: z.array(
            z.object({
              locationGroupZones: z.object({
                nodes: z.array(z.object({ zone: z.object({ countries: z.array(region) }) })),
              }),
            }),
          ),
        }),
      ),
    }),
  }),
);

const draft = z.object({
  id: z.string(),
  ready: z.boolean(),
  totalPriceSet: shopperMoney,
  order: orderNode.nullish(),
});

const DRAFT = `id ready totalPriceSet { ${SHOPPER_MONEY} }`;

export type DraftNode = z.output<typeof draft>;

/** Everything that a payment's tag is on; few, as long as nobody else writes that tag. */
export const FIND_SALE = operation(
  'RipresaFindSale',
  `#graphql
  query RipresaFindSale($filter: String!) {
    orders(first: 1, query: $filter, sortKey: CREATED_AT) { nodes { ${ORDER} } }
    draftOrders(first: 5, query: $filter, sortKey: ID) {
      nodes { ${DRAFT} order { ${ORDER} } }
    }
  }`,
  z.object({
    orders: z.object({ nodes: z.array(orderNode) }),
    draftOrders: z.object({ nodes: z.array(draft) }),
  }),
);

export const CREATE_DRAFT = onceOnly(
  operation(
    'RipresaDraftCreate',
    `#graphql
    mutation RipresaDraftCreate($input: DraftOrderInput!) {
      draftOrderCreate(input: $input) {
        draftOrder { ${DRAFT} }
        userErrors { field }
      }
    }`,
    z.object({ draftOrderCreate: z.object({ draftOrder: draft.nullish(), userErrors: refusals }) }),
  ),
);

/** Overwrites its lines, so that it may be repeated. */
export const REPRICE_DRAFT = operation(
  'RipresaDraftReprice',
  `#graphql
  mutation RipresaDraftReprice($id: ID!, $input: DraftOrderInput!) {
    draftOrderUpdate(id: $id, input: $input) {
      draftOrder { ${DRAFT} }
      userErrors { field }
    }
  }`,
  z.object({ draftOrderUpdate: z.object({ draftOrder: draft.nullish(), userErrors: refusals }) }),
);

/**
 * `paymentPending` is deprecated for payment terms, which need a further access scope and would ask the
 * shopper to pay; an unpaid order is what we want, for as long as its total is compared.
 */
export const COMPLETE_DRAFT = onceOnly(
  operation(
    'RipresaDraftComplete',
    `#graphql
    mutation RipresaDraftComplete($id: ID!) {
      draftOrderComplete(id: $id, paymentPending: true) {
        draftOrder { ${DRAFT} order { ${ORDER} } }
        userErrors { field }
      }
    }`,
    z.object({
      draftOrderComplete: z.object({ draftOrder: draft.nullish(), userErrors: refusals }),
    }),
  ),
);

const written = z.object({ order: orderNode.nullish(), userErrors: refusals });

/** Overwrites note and attributes, so that it may be repeated. */
export const NOTE_IN_ORDER = operation(
  'RipresaOrderNote',
  `#graphql
  mutation RipresaOrderNote($input: OrderInput!) {
    orderUpdate(input: $input) {
      order { ${ORDER} }
      userErrors { field }
    }
  }`,
  z.object({ orderUpdate: written }),
);

/** The whole sum that is due: another amount is for Shopify Plus alone. */
export const PAY_ORDER = onceOnly(
  operation(
    'RipresaOrderPay',
    `#graphql
    mutation RipresaOrderPay($id: ID!, $method: String!) {
      orderCreateManualPayment(id: $id, paymentMethodName: $method) {
        order { ${ORDER} }
        userErrors { field }
      }
    }`,
    z.object({ orderCreateManualPayment: written }),
  ),
);
