import { z } from 'zod';

import { moneyBag, MONEY_BAG, refusals } from './nodes';
import { operation } from './operation';

const transaction = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  gateway: z.string().nullish(),
});

export const READ_MONEY = operation(
  'RipresaOrderMoney',
  `#graphql
  query RipresaOrderMoney($id: ID!) {
    order(id: $id) {
      totalReceivedSet { ${MONEY_BAG} }
      totalRefundedSet { ${MONEY_BAG} }
      transactions(first: 50) { id kind status gateway }
    }
  }`,
  z.object({
    order: z
      .object({
        totalReceivedSet: moneyBag,
        totalRefundedSet: moneyBag,
        transactions: z.array(transaction),
      })
      .nullish(),
  }),
);

/** Shopify wants a key for it, and does it once for a key. */
export const CREATE_REFUND = operation(
  'RipresaRefundCreate',
  `#graphql
  mutation RipresaRefundCreate($input: RefundInput!, $key: String!) {
    refundCreate(input: $input) @idempotent(key: $key) {
      refund { id }
      userErrors { field }
    }
  }`,
  z.object({
    refundCreate: z.object({
      refund: z.object({ id: z.string() }).nullish(),
      userErrors: refusals,
    }),
  }),
);
