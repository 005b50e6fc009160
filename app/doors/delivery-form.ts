import { formatAddress } from 'localized-address-format';
import type { AddressPart, Delivery, ShippingAddress } from '#core/commerce/index';

/** The names of a shopper's fields, in the order of the form. */
export const ADDRESS_PARTS = [
  'country',
  'firstName',
  'lastName',
  'address1',
  'address2',
  'postcode',
  'city',
  'province',
] as const satisfies readonly AddressPart[];

/** What a shopper wrote, as they wrote it. */
export type WrittenAddress = Readonly<Record<AddressPart, string>>;

export const MOST_CHARACTERS = 100;

/** Null where the form asked for no address. */
export function writtenIn(form: URLSearchParams): WrittenAddress | null {
  if (!form.has('country')) return null;
  const entries = ADDRESS_PARTS.map((part): [AddressPart, string] => [part, clean(form.get(part))]);
  return Object.fromEntries(entries) as Record<AddressPart, string>;
}

const clean = (text: string | null): string =>
  (text ?? '')
    .replace(/\p{C}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Parts that an address in a country has, by the post's own customs. */
export const namesPart = (country: string, part: 'postcode' | 'city' | 'province'): boolean =>
  formatAddress({ postalCountry: country, [POSTAL[part]]: MARK }).some((line) =>
    line.includes(MARK),
  );

const POSTAL = {
  postcode: 'postalCode',
  city: 'locality',
  province: 'administrativeArea',
} as const;
const MARK = '#';

export type AddressRead =
  | { readonly kind: 'whole'; readonly address: ShippingAddress }
  | { readonly kind: 'odd'; readonly parts: readonly AddressPart[] };

/**
 * Whether what was written is there at all; what is right in it, the store says.
 *
 * @param lacksProvince whether one has to be chosen and was not
 */
export function readAddress(written: WrittenAddress, lacksProvince: boolean): AddressRead {
  const parts = ADDRESS_PARTS.filter(
    (part) => isOdd(part, written) || (part === 'province' && lacksProvince),
  );
  if (parts.length > 0) return { kind: 'odd', parts };
  return {
    kind: 'whole',
    address: {
      ...written,
      address2: written.address2 || null,
      postcode: written.postcode || null,
      province: (namesPart(written.country, 'province') && written.province) || null,
    },
  };
}

const isOdd = (part: AddressPart, written: WrittenAddress): boolean =>
  written[part].length > MOST_CHARACTERS || LACKING[part](written);

const LACKING: Readonly<Record<AddressPart, (written: WrittenAddress) => boolean>> = {
  country: ({ country }) => !/^[A-Z]{2}$/.test(country),
  firstName: ({ firstName }) => firstName === '',
  lastName: ({ lastName }) => lastName === '',
  address1: ({ address1 }) => address1 === '',
  address2: () => false,
  postcode: ({ country, postcode }) => postcode === '' && namesPart(country, 'postcode'),
  city: ({ country, city }) => city === '' && namesPart(country, 'city'),
  province: () => false,
};

const KEPT = 'rate:';
/** Begins the name of a button that chooses a parcel's rate. */
export const CHOOSE = 'choose:';

/** The rates that were chosen before, and the one that was pressed now; by their parcels. */
export const ratesIn = (form: URLSearchParams): Delivery['rates'] =>
  Object.fromEntries([...namedIn(form, KEPT), ...namedIn(form, CHOOSE)]);

const namedIn = (form: URLSearchParams, beginning: string): [string, string][] =>
  [...form].flatMap(([name, value]): [string, string][] =>
    name.startsWith(beginning) ? [[name.slice(beginning.length), value]] : [],
  );

/** A delivery as the fields of a form that comes back with it. */
export const fieldsOf = ({ address, rates }: Delivery): readonly (readonly [string, string])[] => [
  ...ADDRESS_PARTS.map((part) => [part, address[part] ?? ''] as const),
  ...Object.entries(rates).map(([parcel, rate]) => [`${KEPT}${parcel}`, rate] as const),
];
