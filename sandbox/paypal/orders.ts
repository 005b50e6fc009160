import { isRecord, textField } from '../http/exchange';
import type { Reply } from '../http/exchange';
import { refusal } from './errors';
import { brokenRule } from './order-rules';

/** https://developer.paypal.com/api/rest/reference/currency-codes/ */
const CURRENCIES =
  'AUD BRL CAD CNY CZK DKK EUR HKD HUF ILS JPY MYR MXN TWD NZD NOK PHP PLN GBP SGD SEK CHF THB USD';
const WHOLE = new Set(['HUF', 'JPY', 'TWD']);

export interface Amount {
  readonly currency_code: string;
  readonly value: string;
}

export interface Capture {
  readonly id: string;
  readonly amount: Amount;
  readonly create_time: string;
  status: string;
}

export interface Order {
  readonly id: string;
  readonly createdAt: string;
  readonly unit: Record<string, unknown>;
  readonly amount: Amount;
  /** Where the shopper goes afterwards. */
  readonly returnUrl: string;
  status: 'PAYER_ACTION_REQUIRED' | 'APPROVED' | 'COMPLETED';
  /** What a capture of it comes to. */
  captureAs: { readonly status: string; readonly value: string } | null;
  readonly captures: Capture[];
  readonly refunds: Capture[];
  disputed: boolean;
}

/** What is wrong with the body that makes an order; null when PayPal would take it. */
export function refuseOrder(body: Record<string, unknown>): Reply | null {
  if (body['intent'] !== 'CAPTURE') return refusal(400, 'INVALID_PARAMETER_VALUE', '/intent');
  const unit = unitOf(body);
  const amount = amountOf(unit['amount']);
  if (!amount) return refusal(400, 'MISSING_REQUIRED_PARAMETER', '/purchase_units/0/amount');
  const broken = brokenRule(body);
  if (broken !== null) return refusal(400, 'INVALID_PARAMETER_SYNTAX', broken);
  return refuseAmount(amount) ?? refuseItems(unit, amount) ?? refuseShipping(body, unit);
}

export function unitOf(body: Record<string, unknown>): Record<string, unknown> {
  const units = body['purchase_units'];
  const first: unknown = Array.isArray(units) ? units[0] : undefined;
  return isRecord(first) ? first : {};
}

/** `payment_source.paypal.experience_context.return_url` */
export function returnUrlOf(body: Record<string, unknown>): string {
  const place = ['payment_source', 'paypal', 'experience_context'].reduce<unknown>(
    (inner, name) => (isRecord(inner) ? inner[name] : null),
    body,
  );
  return isRecord(place) ? textField(place, 'return_url') : '';
}

export function amountOf(value: unknown): Amount | null {
  if (!isRecord(value)) return null;
  return { currency_code: textField(value, 'currency_code'), value: textField(value, 'value') };
}

function refuseAmount({ currency_code, value }: Amount): Reply | null {
  if (!CURRENCIES.split(' ').includes(currency_code)) return refusal(422, 'CURRENCY_NOT_SUPPORTED');
  if (!/^\d+(\.\d{1,2})?$/.test(value)) return refusal(400, 'INVALID_PARAMETER_SYNTAX');
  if (WHOLE.has(currency_code) && value.includes('.'))
    return refusal(422, 'DECIMALS_NOT_SUPPORTED');
  return Number(value) > 0 ? null : refusal(422, 'CANNOT_BE_ZERO_OR_NEGATIVE');
}

function refuseItems(unit: Record<string, unknown>, amount: Amount): Reply | null {
  const { items } = unit;
  if (items === undefined) return null;
  const lines: readonly unknown[] = Array.isArray(items) ? items : [];
  const sum = lines.filter(isRecord).reduce((total, line) => {
    const price = Number(amountOf(line['unit_amount'])?.value);
    return total + Math.round(price * 100) * Number(textField(line, 'quantity'));
  }, 0);
  const told = isRecord(unit['amount']) ? unit['amount']['breakdown'] : undefined;
  if (!isRecord(told)) return refusal(422, 'ITEM_TOTAL_REQUIRED');
  return sum === Math.round(Number(amount.value) * 100)
    ? null
    : refusal(422, 'ITEM_TOTAL_MISMATCH');
}

/** Countries whose parcels PayPal knows by their postcodes, as far as anybody lives there here. */
const POSTCODES: Readonly<Record<string, RegExp>> = { IT: /^\d{5}$/, US: /^\d{5}(-\d{4})?$/ };

function refuseShipping(
  body: Record<string, unknown>,
  { shipping }: Record<string, unknown>,
): Reply | null {
  const isSet = JSON.stringify(body['payment_source']).includes('"SET_PROVIDED_ADDRESS"');
  if (!isRecord(shipping) || !isRecord(shipping['address'])) {
    return isSet ? refusal(422, 'MISSING_SHIPPING_ADDRESS') : null;
  }
  const { country_code: country, postal_code: postcode } = shipping['address'];
  const isKnown = POSTCODES[String(country)]?.test(String(postcode)) ?? true;
  return isKnown ? null : refusal(422, 'POSTAL_CODE_REQUIRED');
}

export const orderAnswer = (order: Order, webUrl: string): object => ({
  id: order.id,
  status: order.status,
  intent: 'CAPTURE',
  create_time: order.createdAt,
  purchase_units: [
    {
      reference_id: 'default',
      custom_id: order.unit['custom_id'],
      amount: order.amount,
      payments: { captures: order.captures, refunds: order.refunds },
    },
  ],
  links: [
    { rel: 'self', href: `https://api.paypal.test/v2/checkout/orders/${order.id}`, method: 'GET' },
    { rel: 'payer-action', href: `${webUrl}/checkoutnow?token=${order.id}`, method: 'GET' },
  ],
});
