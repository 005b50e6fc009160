import { isRecord, json, textField, type Reply } from '../http/exchange';
import { oddPlace } from './order-shape';
import { decimal, discountOf, findCoupon, grossOf, minorOf, netOf } from './prices';
import { productOf } from './shopper-cart';
import { refundOrder, stamps } from './shopper-desk';
import type { Item, SiteState } from './state';

const refuse = (code: string, message: string): Reply =>
  json(400, { code, message, data: { status: 400 } });

const listOf = (value: unknown): Item[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** Makes an order and reckons its total, as `POST orders` does. */
export function makeOrder(state: SiteState, given: unknown, at: Date): Reply {
  if (!isRecord(given)) return refuse('rest_invalid_json', 'Invalid JSON body passed.');
  const refusal = refuseFields(given) ?? refuseLines(state, given);
  if (refusal) return refusal;
  const id = 101 + state.orders.length;
  const order: Item = {
    ...{ id, parent_id: 0, number: String(id), status: 'pending', currency: 'EUR' },
    ...stamps(at, false),
    ...{ customer_id: 0, transaction_id: '', refunds: [] },
    ...given,
    total: decimal(totalOf(state, given)),
    line_items: listOf(given.line_items).map((line, index) => ({ id: index + 1, ...line })),
    meta_data: listOf(given.meta_data).map((one, index) => ({ id: 900 + index, ...one })),
  };
  delete order.set_paid;
  state.orders.push(order);
  for (const { code } of listOf(given.coupon_lines)) redeem(state, String(code));
  if (given.set_paid === true) pay(state, order, at);
  return json(201, order);
}

function refuseFields(given: Item): Reply | null {
  const odd = oddPlace(given);
  return odd === null ? null : refuse('rest_invalid_param', `Invalid parameter(s): ${odd}`);
}

function refuseLines(state: SiteState, given: Item): Reply | null {
  const unknown = listOf(given.line_items).some(
    (line) => productOf(state, Number(line.variation_id) || Number(line.product_id)) === null,
  );
  if (unknown) return refuse('woocommerce_rest_invalid_product_id', 'Product ID is invalid.');
  const nameless = listOf(given.fee_lines).some((fee) => textField(fee, 'name') === '');
  if (nameless) return refuse('woocommerce_rest_required_fee_name', 'Fee name is required.');
  const stale = listOf(given.coupon_lines).some(({ code }) => !findCoupon(state, String(code)));
  return stale ? refuse('woocommerce_rest_invalid_coupon', 'Coupon is not valid.') : null;
}

function totalOf(state: SiteState, given: Item): number {
  const sum = listOf(given.line_items).reduce((total, line) => total + lineOf(state, line), 0);
  const codes = listOf(given.coupon_lines).map(({ code }) => String(code));
  const shipping = listOf(given.shipping_lines).reduce((all, one) => all + minorOf(one.total), 0);
  const fees = listOf(given.fee_lines).reduce((all, one) => all + minorOf(one.total), 0);
  return sum - discountOf(state, codes, sum) + shipping + fees + state.surchargeMinor;
}

/** By its own total before taxes, or by the product's price. */
function lineOf(state: SiteState, line: Item): number {
  if (line.total !== undefined) return grossOf(state, minorOf(line.total));
  const product = productOf(state, Number(line.variation_id) || Number(line.product_id));
  return grossOf(state, netOf(state, minorOf(product?.price) * Number(line.quantity)));
}

function redeem(state: SiteState, code: string): void {
  const coupon = state.coupons.find((one) => one.code === code.toLowerCase());
  if (coupon) coupon.usage_count = Number(coupon.usage_count) + 1;
}

/** Changes an order, as `POST orders/<id>` does. */
export function changeOrder(state: SiteState, order: Item, given: unknown, at: Date): Reply {
  if (!isRecord(given)) return refuse('rest_invalid_json', 'Invalid JSON body passed.');
  const refusal = refuseFields(given);
  if (refusal) return refusal;
  const { set_paid: isPaid, meta_data: told, line_items: lines, ...changes } = given;
  const added = listOf(told);
  const kept = listOf(order.meta_data).filter(({ key }) => !added.some((one) => one.key === key));
  const meta = [...kept, ...added];
  const meta_data = meta.map((one, index) => ({ id: 900 + index, ...one }));
  Object.assign(order, changes, { meta_data }, modified(at));
  if (lines !== undefined) changeLines(state, order, listOf(lines));
  if (isPaid === true) pay(state, order, at);
  return json(200, order);
}

function changeLines(state: SiteState, order: Item, changes: readonly Item[]): void {
  const line_items = listOf(order.line_items).map((line) => ({
    ...line,
    ...changes.find(({ id }) => id === line.id),
  }));
  Object.assign(order, { line_items });
  order.total = decimal(totalOf(state, order));
}

const modified = (at: Date): Item => {
  const { date_modified, date_modified_gmt } = stamps(at, false);
  return { date_modified, date_modified_gmt };
};

/** Once: a paid order that is paid again stays as it is. */
function pay(state: SiteState, order: Item, at: Date): void {
  if (order.date_paid_gmt !== null) return;
  const { date_paid, date_paid_gmt } = stamps(at, true);
  // Nothing is to be sent of an order without items.
  const status = listOf(order.line_items).length > 0 ? 'processing' : 'completed';
  Object.assign(order, { status, date_paid, date_paid_gmt }, modified(at));
  for (const line of listOf(order.line_items)) {
    const product = productOf(state, Number(line.variation_id) || Number(line.product_id));
    if (product?.manage_stock !== true) continue;
    product.stock_quantity = Number(product.stock_quantity) - Number(line.quantity);
    if (Number(product.stock_quantity) <= 0) product.stock_status = 'outofstock';
  }
}

/** Writes a refund down; no money is moved. */
export function makeRefund(state: SiteState, order: Item, given: unknown, at: Date): Reply {
  if (!isRecord(given) || given.api_refund !== false) {
    return refuse('woocommerce_rest_cannot_create_order_refund', 'The gateway can’t refund this.');
  }
  const minor = minorOf(given.amount);
  const known = (state.refunds.get(Number(order.id)) ?? []).reduce(
    (sum, { amount }) => sum + minorOf(amount),
    0,
  );
  if (!(minor > 0) || known + minor > minorOf(order.total)) {
    return refuse(
      'woocommerce_rest_invalid_order_refund',
      'Refund amount must be within the total.',
    );
  }
  return json(201, refundOrder(state, order, minor, at));
}
