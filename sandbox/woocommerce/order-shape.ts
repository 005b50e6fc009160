import { isRecord } from '../http/exchange';

type Check = (value: unknown) => boolean;
/** A value's kind, the members of an object, or those of every item of a list. */
type Shape = Check | { readonly [name: string]: Shape } | readonly [Shape];

const text: Check = (value) => typeof value === 'string';
const whole: Check = (value) => Number.isInteger(value);
const yesOrNo: Check = (value) => typeof value === 'boolean';
const anything: Check = () => true;
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(String(value));
const STATUSES = ['pending', 'processing', 'on-hold', 'completed', 'cancelled', 'failed'];

const address = {
  ...{ first_name: text, last_name: text, company: text, address_1: text, address_2: text },
  ...{ city: text, state: text, postcode: text, country: text, phone: text },
};

/**
 * What WooCommerce takes of an order, as its REST schema says. It ignores other names; this stand-in
 * names them.
 */
const ORDER: Shape = {
  status: oneOf(...STATUSES),
  set_paid: yesOrNo,
  currency: (value) => /^[A-Z]{3}$/.test(String(value)),
  ...{ payment_method: text, payment_method_title: text, transaction_id: text },
  billing: { ...address, email: (value) => value === '' || /^[^@]+@[^@]+$/.test(String(value)) },
  shipping: address,
  line_items: [
    {
      ...{ id: whole, product_id: anything, variation_id: whole, quantity: whole },
      ...{ subtotal: text, total: text },
    },
  ],
  shipping_lines: [
    {
      ...{ method_id: anything, instance_id: text, method_title: anything, total: text },
      meta_data: [{ key: text, value: anything }],
    },
  ],
  fee_lines: [{ name: anything, total: text, tax_status: oneOf('taxable', 'none') }],
  coupon_lines: [{ code: anything }],
  meta_data: [{ key: text, value: anything }],
};

/** The first place of an order's body that does not fit; null when all does. */
export const oddPlace = (body: unknown): string | null => oddIn(body, ORDER, '');

function oddIn(value: unknown, shape: Shape, place: string): string | null {
  if (typeof shape === 'function') return shape(value) ? null : place;
  if (isList(shape)) {
    if (!Array.isArray(value)) return place;
    return firstOdd(value.map((one): Place => [one, shape[0], place]));
  }
  if (!isRecord(value)) return place;
  return firstOdd(
    Object.entries(value).map(([name, inner]): Place => {
      const where = place === '' ? name : `${place}.${name}`;
      return [inner, shape[name] ?? (() => false), where];
    }),
  );
}

type Place = [value: unknown, shape: Shape, place: string];

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

const firstOdd = (places: readonly Place[]): string | null =>
  places.map((one) => oddIn(...one)).find((odd) => odd !== null) ?? null;
