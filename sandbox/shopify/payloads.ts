import type { CheckoutView } from './checkout-view';
import { decimal, gid, SHOP, taxWithin } from './shop';
import { refundPayload } from './small-payloads';
import type { Customer, Order } from './state';
import {
  address,
  checkoutLines,
  customerJson,
  moneySet,
  orderLines,
  stamp,
  taxLines,
} from './payload-parts';

type Json = Record<string, unknown>;

/** Body of checkouts/create and checkouts/update. */
export function checkoutPayload(view: CheckoutView): Json {
  const { checkout } = view;
  return {
    ...CHECKOUT_CONSTANTS,
    id: checkout.id,
    token: checkout.token,
    cart_token: checkout.cartToken,
    email: checkout.contact.email,
    phone: checkout.contact.phone,
    created_at: stamp(checkout.createdAt),
    updated_at: stamp(checkout.updatedAt),
    completed_at: checkout.completedAt === null ? null : stamp(checkout.completedAt),
    landing_site: checkout.landingSite,
    referring_site: checkout.referringSite,
    note_attributes: checkout.attributes,
    name: `#${checkout.id}`,
    ...checkoutMoney(view),
    billing_address: null,
    shipping_address: address(checkout.contact),
    customer: view.customer === null ? null : customerJson(view.customer),
    abandoned_checkout_url: checkout.urlWithheld ? null : view.recoveryUrl,
  };
}

const CHECKOUT_CONSTANTS: Json = {
  gateway: null,
  buyer_accepts_marketing: false,
  buyer_accepts_sms_marketing: false,
  sms_marketing_phone: null,
  closed_at: null,
  note: '',
  currency: SHOP.currency,
  presentment_currency: SHOP.currency,
  customer_locale: SHOP.locale,
  device_id: null,
  location_id: null,
  user_id: null,
  source_name: 'web',
  source: null,
  source_identifier: null,
  source_url: null,
  taxes_included: true,
};

function checkoutMoney(view: CheckoutView): Json {
  const { checkout, price } = view;
  return {
    total_weight: checkout.lines.length * 500,
    line_items: checkoutLines(checkout.lines, price.discount),
    shipping_lines: [],
    tax_lines: taxLines(price.total),
    discount_codes: discountCodes(view),
    total_discounts: decimal(price.discount),
    total_line_items_price: decimal(price.lines),
    subtotal_price: decimal(price.total),
    total_price: decimal(price.total),
    total_tax: decimal(price.tax),
    total_duties: null,
  };
}

function discountCodes(view: CheckoutView): Json[] {
  if (view.discount === null) return [];
  return [
    {
      code: view.discount.code,
      amount: decimal(view.price.discount),
      type: view.discount.percent === null ? 'fixed_amount' : 'percentage',
    },
  ];
}

/** Body of orders/create, orders/updated, orders/paid and orders/cancelled. */
export function orderPayload(order: Order, customer: Customer | null, code: string | null): Json {
  return {
    ...orderHead(order, code),
    ...orderMoney(order),
    billing_address: address(order.checkout.contact),
    shipping_address: address(order.checkout.contact),
    customer: customer === null ? null : customerJson(customer),
    line_items: orderLines(order.lines, order.discount),
    shipping_lines: [],
    fulfillments: [],
    refunds: order.refunds.map((refund) => refundPayload(order, refund)),
    payment_terms: null,
    company: null,
  };
}

function orderHead(order: Order, code: string | null): Json {
  const { checkout } = order;
  return {
    ...ORDER_CONSTANTS,
    id: order.id,
    admin_graphql_api_id: gid('Order', order.id),
    cancel_reason: order.cancelledAt === null ? null : 'customer',
    cancelled_at: order.cancelledAt === null ? null : stamp(order.cancelledAt),
    cart_token: checkout.cartToken || null,
    checkout_id: checkout.token === '' ? null : checkout.id,
    checkout_token: checkout.token || null,
    confirmation_number: order.token.slice(0, 9).toUpperCase(),
    contact_email: checkout.contact.email,
    created_at: stamp(order.createdAt),
    discount_applications: discountApplications(order, code),
    discount_codes: codeOf(order, code),
    email: checkout.contact.email ?? '',
    financial_status: order.financialStatus,
    landing_site: checkout.landingSite,
    name: `#${order.number}`,
    note_attributes: checkout.attributes,
    number: order.number - 1000,
    order_number: order.number,
    order_status_url: `https://${SHOP.domain}/${SHOP.id}/orders/${order.token}/authenticate`,
    payment_gateway_names: [order.gateway],
    phone: checkout.contact.phone,
    processed_at: stamp(order.createdAt),
    referring_site: checkout.referringSite,
    source_name: order.sourceName,
    note: order.note,
    tags: order.tags.join(', '),
    token: order.token,
    updated_at: stamp(order.updatedAt),
  };
}

const ORDER_CONSTANTS: Json = {
  app_id: 580_111,
  browser_ip: '127.0.0.1',
  buyer_accepts_marketing: false,
  client_details: { accept_language: 'en', browser_ip: '127.0.0.1', user_agent: 'Sandbox' },
  closed_at: null,
  confirmed: true,
  currency: SHOP.currency,
  customer_locale: SHOP.locale,
  device_id: null,
  duties_included: false,
  estimated_taxes: false,
  fulfillment_status: null,
  landing_site_ref: null,
  location_id: null,
  merchant_business_entity_id: null,
  merchant_of_record_app_id: null,
  po_number: null,
  presentment_currency: SHOP.currency,
  reference: null,
  source_identifier: null,
  source_url: null,
  tax_exempt: false,
  taxes_included: true,
  test: true,
  user_id: null,
};

function orderMoney(order: Order): Json {
  const refunded = order.refunds.reduce((sum, refund) => sum + refund.amount, 0);
  const current = order.cancelledAt === null ? order.total - refunded : 0;
  const owed = order.financialStatus === 'pending' ? current : 0;
  const amounts: Record<string, number> = {
    total_price: order.total,
    subtotal_price: order.total,
    total_line_items_price: order.subtotal,
    total_discounts: order.discount,
    total_tax: taxWithin(order.total),
    current_total_price: current,
    current_subtotal_price: current,
    current_total_discounts: order.discount,
    current_total_tax: taxWithin(current),
  };
  const sets = Object.entries(amounts).flatMap(([name, minor]): [string, unknown][] => [
    [name, decimal(minor)],
    [`${name}_set`, moneySet(minor)],
  ]);
  return {
    ...Object.fromEntries(sets),
    total_shipping_price_set: moneySet(order.shipping?.price ?? 0),
    total_outstanding: decimal(owed),
    total_tip_received: '0.00',
    total_weight: order.lines.length * 500,
    tax_lines: taxLines(order.total),
    current_total_additional_fees_set: null,
    current_total_duties_set: null,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    total_cash_rounding_payment_adjustment_set: moneySet(0),
    total_cash_rounding_refund_adjustment_set: moneySet(0),
  };
}

function codeOf(order: Order, code: string | null): Json[] {
  if (code === null || order.discount === 0) return [];
  return [{ code, amount: decimal(order.discount), type: 'percentage' }];
}

function discountApplications(order: Order, code: string | null): Json[] {
  if (order.discount === 0) return [];
  return [
    {
      target_type: 'line_item',
      type: code === null ? 'manual' : 'discount_code',
      ...(code === null ? { title: 'Custom discount' } : { code }),
      value: decimal(order.discount),
      value_type: 'fixed_amount',
      allocation_method: 'across',
      target_selection: 'all',
    },
  ];
}
