import { decimalText, money, type Money } from '#core/kernel/money';

import { gid, moneyOf } from './draft-input';
import type { AdminGraphql } from './graphql.server';
import { shopifyFault } from './graphql-errors';
import { CREATE_REFUND, READ_MONEY } from './refund-operations';

/**
 * Writes down the part of a refund that the order does not have yet, against its manual payment, behind
 * which Shopify has no money to move.
 */
export async function noteRefund(
  domain: string,
  orderExternalId: string,
  refunded: Money,
  graphql: AdminGraphql,
): Promise<void> {
  const id = gid('Order', orderExternalId);
  const { order } = await graphql(domain, READ_MONEY, { id });
  const payment = order?.transactions.find(isPayment);
  if (!order || !payment) throw shopifyFault('NO_PAYMENT', 'an order has no payment', null);
  const received = moneyOf(order.totalReceivedSet.presentmentMoney);
  const back = moneyOf(order.totalRefundedSet.presentmentMoney);
  // More than its total was paid where the merchant took it so; an order gives back its total at most.
  const wanted = Math.min(refunded.minor, received.minor);
  if (back.minor >= wanted) return;
  const transaction = {
    orderId: id,
    parentId: payment.id,
    gateway: payment.gateway ?? 'manual',
    kind: 'REFUND',
    amount: decimalText(money(wanted - back.minor, refunded.currency)),
  };
  const { refundCreate: made } = await graphql(domain, CREATE_REFUND, {
    key: `ripresa-refund-${orderExternalId}-${wanted}`,
    input: {
      orderId: id,
      currency: refunded.currency,
      note: 'Refunded at the payment provider',
      transactions: [transaction],
    },
  });
  if (made.userErrors.length === 0) return;
  throw shopifyFault('REFUSED', 'a refund could not be written down', null);
}

const isPayment = ({ kind, status }: { readonly kind: string; readonly status: string }): boolean =>
  status === 'SUCCESS' && (kind === 'SALE' || kind === 'CAPTURE');
