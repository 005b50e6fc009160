import { isRecord } from '../http/exchange';

interface Rule {
  readonly isGood: (value: unknown) => boolean;
  /** Whether it must be there as soon as what it belongs to is. */
  readonly isNeeded?: boolean;
}

const text =
  (least: number, most: number, pattern = /^/) =>
  (value: unknown): boolean =>
    typeof value === 'string' &&
    value.length >= least &&
    value.length <= most &&
    pattern.test(value);

const oneOf =
  (...words: readonly string[]) =>
  (value: unknown): boolean =>
    words.includes(String(value)) && typeof value === 'string';

const currency: Rule = { isGood: text(3, 3), isNeeded: true };
const value: Rule = { isGood: text(1, 32, /^-?(\d+|\d*\.\d+)$/), isNeeded: true };
const WALLET = 'payment_source.paypal';
const PAGE = `${WALLET}.experience_context`;

/** https://developer.paypal.com/docs/api/orders/v2/#orders_create, as far as anybody writes it here. */
const RULES: Readonly<Record<string, Rule>> = {
  'purchase_units[].custom_id': { isGood: text(1, 255) },
  'purchase_units[].description': { isGood: text(1, 127) },
  'purchase_units[].amount.breakdown.item_total.currency_code': currency,
  'purchase_units[].amount.breakdown.item_total.value': value,
  'purchase_units[].items[].name': { isGood: text(1, 127), isNeeded: true },
  'purchase_units[].items[].quantity': { isGood: text(1, 10, /^[1-9]\d*$/), isNeeded: true },
  'purchase_units[].items[].unit_amount.currency_code': currency,
  'purchase_units[].items[].unit_amount.value': value,
  'purchase_units[].shipping.type': { isGood: oneOf('SHIPPING', 'PICKUP_IN_STORE') },
  'purchase_units[].shipping.name.full_name': { isGood: text(0, 300) },
  'purchase_units[].shipping.address.address_line_1': { isGood: text(0, 300) },
  'purchase_units[].shipping.address.address_line_2': { isGood: text(0, 300) },
  'purchase_units[].shipping.address.admin_area_1': { isGood: text(0, 300) },
  'purchase_units[].shipping.address.admin_area_2': { isGood: text(0, 120) },
  'purchase_units[].shipping.address.postal_code': { isGood: text(0, 60) },
  'purchase_units[].shipping.address.country_code': {
    isGood: text(2, 2, /^([A-Z]{2}|C2)$/),
    isNeeded: true,
  },
  [`${WALLET}.email_address`]: { isGood: text(3, 254, /^[^@\s]+@[^@\s]+\.[^@\s]*[^@\s.]$/) },
  [`${PAGE}.user_action`]: { isGood: oneOf('CONTINUE', 'PAY_NOW') },
  [`${PAGE}.shipping_preference`]: {
    isGood: oneOf('GET_FROM_FILE', 'NO_SHIPPING', 'SET_PROVIDED_ADDRESS'),
  },
  [`${PAGE}.return_url`]: { isGood: text(0, 2_048) },
  [`${PAGE}.cancel_url`]: { isGood: text(0, 2_048) },
  [`${PAGE}.locale`]: { isGood: text(2, 10, /^[a-z]{2}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/) },
};

/** The first place of an order's body that PayPal would not take; null when there is none. */
export function brokenRule(body: unknown): string | null {
  const broken = Object.entries(RULES).find(([place, { isGood, isNeeded = false }]) =>
    valuesAt(body, place.replaceAll('[]', '.[]').split('.')).some((found) =>
      found === undefined ? isNeeded : !isGood(found),
    ),
  );
  return broken ? broken[0] : null;
}

/** What stands at a place, once for every item of a list; undefined where only its owner is there. */
function valuesAt(body: unknown, [name, ...rest]: readonly string[]): readonly unknown[] {
  if (name === undefined) return [body];
  if (name === '[]') {
    const items: readonly unknown[] = Array.isArray(body) ? body : [];
    return items.flatMap((one) => valuesAt(one, rest));
  }
  if (!isRecord(body)) return [];
  if (body[name] === undefined && rest.length > 0) return [];
  return valuesAt(body[name], rest);
}
