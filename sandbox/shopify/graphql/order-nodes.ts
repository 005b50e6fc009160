import { lineTotal, spread, unitPrice } from '../pricing';
import { decimal, gid, SHOP, taxWithin } from '../shop';
import type { Order, Refund } from '../state';
import { addressNode, lineFacts } from './buyer-nodes';
import { moneyBag, type Node } from './catalog-nodes';
import { connection, type PageArguments, type Row } from './connection';
import type { Moment } from './moment';

export function orderNode(moment: Moment, order: Order): Node {
  return {
    __typename: 'Order',
    ...orderHead(order),
    ...orderAmounts(order),
    ...orderRelations(moment, order),
  };
}

function orderHead(order: Order): Node {
  const { checkout } = order;
  return {
    ...ORDER_CONSTANTS,
    id: gid('Order', order.id),
    legacyResourceId: String(order.id),
    name: `#${order.number}`,
    number: order.number,
    confirmationNumber: order.token.slice(0, 9).toUpperCase(),
    cartToken: checkout.cartToken || null,
    checkoutToken: checkout.token || null,
    createdAt: order.createdAt.toISOString(),
    updatedAt: order.updatedAt.toISOString(),
    processedAt: order.createdAt.toISOString(),
    cancelledAt: order.cancelledAt?.toISOString() ?? null,
    cancelReason: order.cancelledAt === null ? null : 'CUSTOMER',
    email: checkout.contact.email,
    phone: checkout.contact.phone,
    customAttributes: checkout.attributes.map(({ name, value }) => ({ key: name, value })),
    discountCode: checkout.discountCode,
    discountCodes: checkout.discountCode === null ? [] : [checkout.discountCode],
    displayFinancialStatus: order.financialStatus.toUpperCase(),
    fullyPaid: order.financialStatus === 'paid',
    unpaid: order.financialStatus === 'pending',
    paymentGatewayNames: [order.gateway],
    sourceName: order.sourceName,
    note: order.note,
    tags: order.tags,
    referrerUrl: checkout.referringSite,
  };
}

const ORDER_CONSTANTS: Node = {
  closed: false,
  closedAt: null,
  confirmed: true,
  test: true,
  edited: false,
  displayFulfillmentStatus: 'UNFULFILLED',
  sourceIdentifier: null,
  currencyCode: SHOP.currency,
  presentmentCurrencyCode: SHOP.currency,
  customerLocale: SHOP.locale,
  landingPageUrl: null,
  customerJourneySummary: null,
  taxesIncluded: true,
  taxExempt: false,
  requiresShipping: true,
};

function orderAmounts(order: Order): Node {
  const refunded = order.refunds.reduce((sum, refund) => sum + refund.amount, 0);
  const current = order.cancelledAt === null ? order.total - refunded : 0;
  const received = order.financialStatus === 'pending' ? 0 : order.total;
  return {
    subtotalPrice: decimal(order.total),
    subtotalPriceSet: moneyBag(order.total),
    totalPrice: decimal(order.total),
    totalPriceSet: moneyBag(order.total),
    originalTotalPriceSet: moneyBag(order.total),
    currentTotalPriceSet: moneyBag(current),
    currentSubtotalPriceSet: moneyBag(current),
    currentTotalTaxSet: moneyBag(taxWithin(current)),
    currentTotalDiscountsSet: moneyBag(order.discount),
    totalDiscountsSet: moneyBag(order.discount),
    totalTaxSet: moneyBag(taxWithin(order.total)),
    totalShippingPriceSet: moneyBag(order.shipping?.price ?? 0),
    totalRefundedSet: moneyBag(refunded),
    totalReceivedSet: moneyBag(received),
    totalOutstandingSet: moneyBag(current - (received - refunded)),
    netPaymentSet: moneyBag(received - refunded),
  };
}

function orderRelations(moment: Moment, order: Order): Node {
  const { world } = moment;
  const { checkout } = order;
  const customer = world.state.customers.get(checkout.customerId ?? -1);
  const lines = (): Row<Node>[] => orderLineRows(world.settings.publicUrl, order);
  return {
    customer: customer === undefined ? null : () => moment.customer(customer),
    shippingAddress: addressNode(checkout.contact, order.id),
    billingAddress: addressNode(checkout.contact, order.id),
    lineItems: (page: PageArguments) => connection(lines(), page),
    refunds: () => order.refunds.map(refundNode),
    transactions: () => (order.financialStatus === 'pending' ? [] : [paymentNode(order)]),
    fulfillments: () => [],
    taxLines: [],
    discountApplications: (page: PageArguments) => connection([], page),
    statusPageUrl: `https://${SHOP.domain}/${SHOP.id}/orders/${order.token}`,
  };
}

export function paymentId(order: Order): string {
  return gid('OrderTransaction', order.id);
}

function paymentNode(order: Order): Node {
  return {
    __typename: 'OrderTransaction',
    id: paymentId(order),
    kind: 'SALE',
    status: 'SUCCESS',
    gateway: order.gateway,
    amountSet: moneyBag(order.total),
    createdAt: order.createdAt.toISOString(),
    test: true,
  };
}

function refundNode(refund: Refund): Node {
  return {
    __typename: 'Refund',
    id: gid('Refund', refund.id),
    legacyResourceId: String(refund.id),
    createdAt: refund.createdAt.toISOString(),
    updatedAt: refund.createdAt.toISOString(),
    note: null,
    totalRefundedSet: moneyBag(refund.amount),
  };
}

function orderLineRows(publicUrl: string, order: Order): Row<Node>[] {
  const parts = spread(order.lines, order.discount);
  return order.lines.map((line, index) => {
    const net = lineTotal(line) - (parts[index] ?? 0);
    return {
      id: Number(line.key),
      search: {},
      node: {
        __typename: 'LineItem',
        id: gid('LineItem', line.key),
        ...lineFacts(publicUrl, line),
        currentQuantity: line.quantity,
        originalUnitPriceSet: moneyBag(unitPrice(line)),
        originalTotalSet: moneyBag(lineTotal(line)),
        discountedUnitPriceSet: moneyBag(unitPrice(line)),
        discountedTotalSet: moneyBag(net),
        totalDiscountSet: moneyBag(parts[index] ?? 0),
        isGiftCard: false,
        requiresShipping: true,
        taxable: true,
        vendor: SHOP.name,
      },
    };
  });
}

export function orderRows(moment: Moment): Row<Node>[] {
  return [...moment.world.state.orders.values()].map((order) => ({
    node: orderNode(moment, order),
    id: order.id,
    search: {
      id: order.id,
      name: `#${order.number}`,
      email: order.checkout.contact.email,
      phone: order.checkout.contact.phone,
      customer_id: order.checkout.customerId,
      checkout_token: order.checkout.token,
      financial_status: order.financialStatus,
      status: order.cancelledAt === null ? 'open' : 'cancelled',
      discount_code: order.checkout.discountCode,
      source_name: order.sourceName,
      tag: order.tags,
      total_price: order.total,
      created_at: order.createdAt,
      updated_at: order.updatedAt,
      processed_at: order.createdAt,
    },
  }));
}
