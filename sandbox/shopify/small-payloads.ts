import { moneySet, stamp } from './payload-parts';
import { decimal, gid, SHOP } from './shop';
import type { Customer, Order, Refund } from './state';

type Json = Record<string, unknown>;

/** Body of refunds/create. */
export function refundPayload(order: Order, refund: Refund): Json {
  return {
    id: refund.id,
    admin_graphql_api_id: gid('Refund', refund.id),
    order_id: order.id,
    created_at: stamp(refund.createdAt),
    processed_at: stamp(refund.createdAt),
    note: null,
    user_id: null,
    restock: refund.lines.length > 0,
    duties: [],
    order_adjustments: [],
    refund_duties: [],
    refund_shipping_lines: [],
    refund_line_items: refund.lines.map((line, index) => refundLine(refund, line, index)),
    transactions: [refundTransaction(order, refund)],
  };
}

function refundLine(refund: Refund, line: Refund['lines'][number], index: number): Json {
  return {
    id: refund.id * 10 + index,
    line_item_id: Number(line.key),
    quantity: line.quantity,
    location_id: null,
    restock_type: 'no_restock',
    subtotal: Number(decimal(line.subtotal)),
    subtotal_set: moneySet(line.subtotal),
    total_tax: 0,
    total_tax_set: moneySet(0),
  };
}

function refundTransaction(order: Order, refund: Refund): Json {
  return {
    id: refund.id + 1,
    order_id: order.id,
    amount: decimal(refund.amount),
    currency: SHOP.currency,
    gateway: order.gateway,
    kind: 'refund',
    status: 'success',
    created_at: stamp(refund.createdAt),
    processed_at: stamp(refund.createdAt),
    parent_id: null,
    test: true,
  };
}

/**
 * Body of customers_whats_app_marketing_consent/update. Shopify does not publish it; the shape is
 * that of the e-mail and SMS topics.
 */
export function consentPayload(customer: Customer): Json {
  const { state, optInLevel, updatedAt } = customer.consent;
  return {
    customer_id: customer.id,
    phone: customer.phone,
    whats_app_marketing_consent: {
      state: state.toLowerCase(),
      opt_in_level: optInLevel?.toLowerCase() ?? null,
      consent_updated_at: updatedAt === null ? null : stamp(updatedAt),
      consent_collected_from: 'SHOPIFY',
    },
  };
}
