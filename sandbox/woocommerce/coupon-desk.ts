import { isRecord, json, textField, type Reply } from '../http/exchange';
import type { Item, SiteState } from './state';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const whole: Check = (value) => Number.isInteger(value);
const dateOrNull: Check = (value) =>
  value === null || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
const decimal: Check = (value) => /^\d+(\.\d+)?$/.test(String(value));

/** What WooCommerce takes of a coupon; it ignores other names, this stand-in names them. */
const FIELDS: Record<string, Check> = {
  code: text,
  amount: decimal,
  description: text,
  discount_type: (value) => ['percent', 'fixed_cart', 'fixed_product'].includes(String(value)),
  date_expires: dateOrNull,
  date_expires_gmt: dateOrNull,
  individual_use: (value) => typeof value === 'boolean',
  usage_limit: whole,
  usage_limit_per_user: whole,
};

/** Makes a coupon, or refuses it as WooCommerce does: bad fields, and a code that exists. */
export function makeCoupon(state: SiteState, given: unknown): Reply {
  if (!isRecord(given) || given.code === undefined || given.code === '') {
    return refuse('woocommerce_rest_missing_callback_param', 'Missing parameter(s): code');
  }
  const odd = Object.entries(given).filter(([name, value]) => FIELDS[name]?.(value) !== true);
  if (odd.length > 0) {
    const names = odd.map(([name]) => name).join(', ');
    return refuse('rest_invalid_param', `Invalid parameter(s): ${names}`);
  }
  const code = textField(given, 'code').toLowerCase();
  if (state.coupons.some((coupon) => coupon.code === code)) {
    return refuse('woocommerce_rest_coupon_code_already_exists', 'The coupon code already exists');
  }
  const coupon: Item = { ...given, id: 900 + state.coupons.length, code, usage_count: 0 };
  state.coupons.push(coupon);
  return json(201, coupon);
}

const refuse = (code: string, message: string): Reply =>
  json(400, { code, message, data: { status: 400 } });
