import { isRecord } from '../../http/exchange';
import { newLine } from '../cart-desk';
import { onShelf } from '../shelf';
import { idOf, minorOf, SHOP } from '../shop';
import type { DraftOrder } from '../draft-order';
import { NO_CONTACT, type Contact, type Line, type Zone } from '../state';
import type { Moment } from './moment';
import { textOrNull, userError } from './mutation-parts';
import type { Node } from './catalog-nodes';

type Fields = Record<string, unknown>;
type Read = { ok: true; draft: DraftOrder } | { ok: false; userErrors: Node[] };

/** Reads a DraftOrderInput with Shopify's rules; nothing is kept yet. */
export function readDraftInput(moment: Moment, input: Fields): Read {
  const { state, token } = moment.world;
  const lines = listOf(input['lineItems']).map((item) => lineOf(moment, item));
  const known = lines.filter((line) => line !== null);
  const shippingAddress = fieldsIn(input['shippingAddress']);
  const shipping = shippingOf(input['shippingLine'], state.zones);
  const userErrors = [
    ...lineErrors(lines),
    ...currencyErrors(input['presentmentCurrencyCode']),
    ...(shippingAddress === null ? [] : addressErrors(shippingAddress, state.zones)),
    ...(shipping === 'unknown'
      ? [userError(['input', 'shippingLine', 'shippingRateHandle'], 'Rate not found')]
      : []),
  ];
  if (userErrors.length > 0 || shipping === 'unknown') return { ok: false, userErrors };
  const draft: DraftOrder = {
    id: state.ids.next(),
    token: token(),
    lines: known,
    email: textOrNull(input['email']),
    phone: textOrNull(input['phone']),
    discount: draftDiscount(input['appliedDiscount']),
    discountCodes: textsOf(input['discountCodes']),
    shipping,
    contact: contactOf(shippingAddress ?? fieldsIn(input['billingAddress']) ?? {}),
    note: textOrNull(input['note']),
    tags: textsOf(input['tags']),
    attributes: attributesOf(input['customAttributes']),
    createdAt: moment.now,
    orderId: null,
  };
  return { ok: true, draft };
}

function lineErrors(lines: readonly (Line | null)[]): Node[] {
  const field = ['input', 'lineItems'];
  if (lines.length === 0) return [userError(field, 'Add at least 1 product')];
  return lines.includes(null) ? [userError(field, 'Product variant not found')] : [];
}

function lineOf({ world }: Moment, item: Fields): Line | null {
  const quantity = Number(item['quantity']);
  const id = textOrNull(item['variantId']);
  if (id === null) return customLine(item, String(world.state.ids.next()), quantity);
  const variantId = idOf('ProductVariant', id) ?? -1;
  const line = newLine(world, variantId, quantity);
  const price = overrideOf(item) ?? onShelf(world.state, variantId)?.price;
  return line && (price === undefined ? line : { ...line, price });
}

const overrideOf = (item: Fields): number | null =>
  minorOf(fieldsIn(item['priceOverride'])?.['amount'] ?? null);

function customLine(item: Fields, key: string, quantity: number): Line | null {
  const title = textOrNull(item['title']);
  const price = minorOf(fieldsIn(item['originalUnitPriceWithCurrency'])?.['amount']);
  if (title === null || price === null || quantity < 1) return null;
  const custom = { title, requiresShipping: item['requiresShipping'] === true };
  return { key, variantId: 0, quantity, price, custom };
}

const currencyErrors = (currency: unknown): Node[] =>
  currency === undefined || currency === null || currency === SHOP.currency
    ? []
    : [userError(['input', 'presentmentCurrencyCode'], 'Currency is not enabled')];

function shippingOf(given: unknown, zones: readonly Zone[]): DraftOrder['shipping'] | 'unknown' {
  const line = fieldsIn(given);
  if (line === null) return null;
  const handle = textOrNull(line['shippingRateHandle']);
  if (handle !== null) {
    const rate = zones.flatMap(({ rates }) => rates).find((one) => one.handle === handle);
    return rate ? { title: rate.title, price: rate.price } : 'unknown';
  }
  const price = minorOf(fieldsIn(line['priceWithCurrency'])?.['amount']);
  return { title: textOrNull(line['title']) ?? 'Custom', price: price ?? 0 };
}

function addressErrors(address: Fields, zones: readonly Zone[]): Node[] {
  const refuse = (part: string, message: string): Node[] => [
    userError(['input', 'shippingAddress', part], message),
  ];
  const country = textOrNull(address['countryCode']);
  if (country === 'ZZ') return refuse('countryCode', 'Country is not supported');
  const zone = zones.find(({ countryCode }) => countryCode === country);
  if (!hasProvince(zone, textOrNull(address['provinceCode']))) {
    return refuse('provinceCode', 'Province is not valid');
  }
  const zip = textOrNull(address['zip']);
  return country === 'IT' && !/^\d{5}$/.test(String(zip)) ? refuse('zip', 'Zip is not valid') : [];
}

const hasProvince = (zone: Zone | undefined, province: string | null): boolean =>
  zone === undefined ||
  zone.provinces.length === 0 ||
  zone.provinces.some(({ code }) => code === province);

function contactOf(address: Fields): Contact {
  return {
    ...NO_CONTACT,
    country: textOrNull(address['countryCode']) ?? NO_CONTACT.country,
    firstName: textOrNull(address['firstName']),
    lastName: textOrNull(address['lastName']),
    address: textOrNull(address['address1']),
    address2: textOrNull(address['address2']),
    province: textOrNull(address['provinceCode']),
    city: textOrNull(address['city']),
    zip: textOrNull(address['zip']),
  };
}

function draftDiscount(given: unknown): DraftOrder['discount'] {
  if (!isRecord(given)) return null;
  const value = Number(given['value']);
  return given['valueType'] === 'PERCENTAGE'
    ? { percent: value / 100, amount: null }
    : { percent: null, amount: minorOf(value) };
}

export function attributesOf(given: unknown): DraftOrder['attributes'] {
  return listOf(given).map((item) => ({ name: String(item['key']), value: String(item['value']) }));
}

const fieldsIn = (given: unknown): Fields | null => (isRecord(given) ? given : null);
const listOf = (given: unknown): Fields[] => (Array.isArray(given) ? given.filter(isRecord) : []);

export function textsOf(given: unknown): string[] {
  return Array.isArray(given) ? given.map(String) : [];
}
